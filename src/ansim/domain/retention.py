"""How long records live. The periods are policy, kept here as the default (DESIGN §3.5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

MOST_AT_ONCE: Final = 2
"""Days that one sweep destroys by itself. A day is due each day; more at once are a wrong clock, or a long silence."""
CLOCKS_APART: Final = 3600.0
"""Seconds by which the clocks of database and host may differ where something is destroyed."""


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long visits and owners' contacts are kept, identities outlive the last visit, and what a phone's clock may be off.

    An owner's contact outlives the last sign-in and the last part in an open business, whichever is later.
    `count_days`: the totals of days that owners see; how a day spread over hours and ways goes with its visits.
    """

    visit_days: int = 28
    identity_days: int = 56
    owner_days: int = 90
    count_days: int = 92
    late_hours: int = 72
    future_seconds: int = 300
    skew_seconds: int = 60

    def first_kept_day(self, today: date) -> date:
        """The oldest day whose visits are kept; every day before it is destroyed."""
        return today - timedelta(days=self.visit_days)


POLICY = RetentionPolicy()


class DueDays(NamedTuple):
    """Days past their period, oldest first."""

    dying: list[date]
    waiting: list[date]
    """Too many at once: each waits until an operator names it."""


def due_days(
    days: Iterable[date],
    today: date,
    named: Collection[date] = (),
    policy: RetentionPolicy = POLICY,
    allowed: int = MOST_AT_ONCE,
) -> DueDays:
    """Which of the days that exist die today. Named days do, and the others where at most MOST_AT_ONCE are due.

    `allowed` are as many as may go by the machine's running time (`pace_of_ends`); where more are due none goes.
    """
    due = sorted({day for day in days if day < policy.first_kept_day(today)})
    unnamed = [day for day in due if day not in named]
    if len(unnamed) <= min(MOST_AT_ONCE, allowed):
        return DueDays(due, [])
    return DueDays([day for day in due if day in named], unnamed)


def clocks_agree(host: float, database: float) -> bool:
    """Whether two clocks, epoch seconds, are near enough to destroy something by them."""
    return abs(host - database) < CLOCKS_APART
