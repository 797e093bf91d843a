"""Warrants: who may be named, why, until when, and who agreed (DESIGN §2, §3.3).

Legal basis: 감염병의 예방 및 관리에 관한 법률 (Infectious Disease Control and Prevention Act), Article 76-2.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import msgspec

from ansim.domain.errors import AnsimError

_HEADING: Final = b"ansim-warrant-v1\n"


class WarrantError(AnsimError):
    """A warrant does not allow what was asked."""


class MalformedWarrantError(WarrantError):
    """These bytes are no warrant in its one written form."""

    code = "warrant-malformed"


class WarrantTermsError(WarrantError):
    """The terms go beyond what any warrant may allow."""

    code = "warrant-terms"


class WarrantTimeError(WarrantError):
    """The warrant has expired, or is not valid yet."""

    code = "warrant-time"


class OutOfScopeError(WarrantError):
    """A person or a case is not covered by the warrant."""

    code = "out-of-scope"


class RowCapError(WarrantError):
    """The warrant's number of people is used up."""

    code = "row-cap-reached"


class LegalBasis(Enum):
    """The provision that the request rests on."""

    IDCPA_76_2_1 = "IDCPA-76-2-1"  # information on patients and on contacts
    IDCPA_76_2_2 = "IDCPA-76-2-2"  # location information


class Purpose(Enum):
    """Why names are needed. A closed list: free text could name people in the ledger."""

    NOTIFY_CONTACTS = "notify-contacts"
    TEST_CONTACTS = "test-contacts"
    QUARANTINE_CONTACTS = "quarantine-contacts"
    FIND_SOURCE = "find-source"


@dataclass(frozen=True, slots=True)
class WarrantLimits:
    """The most that a warrant may allow. Periods in seconds."""

    row_cap: int = 5000
    validity: int = 14 * 86400
    window: int = 62 * 86400
    clock_skew: int = 60


LIMITS: Final = WarrantLimits()


class Warrant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order to look up. Times are epoch seconds; the exposure window `[start, end)` is half-open.

    `requester` is the staff mark of the officer who asks; `ref` is the warrant's own mark in the ledger.
    """

    ref: str
    case: str
    legal_basis: LegalBasis
    purpose: Purpose
    start: int
    end: int
    row_cap: int
    issued_at: int
    expires_at: int
    requester: str


def canonical(warrant: Warrant) -> bytes:
    """The one written form that signatures cover: a heading, then JSON with sorted keys in UTF-8."""
    return _HEADING + msgspec.json.encode(warrant, order="sorted")


def read_warrant(text: bytes) -> Warrant:
    """The warrant that these bytes write. Raises MalformedWarrantError for any other form of the same words."""
    if not text.startswith(_HEADING):
        raise MalformedWarrantError("not a warrant: the first line must be ansim-warrant-v1")
    try:
        warrant = msgspec.json.decode(text[len(_HEADING) :], type=Warrant)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedWarrantError(f"the warrant cannot be read: {error}") from None
    if canonical(warrant) != text:
        raise MalformedWarrantError("the warrant is not in its canonical form; ask for a new one")
    return warrant


def require_terms(warrant: Warrant, limits: WarrantLimits = LIMITS) -> None:
    """Refuse terms that no warrant may have. Raises WarrantTermsError."""
    if not 1 <= warrant.row_cap <= limits.row_cap:
        raise WarrantTermsError(
            f"the number of people must be 1 to {limits.row_cap}, not {warrant.row_cap}"
        )
    if not 0 < warrant.end - warrant.start <= limits.window:
        days = limits.window // 86400
        raise WarrantTermsError(f"the window must run forward and span at most {days} days")
    if not 0 < warrant.expires_at - warrant.issued_at <= limits.validity:
        days = limits.validity // 86400
        raise WarrantTermsError(f"a warrant is valid for at most {days} days from its issue")
    if not (warrant.ref and warrant.case and warrant.requester):
        raise WarrantTermsError("a warrant names itself, its case and its requester")


def require_time(warrant: Warrant, now: float, limits: WarrantLimits = LIMITS) -> None:
    """Refuse a warrant outside its time; from the second of its expiry on it is void. Raises WarrantTimeError."""
    if now >= warrant.expires_at:
        raise WarrantTimeError(f"warrant {warrant.ref} has expired: ask for a new one")
    if now < warrant.issued_at - limits.clock_skew:
        raise WarrantTimeError(
            f"warrant {warrant.ref} is not valid yet: its date lies in the future"
        )


def covers(warrant: Warrant, first_exposed: int, last_exposed: int) -> bool:
    """Whether an exposure from the first to the last second touches the warrant's window."""
    return first_exposed < warrant.end and last_exposed >= warrant.start


def require_rows(
    warrant: Warrant, asked: frozenset[bytes], opened: frozenset[bytes]
) -> frozenset[bytes]:
    """The people whom this request opens for the first time; raises RowCapError where that is too many.

    A person counts once against the cap, however often the officer looks.
    """
    fresh = asked - opened
    if len(opened) + len(fresh) > warrant.row_cap:
        left = max(0, warrant.row_cap - len(opened))
        raise RowCapError(
            f"warrant {warrant.ref} allows {warrant.row_cap} people, {left} are left, {len(fresh)} were asked"
        )
    return fresh
