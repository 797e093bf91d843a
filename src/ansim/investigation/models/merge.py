"""Cases that were found to be one person's: links between marks, each of which can be undone."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff


class CaseMerge(models.Model):
    """One case goes on in another, `into`. Nothing of either is lost: undoing it is a second date on this row.

    By their marks, since a register may end before the other's.
    """

    id = models.AutoField(primary_key=True)
    case_ref = models.CharField(max_length=12)
    into_ref = models.CharField(max_length=12)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["into_ref"], name="merge_by_into")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_ref"], condition=Q(undone_at=None), name="case_goes_on_in_one"
            ),
            models.CheckConstraint(
                condition=~Q(case_ref=F("into_ref")), name="case_goes_on_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_ref} into {self.into_ref}"
