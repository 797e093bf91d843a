"""Pseudonyms of contacts within a case: "contact 1", "contact 2", kept while the case is worked on."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from ansim.investigation.lookups import Desk
from ansim.investigation.models import Case, CaseContact, numbers_of
from ansim.tracing.process.calls import Contact


def number_contacts(desk: Desk, case: Case, contacts: Sequence[Contact]) -> dict[bytes, int]:
    """Handle to number of these contacts. New ones are numbered in the order given, after their entry.

    Whoever a contact hangs on gets a number too, even where the search's limit cut them off. The case has none.
    """
    index = bytes(case.handle or b"")
    people = dict.fromkeys(person for one in contacts for person in (one.person, one.via))
    wanted = [one for one in people if one not in (b"", index)]
    numbers = numbers_of(case, wanted)
    if len(numbers) < len(wanted):
        numbers |= _number(desk, case, wanted)
    return numbers


@transaction.atomic
def _number(desk: Desk, case: Case, wanted: Sequence[bytes]) -> dict[bytes, int]:
    # Two searches at once number one after the other.
    Case.objects.select_for_update().get(pk=case.pk)
    numbers = numbers_of(case, wanted)
    fresh = [one for one in wanted if one not in numbers]
    if fresh:
        desk.take_contacts(case, len(fresh))
    last = CaseContact.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    rows = [
        CaseContact(case=case, number=number, handle=one)
        for number, one in enumerate(fresh, last + 1)
    ]
    CaseContact.objects.bulk_create(rows)
    return numbers | {bytes(row.handle or b""): row.number for row in rows}
