"""The list of reported codes, and the end of a report."""

from datetime import UTC, datetime
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import CodeReport
from ansim.business.reports.rows import waiting_reports

PAGE: Final = 100


@requires(Permission.REPORT_SETTLE)
@require_GET
def report_list(request: StaffRequest) -> HttpResponse:
    """Codes that visitors reported, most reported first; the next ones move up as these are settled."""
    rows = waiting_reports(PAGE + 1)
    return render(request, "reports/list.html", {"rows": rows[:PAGE], "more": len(rows) > PAGE})


@requires(Permission.REPORT_SETTLE)
@require_POST
def settle(request: StaffRequest, report_id: int) -> HttpResponse:
    """Settle this report and the older ones of the same code; what was reported since stays."""
    newest = get_object_or_404(CodeReport, pk=report_id)
    CodeReport.objects.filter(
        code=newest.code, venue=newest.venue_id, id__lte=newest.id, settled_at=None
    ).update(settled_at=datetime.now(UTC), settled_by=request.staff)
    return HttpResponseRedirect(reverse("reports:list"))
