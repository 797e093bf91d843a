"""Warrants: who may be named, why, until when, and who agreed (DESIGN §2, §3.3; ADR 35).

Legal basis: 감염병의 예방 및 관리에 관한 법률 (Infectious Disease Control and Prevention Act), Article 76-2.
"""

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Final

from ansim.domain.codes import ALPHABET
from ansim.domain.errors import AnsimError
from ansim.domain.found_summary import FoundSummary
from ansim.domain.search_results import ResultTerms
from ansim.domain.signed_texts import CaseMark, Digest, SignedText, StaffMark


class WarrantError(AnsimError):
    """A warrant does not allow what was asked."""


class WarrantTermsError(WarrantError):
    """The terms go beyond what any warrant may allow."""

    code = "warrant-terms"


class WarrantUnknownError(WarrantError):
    """Nobody asked for this warrant at the vault, or it lacks its second signature."""

    code = "warrant-unknown"


class WarrantTimeError(WarrantError):
    """The warrant has expired."""

    code = "warrant-time"


class OutOfScopeError(WarrantError):
    """A person or a result is not covered by the warrant."""

    code = "out-of-scope"


class ResultMovedError(OutOfScopeError):
    """The people are not those of the result that was signed."""

    code = "result-moved"


class CaseUnknownError(WarrantError):
    """No case of that mark was opened at the vault, or it is another person's."""

    code = "case-unknown"


class RowCapError(WarrantError):
    """The warrant's number of people is used up."""

    code = "row-cap-reached"


class OpeningCapError(WarrantError):
    """The officer opened as many names today as one may."""

    code = "opening-cap"


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
    openings_a_day: int = 5000


LIMITS: Final = WarrantLimits()


class Warrant(
    SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An order to name those whom a search found; officer and approver sign the same bytes.

    `people` and `result` (its digest in hexadecimal) are what the search found at the signing; at most `cap` people may be
    named of that very result, and of no other with these terms. `requester` is the staff mark of the officer who asks.
    `found` is the same result by class and venue, as the tracer counted it; None in texts from before it did, which
    neither signing page nor vault takes.
    """

    KIND: ClassVar[str] = "warrant"
    VALIDITY: ClassVar[int] = LIMITS.validity

    case: CaseMark
    terms: ResultTerms
    people: int
    result: Digest
    cap: int
    article: LegalBasis
    purpose: Purpose
    requester: StaffMark
    found: FoundSummary | None = None


def warrant_digest(written: bytes) -> bytes:
    """SHA-256 of the written form, by which vault and ledger know a warrant."""
    return hashlib.sha256(written).digest()


def warrant_mark(written: bytes) -> str:
    """What screens and ledger call a warrant: `W-` and the first 40 bits of its digest, in the codes' alphabet."""
    bits = int.from_bytes(warrant_digest(written)[:5])
    return "W-" + "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))


def highest_cap(people: int, limits: WarrantLimits = LIMITS) -> int:
    """How many people a warrant may name that was signed for so many: them, and nobody whom a later search finds."""
    return min(people, limits.row_cap)


def require_terms(warrant: Warrant, limits: WarrantLimits = LIMITS) -> None:
    """Refuse terms that no warrant may have. Raises WarrantTermsError."""
    most = highest_cap(warrant.people, limits)
    if warrant.people < 1 or not 1 <= warrant.cap <= most:
        raise WarrantTermsError(
            f"of {warrant.people} people found 1 to {most} may be named, not {warrant.cap}"
        )
    if not 0 < warrant.terms.end - warrant.terms.start <= limits.window:
        days = limits.window // 86400
        raise WarrantTermsError(f"the window must run forward and span at most {days} days")


def require_rows(
    warrant: Warrant, asked: frozenset[bytes], opened: frozenset[bytes]
) -> frozenset[bytes]:
    """The people whom this request opens for the first time; raises RowCapError where that is too many.

    A person counts once against the cap, however often the officer looks.
    """
    fresh = asked - opened
    if len(opened) + len(fresh) > warrant.cap:
        left = max(0, warrant.cap - len(opened))
        raise RowCapError(
            f"the warrant allows {warrant.cap} people, {left} are left, {len(fresh)} were asked"
        )
    return fresh
