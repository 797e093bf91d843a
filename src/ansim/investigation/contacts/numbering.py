"""Pseudonyms of contacts within a case: "contact 1", "contact 2", kept while the case is worked on."""

from collections.abc import Sequence

from django.db import transaction

from ansim.investigation.lookups import Desk
from ansim.investigation.models import Case, CaseContact
from ansim.tracing.process.calls import Contact


@transaction.atomic
def number_contacts(desk: Desk, case: Case, contacts: Sequence[Contact]) -> dict[bytes, int]:
    """Handle to number, for all contacts of the case so far. New ones are numbered in the order given, after their entry.

    Whoever a contact hangs on gets a number too, even where the search's limit cut them off. The case has none.
    """
    # Two searches at once number one after the other.
    locked = Case.objects.select_for_update().get(pk=case.pk)
    known = list(CaseContact.objects.filter(case=case).values_list("handle", "number"))
    numbers = {bytes(handle): number for handle, number in known if handle is not None}
    following = max((number for _, number in known), default=0) + 1
    people = (person for one in contacts for person in (one.person, one.via))
    index = bytes(locked.handle or b"")
    fresh = [one for one in dict.fromkeys(people) if one not in numbers and one != index]
    if fresh:
        desk.take_contacts(case, len(fresh))
    rows = [
        CaseContact(case=case, number=following + step, handle=one)
        for step, one in enumerate(fresh)
    ]
    CaseContact.objects.bulk_create(rows)
    return numbers | dict(zip(fresh, range(following, following + len(fresh)), strict=True))
