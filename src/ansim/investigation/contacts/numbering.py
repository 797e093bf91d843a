"""Pseudonyms of contacts within a case: "contact 1", "contact 2", kept for good."""

from collections.abc import Sequence

from django.db import transaction

from ansim.investigation.models import Case, CaseContact
from ansim.tracing.process.calls import Contact


@transaction.atomic
def number_contacts(case: Case, contacts: Sequence[Contact]) -> dict[bytes, int]:
    """Person id to number, for all contacts of the case so far. New ones are numbered in the order given.

    Whoever a contact hangs on gets a number too, even where the search's limit cut them off. The case has none.
    """
    # Two searches at once number one after the other.
    Case.objects.select_for_update().get(pk=case.pk)
    known = CaseContact.objects.filter(case=case).values_list("person_id", "number")
    numbers = {bytes(person): number for person, number in known}
    following = max(numbers.values(), default=0) + 1
    people = (person for one in contacts for person in (one.person, one.via))
    fresh = [
        one for one in dict.fromkeys(people) if one not in numbers and one != bytes(case.person_id)
    ]
    rows = [
        CaseContact(case=case, number=following + step, person_id=one)
        for step, one in enumerate(fresh)
    ]
    CaseContact.objects.bulk_create(rows)
    return numbers | {bytes(row.person_id): row.number for row in rows}
