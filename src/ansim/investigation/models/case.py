"""Cases: person ids and what officers decided, never names, numbers or free text about people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ansim.accounts.models import Staff


class Case(models.Model):
    """A confirmed patient under investigation. `ref` is what screens, addresses and the ledger call the case."""

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=12, unique=True, editable=False)
    person_id = models.BinaryField(max_length=16, editable=False)
    preset = models.JSONField()  # the pathogen preset as it stood when the case was opened
    anchor_date = models.DateField(_("anchor date"))
    window_start = models.DateTimeField(_("infectious from"))
    window_end = models.DateTimeField(_("infectious until"))
    opened_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-opened_at"], name="case_by_opening")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(window_start__lt=F("window_end")), name="case_window_runs_forward"
            )
        ]

    def __str__(self) -> str:
        return self.ref
