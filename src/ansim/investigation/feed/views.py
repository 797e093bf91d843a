"""What an agency published, another window for one of them, and its end."""

import time

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.investigation.feed.forms import CorrectionForm, WithdrawalForm
from ansim.investigation.feed.publishing import (
    ExposureGoneError,
    FeedDayFullError,
    standing_for,
)
from ansim.investigation.feed.publishing import (
    correct as correct_exposure,
)
from ansim.investigation.feed.publishing import (
    withdraw as withdraw_exposure,
)
from ansim.investigation.lookups import desk_of, venues_told
from ansim.investigation.models import PublishedExposure
from ansim.investigation.refusals import refusal


@requires(Permission.EXPOSURE_PUBLISH)
@require_GET
def standing(request: StaffRequest) -> HttpResponse:
    """Everything of the agency that is in the feed, and what was withdrawn from it."""
    found = standing_for(request.staff.agency, local_day(time.time()))
    venues = venues_told(one.venue for one in found)
    rows = [(one, venues.get(one.venue)) for one in found]
    return render(request, "feed/list.html", {"rows": rows})


@requires(Permission.EXPOSURE_PUBLISH)
@require_http_methods(["GET", "POST"])
def correct(request: StaffRequest, exposure: int) -> HttpResponse:
    """Correct hours or advice of one that stands, or withdraw it."""
    found = _own(request, exposure)
    before = {
        "start": found.starts,
        "end": found.ends,
        "advice": found.advice,
        "group": found.disease_group,
    }
    form = CorrectionForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            correct_exposure(desk_of(request), found, form.window(found.venue), form.told())
        except (ExposureGoneError, FeedDayFullError) as error:
            form.add_error(None, refusal(error))
        else:
            return HttpResponseRedirect(reverse("feed:list"))
    context = {
        "exposure": found,
        "venue": venues_told([found.venue]).get(found.venue),
        "form": form,
        "withdrawal": WithdrawalForm(),
    }
    return render(request, "feed/correct.html", context, status=400 if form.errors else 200)


@requires(Permission.EXPOSURE_PUBLISH)
@require_POST
def withdraw(request: StaffRequest, exposure: int) -> HttpResponse:
    """Take one out of the feed."""
    found = _own(request, exposure)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        withdraw_exposure(desk_of(request), found, form.why())
        return HttpResponseRedirect(reverse("feed:list"))
    return HttpResponseRedirect(reverse("feed:correct", args=[found.pk]))


def _own(request: StaffRequest, exposure: int) -> PublishedExposure:
    """An exposure of one's own agency that is still in the feed, or 404."""
    return get_object_or_404(
        PublishedExposure,
        pk=exposure,
        agency=request.staff.agency,
        until__gte=local_day(time.time()),
    )
