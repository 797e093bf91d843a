"""Which applications of venues are approved without a clerk: only where control of the place is shown.

Signs, receipts and photographs show nothing: whoever stood in the shop once has them. docs/adr/ says what was weighed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_TRIES: Final = 3
"""How often number, opening date and representative may be tried for one number within a day.

Opening dates can be guessed: licences are public. Three tries of some ten thousand days are no search.
"""


class TaxState(StrEnum):
    """What the tax office says of a business number."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNKNOWN = "unknown"  # it knows no such number
    UNREACHABLE = "unreachable"  # it did not answer: a clerk looks, nobody is refused for it
    NOT_ASKED = "not-asked"  # the way without a number


class Finding(StrEnum):
    """What a clerk looks at before an application is approved."""

    NO_NUMBER = "no-number"
    TAX_UNREACHABLE = "tax-unreachable"
    CONTROL_NOT_SHOWN = "control-not-shown"
    TOO_MANY_TRIES = "too-many-tries"
    SUSPENDED = "suspended"
    SAME_NUMBER = "same-number"
    SAME_PHONE = "same-phone"
    NEAR_AND_ALIKE = "near-and-alike"
    BULK = "bulk"
    AUTHORITY_NAME = "authority-name"
    ADDRESS_BY_HAND = "address-by-hand"
    OUTSIDE = "outside"  # no district of the country holds the pin
    TAX_CLOSED = "tax-closed"  # as the tax office said once it answered
    OTHER_NUMBER = (
        "other-number"  # a partner's system applied under a number that is not its business's
    )


class Verdict(StrEnum):
    """What becomes of an application as it is handed in."""

    APPROVED = "approved"
    CLERK = "clerk"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Shown:
    """What an applicant showed. `genuine`: 진위확인 of number, opening date and representative, None where not made.

    `register_code`: a code was entered that went to a number which the register or the tax office holds for the place.
    """

    tax: TaxState
    genuine: bool | None = None
    register_code: bool = False

    @property
    def control(self) -> bool:
        """Whether control of the place is shown."""
        return self.register_code or (self.tax is TaxState.ACTIVE and self.genuine is True)


def judge(shown: Shown, findings: Collection[Finding]) -> Verdict:
    """Approved only where control is shown and nothing was found; a business that closed is refused at once."""
    if shown.tax is TaxState.CLOSED:
        return Verdict.REFUSED
    if shown.control and not findings:
        return Verdict.APPROVED
    return Verdict.CLERK


def findings_of(shown: Shown, tries: int) -> list[Finding]:
    """What the checks of the number leave for a clerk; `tries` of this number within a day, this one included."""
    found = []
    if shown.tax is TaxState.NOT_ASKED:
        found.append(Finding.NO_NUMBER)
    elif shown.tax is TaxState.UNREACHABLE:
        found.append(Finding.TAX_UNREACHABLE)
    elif shown.tax is TaxState.SUSPENDED:
        found.append(Finding.SUSPENDED)
    elif not shown.control:
        found.append(Finding.CONTROL_NOT_SHOWN)
    if tries > MOST_TRIES:
        found.append(Finding.TOO_MANY_TRIES)
    return found


def found_later(state: TaxState) -> Finding:
    """What is left of `TAX_UNREACHABLE` once the office says how the number stands; date and name were never compared."""
    return {
        TaxState.UNREACHABLE: Finding.TAX_UNREACHABLE,
        TaxState.CLOSED: Finding.TAX_CLOSED,
        TaxState.SUSPENDED: Finding.SUSPENDED,
    }.get(state, Finding.CONTROL_NOT_SHOWN)
