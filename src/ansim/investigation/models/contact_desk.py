"""What officers decide on a case's contacts: by which rule they are sorted, their classes by hand, lists that are kept.

Contacts stand here by their numbers; who they are and where they met the case lies sealed in the case's file. All of it ends
with the work on the case, by a trigger on its end. Rows are added and never changed.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.investigation.models.case import Case


class ContactRuleStep(models.Model):
    """The rule that an officer set for a case; the newest holds (`ansim.domain.contact_rules.ContactRule`)."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    minutes = models.SmallIntegerField()
    chance = models.SmallIntegerField()  # percent
    indoors = models.BooleanField()
    air = models.BooleanField()
    set_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-id"], name="contact_rule_by_case")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 240), chance__range=(1, 100)),
                name="contact_rule_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"


class ContactClassStep(models.Model):
    """That an officer set the class of some contacts, by their numbers; empty: as the rule says again.

    `undoes` is the step that this one takes back.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    contacts = models.JSONField()
    classification = models.CharField(max_length=12, blank=True, db_default="")
    reason = models.CharField(max_length=20)
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, related_name="undone_by", default=None
    )
    set_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="contact_class_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"


class ContactList(models.Model):
    """A case's list of contacts as it stood: `inputs` are what it rests on, `sealed` is what was found, in pieces.

    `digest` is the hash of the inputs, `result` that of who was found (hexadecimal both), as a warrant names it.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=64)
    inputs = models.JSONField()
    people = models.IntegerField()
    sealed = models.BinaryField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "result"], name="contact_list_by_result")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "digest"], name="contact_list_is_kept_once"),
            models.UniqueConstraint(fields=["case", "mark"], name="contact_list_has_its_own_mark"),
        ]

    def __str__(self) -> str:
        return self.mark
