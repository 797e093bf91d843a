"""Decisions to do less for each contact while a surge lasts."""

from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.functional import Promise

from ansim.accounts.models import Staff
from ansim.domain.surge import SurgeMode, SurgeReason
from ansim.investigation.words import SURGE_MODES, SURGE_REASONS

_MOST_SHOWN: Final = 3  # as many as there are modes


class SurgeDecision(models.Model):
    """A mode of a surge for one agency, from when it was decided until its time or its end."""

    id = models.AutoField(primary_key=True)
    agency = models.CharField(max_length=60, blank=True)
    mode = models.CharField(max_length=20)  # `domain.surge.SurgeMode`
    reason = models.CharField(max_length=20)  # `domain.surge.SurgeReason`
    decided_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "until"], name="surge_by_agency")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "mode"], condition=Q(ended_at=None), name="surge_mode_holds_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__lt=F("until")), name="surge_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.id}"

    @property
    def words(self) -> Promise:
        """What is done instead, in words."""
        return SURGE_MODES[SurgeMode(self.mode)]

    @property
    def why(self) -> Promise:
        """The reason, in words."""
        return SURGE_REASONS[SurgeReason(self.reason)]


def surges_of(staff: Staff, now: datetime) -> "QuerySet[SurgeDecision]":
    """The modes that hold for somebody's agency, oldest first."""
    holding = SurgeDecision.objects.filter(agency=staff.agency, ended_at=None, until__gt=now)
    return holding.select_related("decided_by").order_by("decided_at", "id")[:_MOST_SHOWN]
