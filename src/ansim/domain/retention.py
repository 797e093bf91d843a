"""How long records live. The periods are policy, kept here as the default (DESIGN §3.5)."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long visits and owners' contacts are kept, identities outlive the last visit, and what a phone's clock may be off.

    An owner's contact outlives the last sign-in and the last part in an open business, whichever is later.
    """

    visit_days: int = 28
    identity_days: int = 56
    owner_days: int = 90
    late_hours: int = 72
    future_seconds: int = 300
    skew_seconds: int = 60

    def first_kept_day(self, today: date) -> date:
        """The oldest day whose visits are kept; every day before it is destroyed."""
        return today - timedelta(days=self.visit_days)


POLICY = RetentionPolicy()
