"""What a venue did for its duty: posters issued by us, and what its owner states."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ansim.business.models.owner import Owner
from ansim.business.models.venue import Venue
from ansim.domain.duty_records import DutyRecordKind


class DutyRecord(models.Model):
    """One fact of a day, or of days from `day` to `until` (a hand-written log). No person's name stands here.

    `detail`: which sheet was issued, at which entrance it hangs, who destroyed the log (DestroyedBy). `log` is the log that
    was destroyed. What an owner takes back stays as a row and is shown nowhere.
    """

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="duty_records")
    kind = models.CharField(
        max_length=20, choices=[(one.value, one.name) for one in DutyRecordKind]
    )
    day = models.DateField()
    until = models.DateField(null=True)
    detail = models.CharField(max_length=60, blank=True, db_default="")
    log = models.ForeignKey("self", models.CASCADE, null=True, related_name="destructions")
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["until"], condition=Q(kind="log-kept"), name="duty_record_log_by_end"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in DutyRecordKind]),
                name="duty_record_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="log-kept", until__gte=F("day"))
                | ~Q(kind="log-kept") & Q(until=None),
                name="duty_record_of_days",
            ),
            models.CheckConstraint(
                condition=Q(kind="log-destroyed", log__isnull=False)
                | ~Q(kind="log-destroyed") & Q(log=None),
                name="duty_record_of_log",
            ),
            models.UniqueConstraint(
                fields=["log"],
                condition=Q(log__isnull=False, taken_back_at=None),
                name="one_destruction_of_a_log",
            ),
            models.UniqueConstraint(
                fields=["venue", "day", "detail"],
                condition=Q(kind="poster-issued"),
                name="one_poster_issued_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.kind} {self.day}"
