"""What would be published from a case's stays, and publishing those that an officer ticks."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.exposure_feed import Basis
from ansim.domain.pathogens import from_stored
from ansim.domain.quantities import EpochSeconds, VenueId
from ansim.investigation.feed.forms import ToldForm
from ansim.investigation.feed.publishing import FeedDayFullError, publish
from ansim.investigation.feed.venue_windows import VenueWindow, rows_of, windows_of
from ansim.investigation.lookups import asked_here, case_frame, case_of, desk_of
from ansim.investigation.models import Case
from ansim.investigation.refusals import refusal


# Where somebody was stays out of the table of sign-ins, where a form waits for a signature.
@sensitive_post_parameters("window")
@requires(Permission.EXPOSURE_PUBLISH)
@require_http_methods(["GET", "POST"])
@asked_here
def of_case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The windows of the case's stays; those that are ticked are published."""
    case = case_of(request, case_ref)
    windows = [] if case.training else _windows(request, case)
    form = ToldForm(request.POST or None)
    problem = ""
    if request.method == "POST" and not case.training:
        ticked = set(request.POST.getlist("window"))
        chosen = [one for one in windows if one.mark in ticked]
        if not chosen:
            problem = _("Please tick at least one window.")
        elif form.is_valid():
            try:
                publish(desk_of(request), chosen, form.told(), Basis.CASE)
            except FeedDayFullError as error:
                problem = str(refusal(error))
            else:
                return HttpResponseRedirect(reverse("feed:case", args=[case.ref]))
    context = case_frame(case, "exposures") | {
        "rows": rows_of(windows, request.staff.agency),
        "form": form,
        "problem": problem,
    }
    return render(request, "feed/case.html", context, status=400 if problem or form.errors else 200)


def _windows(request: StaffRequest, case: Case) -> list[VenueWindow]:
    """Of the log's stays and those typed in, with the air that lingers by the case's preset."""
    desk = desk_of(request)
    logged = [] if case.is_of_nobody else desk.itinerary(case).stays
    stays = [(one.venue, one.entered, one.left) for one in logged]
    stays += [
        (VenueId(one.said.venue), EpochSeconds(one.said.start), EpochSeconds(one.said.end))
        for one in desk.stays(case).all()
    ]
    residual = from_stored(case.preset).residual_air_minutes.value or 0
    return windows_of(stays, int(residual * 60))
