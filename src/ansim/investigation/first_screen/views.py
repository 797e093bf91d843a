"""The first screen of whoever signed in."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.investigation.first_screen.figures import DAYS, figures_of, load_of
from ansim.investigation.first_screen.what_waits import waiting_for


@requires(Permission.CASE_READ)
@require_GET
def first_screen(request: StaffRequest) -> HttpResponse:
    """What waits, and how the team does: `of=agency` counts all teams of one's agency."""
    now = datetime.now(UTC)
    whole = request.GET.get("of") == "agency"
    team = None if whole else request.staff.team
    context = {
        "waiting": waiting_for(request, now),
        "figures": figures_of(request.staff, team, now),
        "load": load_of(request.staff, team, now),
        "days": DAYS,
        "whole": whole,
    }
    return render(request, "first_screen/page.html", context)
