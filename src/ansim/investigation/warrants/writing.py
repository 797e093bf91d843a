"""Write a warrant for what a search found. What counts in the end is the vault's own check of two signatures."""

from dataclasses import dataclass

from ansim.accounts.models import Staff
from ansim.domain.signed_texts import new_ref
from ansim.domain.warrant import (
    LegalBasis,
    Purpose,
    Warrant,
    WarrantTermsError,
    highest_cap,
    require_terms,
)
from ansim.investigation.models import Case
from ansim.tracing.process.calls import ContactsFound


@dataclass(frozen=True, slots=True)
class WarrantTerms:
    """What an officer asks for. `valid_for` in seconds; `cap` None asks for as many as may be."""

    legal_basis: LegalBasis
    purpose: Purpose
    valid_for: int
    cap: int | None


def write_warrant(
    case: Case, staff: Staff, asked: WarrantTerms, found: ContactsFound, site: str, now: float
) -> Warrant:
    """The warrant that two people sign. Raises WarrantTermsError, also where the search found nobody."""
    people = len(found.contacts)
    if found.vouched is None or found.terms is None or not people:
        raise WarrantTermsError("the search found nobody to name")
    most = highest_cap(people)
    warrant = Warrant(
        ref=new_ref(),
        at=int(now),
        until=int(now) + asked.valid_for,
        site=site,
        case=case.ref,
        terms=found.terms,
        people=people,
        result=found.vouched.digest.hex(),
        cap=min(asked.cap or most, most),
        article=asked.legal_basis,
        purpose=asked.purpose,
        requester=staff.ref,
        found=found.counted.summary if found.counted else None,
    )
    require_terms(warrant)
    return warrant
