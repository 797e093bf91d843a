"""Ends of cases: what was destroyed, when, by which means. Written by functions of the database alone."""

from typing import ClassVar

from django.db import models


class CaseEnd(models.Model):
    """The certificate of one end: of the work on a case, or of its register. It names nobody."""

    id = models.AutoField(primary_key=True)
    case_ref = models.CharField(max_length=12)
    purpose = models.CharField(max_length=8)  # `ansim.keys.case_keys.KeyPurpose`
    named_at = models.DateTimeField(null=True)
    """When an operator gave the word that it may end beside the day's own."""
    dropped_at = models.DateTimeField(null=True)
    contacts = models.IntegerField(db_default=0)
    key_ended_at = models.DateTimeField(null=True)
    means = models.CharField(max_length=8, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_ref", "purpose"], name="case_ends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.case_ref}"
