"""Reports of visitors that a QR at a door looks wrong. The gateway adds them by the table's name; no visitor stands in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models.venue import Venue


class CodeReport(models.Model):
    """One report: the code that was scanned (empty where it was no code of ours), its venue, and what was seen."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=16, blank=True, db_default="")
    venue = models.ForeignKey(Venue, models.CASCADE, null=True, related_name="reports")
    reason = models.SmallIntegerField()  # ansim.domain.reports.ReportReason
    reported_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["code", "venue"], condition=Q(settled_at=None), name="report_waiting"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^([0-9A-HJKMNP-TV-Z]{16})?$"), name="report_code_shape"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="report_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.id}"
