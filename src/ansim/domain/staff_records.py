"""Staff records: who is let in, as what and where, by one text that two keepers sign (RIGHTS §3, ADR 43)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, Literal

import msgspec

from ansim.domain.errors import AnsimError
from ansim.domain.signatures import PORTALS, SIDES
from ansim.domain.signed_texts import SignedText, StaffMark, Workplace

KEEPER: Final = "keeper"
KEEPERS: Final = 2
"""How many sign a staff record, and how many are left at the least with a key that serves."""

Deed = Literal["add", "change", "bar", "code", "deputy", "deputy-ends"]
Role = Literal["officer", "approver", "registrar", "keeper"]
ReturnReason = Literal["wrong-person", "wrong-work", "wrong-days", "not-needed", "withdrawn"]
Day = Annotated[str, msgspec.Meta(pattern=r"\A(\d{4}-\d\d-\d\d)?\Z")]
_LINE: Final = r"[^\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]"


class StaffRecordError(AnsimError):
    """A staff record is not changed."""


class StaffTermsError(StaffRecordError):
    """What the text says fits no staff record of its kind."""

    code = "staff-terms"


class StaffRecordMovedError(StaffRecordError):
    """The record changed since the text was written, or it is another person's."""

    code = "staff-record-moved"


class LastKeepersError(StaffRecordError):
    """Fewer than two keepers with a key would be left."""

    code = "last-keepers"


class ProposalUnknownError(StaffRecordError):
    """No such proposal waits: it was signed, returned or withdrawn, or is over its time."""

    code = "proposal-unknown"


class ProposalCapError(StaffRecordError):
    """So many proposals of one keeper wait that another has to look first."""

    code = "proposal-cap"


class LoginTakenError(StaffRecordError):
    """Somebody else is enrolled under that login."""

    code = "login-taken"


@dataclass(frozen=True, slots=True)
class RecordLimits:
    """Policy: days that a deputy acts at the most, and that they may be named ahead."""

    deputy_days: int = 31
    ahead_days: int = 62


RECORD_LIMITS: Final = RecordLimits()


class StaffText(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One deed on one staff record, which two keepers sign over the same bytes; `keeper` is who signs first.

    `login` to `team` say the record as it stands afterwards, and `version` which state of it this follows: 0 for a new one.
    `code` is the first half of the registration code of `add` and `code`: the first keeper's page draws it and seals it
    to the vault. `second` is the other half: who signs second signs the same text with this one field more, from their page.
    A deputy acts in `as_role` for `for_agency` and `for_team` from the day `first` to the day `last`, both included.
    """

    KIND: ClassVar[str] = "staff-record"
    VALIDITY: ClassVar[int] = 3 * 86400

    deed: Deed
    keeper: StaffMark
    staff: StaffMark
    version: int
    login: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9._@-]{3,60}\Z")]
    name: Annotated[str, msgspec.Meta(pattern=rf"\A{_LINE}{{1,60}}\Z")]
    role: Role
    agency: Workplace
    team: Workplace
    code: Annotated[str, msgspec.Meta(pattern=r"\A([A-Za-z0-9_-]{151})?\Z")] = ""
    second: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{151}\Z")] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    as_role: Literal["", "officer", "approver"] = ""
    for_agency: Workplace = ""
    for_team: Workplace = ""
    first: Day = ""
    last: Day = ""


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A staff record as it stands before a deed."""

    version: int
    login: str
    name: str
    role: str
    agency: str
    team: str
    barred: bool = False


WITH_CODE: Final = frozenset({"add", "code"})
_SAME: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "change": ("login",),
        "bar": ("login", "name", "role", "agency", "team"),
        "code": ("login", "name", "role", "agency", "team"),
        "deputy": ("login", "name", "role", "agency", "team"),
        "deputy-ends": ("login", "name", "role", "agency", "team"),
    }
)
"""What a deed leaves as it was, so that what keepers read of a person is what stands."""


def as_proposed(text: StaffText) -> StaffText:
    """The text as its first keeper signed it."""
    return msgspec.structs.replace(text, second=msgspec.UNSET)


def require_second_half(text: StaffText, *, agreed: bool) -> None:
    """Refuse a text that lacks its code's second half where it is `agreed` to, or has one before. Raises StaffTermsError."""
    if (agreed and text.deed in WITH_CODE) != (text.second is not msgspec.UNSET):
        raise StaffTermsError("the second half of a code comes with the second signature alone")


def require_text(text: StaffText, today: date) -> None:
    """Refuse what fits no record, whoever it is about. Raises StaffTermsError."""
    if (text.deed in WITH_CODE) != bool(text.code):
        raise StaffTermsError(
            "a registration code goes with who is new or gets another, and nobody else"
        )
    deputy = (text.as_role, text.first, text.last)
    if text.deed != "deputy":
        if any((*deputy, text.for_agency, text.for_team)):
            raise StaffTermsError("only a deputy has days and another's work")
        return
    if not all(deputy):
        raise StaffTermsError("a deputy has a role, a first day and a last")
    if text.role not in SIDES:
        raise StaffTermsError("an officer or an approver stands in, and nobody else")
    if (text.as_role, text.for_agency, text.for_team) == (text.role, text.agency, text.team):
        raise StaffTermsError("nobody stands in for their own work")
    first, last = deputy_days(text)
    ahead = timedelta(days=RECORD_LIMITS.ahead_days)
    if not today <= last or not first <= last or first > today + ahead:
        raise StaffTermsError("the days are over, in no order, or too far ahead")
    if (last - first).days >= RECORD_LIMITS.deputy_days:
        raise StaffTermsError(f"a deputy acts {RECORD_LIMITS.deputy_days} days at the most")


def require_follows(text: StaffText, known: KnownRecord | None, *, waited: bool = False) -> None:
    """Refuse a text that does not follow the record as it stands. Raises StaffRecordMovedError, StaffTermsError.

    `waited`: it changed something when it was proposed. A name is the accounts' alone, so where an agreement broke off
    behind them nothing of it is left to change, and agreeing once more ends it.
    """
    if text.deed == "add":
        if known is not None or text.version:
            raise StaffRecordMovedError("that staff number is taken")
        return
    if known is None or known.barred or known.version != text.version:
        raise StaffRecordMovedError("the record changed since the text was written")
    if any(getattr(text, name) != getattr(known, name) for name in _SAME[text.deed]):
        raise StaffRecordMovedError("the text is not about that person as they stand")
    if text.deed == "change":
        if KEEPER in {known.role, text.role} and known.role != text.role:
            raise StaffTermsError("a keeper holds no other role, before or after")
        said = (text.name, text.role, text.agency, text.team)
        if not waited and said == (known.name, known.role, known.agency, known.team):
            raise StaffTermsError("nothing would change")


def deputy_days(text: StaffText) -> tuple[date, date]:
    """First and last day of a deputy. Raises StaffTermsError for what is no day."""
    try:
        return date.fromisoformat(text.first), date.fromisoformat(text.last)
    except ValueError:
        raise StaffTermsError("that is no day") from None


def portal_of(role: str) -> str:
    """Where a role signs in."""
    return PORTALS[role]
