"""Exposures that officers published for phones to match: a venue, whole hours, what to do; no case, and nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import Promise

from ansim.accounts.models import Staff
from ansim.domain.exposure_feed import Advice, DiseaseGroup, Guidance, WithdrawalReason
from ansim.investigation.words import ADVICE, DISEASE_GROUPS, WITHDRAWAL_REASONS


class PublishedExposure(models.Model):
    """One window in the exposure feed. What is corrected is withdrawn, and another one takes its place."""

    id = models.AutoField(primary_key=True)
    venue = models.IntegerField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    advice = models.SmallIntegerField()  # `domain.exposure_feed.Advice`
    disease_group = models.SmallIntegerField(db_default=0, default=0)  # `DiseaseGroup`
    basis = models.CharField(max_length=10)  # `Basis`
    agency = models.CharField(max_length=60, blank=True)
    until = models.DateField()
    """The last local day on which it is in the feed."""
    published_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(db_default=Now())
    corrects = models.OneToOneField("self", models.SET_NULL, related_name="+", null=True)
    withdrawn_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=20, blank=True, db_default="", default=""
    )  # `WithdrawalReason`

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="exposure_by_end")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["venue", "starts", "ends", "agency"],
                condition=Q(withdrawn_at=None),
                name="exposure_stands_once",
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="exposure_runs_forward"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")),
                name="exposure_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"exposure {self.id}"

    @property
    def told(self) -> Guidance:
        """What whoever was there is told."""
        return Guidance(Advice(self.advice), DiseaseGroup(self.disease_group))

    @property
    def advice_words(self) -> Promise:
        """What they are asked to do, in words."""
        return ADVICE[self.told.advice]

    @property
    def group_words(self) -> Promise:
        """What is said of the disease, in words."""
        return DISEASE_GROUPS[self.told.group]

    @property
    def reason_words(self) -> Promise | str:
        """Why it was withdrawn, in words; empty where it stands."""
        return WITHDRAWAL_REASONS[WithdrawalReason(self.reason)] if self.reason else ""
