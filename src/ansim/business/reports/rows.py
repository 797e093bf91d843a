"""Waiting reports as the list shows them: one line a code, however many visitors reported it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min

from ansim.business.models import CodeReport, Venue, venues_with
from ansim.business.reports.words import REASONS
from ansim.domain.codes import readable
from ansim.domain.reports import ReportReason


@dataclass(frozen=True, slots=True)
class ReportRow:
    """All waiting reports of one code. `last_id` is the newest of them: what came after it was not seen yet."""

    code: str
    venue: Venue | None
    count: int
    reasons: list[str]
    first: datetime
    last: datetime
    last_id: int

    @property
    def readable(self) -> str:
        """The code as people read it aloud."""
        return readable(self.code)


def waiting_reports(limit: int) -> list[ReportRow]:
    """The codes with waiting reports, most reported first."""
    groups = list(
        CodeReport.objects.filter(settled_at=None)
        .values("code", "venue")
        .annotate(
            count=Count("id"),
            kinds=ArrayAgg("reason", distinct=True),
            first=Min("reported_at"),
            last=Max("reported_at"),
            last_id=Max("id"),
        )
        .order_by("-count", "first", "code")[:limit]
    )
    venues = venues_with(group["venue"] for group in groups if group["venue"])
    return [
        ReportRow(
            code=group["code"],
            venue=venues.get(group["venue"]),
            count=group["count"],
            reasons=[str(REASONS[reason_of(kind)]) for kind in group["kinds"]],
            first=group["first"],
            last=group["last"],
            last_id=group["last_id"],
        )
        for group in groups
    ]


def reason_of(number: int) -> ReportReason:
    """The reason as a word of the domain; a number that this release does not know is OTHER."""
    try:
        return ReportReason(number)
    except ValueError:
        return ReportReason.OTHER
