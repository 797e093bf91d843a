"""Who of a case's contacts is in another case of the session too: as its patient, or as a contact (RIGHTS §4, Translate)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ansim.investigation.lookups import Desk
from ansim.investigation.models import Case, handles_of, numbers_of


@dataclass(frozen=True, slots=True)
class SamePerson:
    """A contact here and who that is in the other case: a contact's number, or None for its patient."""

    number: int
    other: int | None


@dataclass(frozen=True, slots=True)
class FoundElsewhere:
    """Of how many people it was asked, in which case, and who of them is there too."""

    case: Case
    asked: int
    found: list[SamePerson]


def in_other_case(desk: Desk, case: Case, other: Case, numbers: Iterable[int]) -> FoundElsewhere:
    """Look the chosen contacts up in another case. The tracer enters it in the ledger; what is not there means nothing.

    Raises CaseClosedError, SessionWantedError, CallError.
    """
    here = handles_of(case, numbers)
    there = desk.same_people_in(case, other.ref, list(here.values()))
    known = numbers_of(other, there)
    patient = bytes(other.handle or b"")
    found = [
        SamePerson(number, None if handle == patient else known[handle])
        for number, handle in zip(here, there, strict=True)
        if handle == patient or handle in known
    ]
    return FoundElsewhere(other, len(here), found)
