"""Contacts of a case under the numbers that screens call them by."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ansim.domain.quantities import Handle
from ansim.investigation.models.case import Case


class CaseContact(models.Model):
    """A contact's number within a case ("contact 7"), given at first sight and kept while the case is worked on.

    `register_handle` is there from the moment that somebody was named: those stay in the case's list of contacts when the
    work is over, and `handle` goes.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    number = models.IntegerField()
    handle = models.BinaryField(max_length=16, null=True)
    register_handle = models.BinaryField(max_length=16, null=True)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "number"], name="contact_number_is_the_contacts_own"
            ),
            models.UniqueConstraint(fields=["case", "handle"], name="contact_has_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


def numbers_of(case: Case, people: Iterable[bytes]) -> dict[bytes, int]:
    """Handle to number of those who have one in the case."""
    known = CaseContact.objects.filter(case=case, handle__in=list(people))
    return {
        bytes(handle): number
        for handle, number in known.values_list("handle", "number")
        if handle is not None
    }


def handles_of(case: Case, numbers: Iterable[int]) -> dict[int, Handle]:
    """Number to handle of those who are worked on, by number."""
    known = CaseContact.objects.filter(case=case, number__in=list(numbers)).exclude(handle=None)
    rows = known.order_by("number").values_list("number", "handle")
    return {number: Handle(bytes(handle or b"")) for number, handle in rows}


def list_named(case: Case, named: Mapping[Handle, Handle]) -> None:
    """Who was named stands in the case's list of contacts from now on, which outlives the work on the case.

    `named`: handle of the case to that of its register.
    """
    fresh = CaseContact.objects.filter(case=case, handle__in=list(named), register_handle=None)
    rows = list(fresh)
    for row in rows:
        row.register_handle = named[Handle(bytes(row.handle or b""))]
    CaseContact.objects.bulk_update(rows, ["register_handle"], batch_size=1000)
