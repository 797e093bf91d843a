"""What visitors agree to: the version of the words, and since when they hold."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of the consent, by its name and its day."""

    version: str
    since: date


# Changed words are another version: `docs/consents` keeps what each one said, and web/tests/consent.test.ts compares.
CONSENT: Final = ConsentText("2026-11-28", date(2026, 11, 28))
CHILD_YEARS: Final = 14  # below this age a guardian consents (개인정보 보호법 제22조의2)
