"""Stays that officers typed in, and each step that changed them. What a stay says is sealed for the case's file."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.investigation.models.case import Case


class StayStep(models.Model):
    """One change of a case's stays: who, when, of what kind. `undoes` is the step that it takes back."""

    class Kind(models.TextChoices):
        """What was done."""

        ADD = "add"
        CORRECT = "correct"
        SPLIT = "split"
        MERGE = "merge"
        REMOVE = "remove"
        IMPORT = "import"
        UNDO = "undo"

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False)
                | ~Q(kind="undo") & Q(undoes__isnull=True),
                name="stay_step_undoes_or_does",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


class StayVersion(models.Model):
    """A stay as one step made it; it stands until another step ends it. `ref` names it in addresses and in its seal."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    ref = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField()
    made_in = models.ForeignKey(StayStep, models.CASCADE, related_name="made")
    ended_in = models.ForeignKey(StayStep, models.CASCADE, null=True, related_name="ended")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case"], condition=Q(ended_in=None), name="stay_that_stands")
        ]

    def __str__(self) -> str:
        return self.ref
