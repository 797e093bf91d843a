"""Work lists as the pages show them, and what became of the calls. Who is named from a list the vault says.

All of it goes with the warrant, so with the work on the case: the database's own constraints cascade, as the function that
ends the work deletes warrants alone (`db_constraint=False` leaves them to the migration).
"""

from enum import Enum
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.investigation.models.contact import CaseContact
from ansim.investigation.models.warrant import WarrantRecord


class CallOutcome(Enum):
    """What became of a call."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong-number"


OUTCOMES = tuple(one.value for one in CallOutcome)


class WorkListRecord(models.Model):
    """A list that an officer signed for; `ref` is the signed text's own, by which the vault knows it."""

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=32, unique=True, editable=False)
    warrant = models.ForeignKey(
        WarrantRecord, models.CASCADE, related_name="lists", db_constraint=False
    )
    officer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class WorkListEntry(models.Model):
    """Somebody on a list, under their number there; `shown_at` from the moment that the console was told who it is."""

    id = models.BigAutoField(primary_key=True)
    work_list = models.ForeignKey(
        WorkListRecord, models.CASCADE, related_name="entries", db_constraint=False
    )
    number = models.IntegerField()
    contact = models.ForeignKey(CaseContact, models.CASCADE, related_name="+")
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work_list", "number"], name="work_list_number_is_ones_own"
            )
        ]

    def __str__(self) -> str:
        return f"{self.work_list_id}/{self.number}"


class ContactCall(models.Model):
    """A call to somebody on a list. `ref` is the form's own, so that one sent twice is one call.

    `note` is sealed at the vault for the case's file, under the field `call/REF`; None where nothing was noted.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True)
    entry = models.ForeignKey(
        WorkListEntry, models.CASCADE, related_name="calls", db_constraint=False
    )
    outcome = models.CharField(max_length=12)
    note = models.BinaryField(null=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=OUTCOMES), name="call_outcome_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.outcome}"
