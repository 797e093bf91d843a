"""Campaigns as the pages show them: which contacts of a case were told what. Whether anything goes the vault says.

All of it goes with the case: the database's own constraints cascade, and a trigger on the end of the work deletes the rest
(`db_constraint=False` leaves them to the migration).
"""

from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.investigation.models.case import Case
from ansim.investigation.models.contact import CaseContact


class CampaignRecord(models.Model):
    """A campaign that the vault took in. `ref` is the signed text's own; `text` holds the bytes that were signed.

    `corrects` is the campaign whose people are told that it was a mistake.
    """

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=32, unique=True, editable=False)
    mark = models.CharField(max_length=12, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_constraint=False)
    text = models.BinaryField()
    needs_two = models.BooleanField()
    until = models.DateTimeField()
    corrects = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="corrected_by", db_constraint=False
    )
    requested_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(db_default=Now())
    agreed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-id"], name="campaign_by_case")]

    def __str__(self) -> str:
        return self.mark


class CampaignEntry(models.Model):
    """A contact under their number on the list of a campaign."""

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey(
        CampaignRecord, models.CASCADE, related_name="entries", db_constraint=False
    )
    number = models.IntegerField()
    contact = models.ForeignKey(CaseContact, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "number"], name="campaign_number_is_ones_own"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.number}"


def keep_campaign(record: CampaignRecord, case: Case, numbers: list[int]) -> None:
    """Keep a campaign with the contacts of these numbers in their order; within a transaction."""
    contacts: QuerySet[CaseContact] = CaseContact.objects.filter(case=case, number__in=numbers)
    known = {one.number: one for one in contacts}
    record.save(force_insert=True)
    CampaignEntry.objects.bulk_create(
        CampaignEntry(campaign=record, number=at, contact=known[one])
        for at, one in enumerate(numbers, 1)
    )
