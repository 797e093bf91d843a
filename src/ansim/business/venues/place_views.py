"""Where a mobile venue stands on which day: the coming days are its owner's to write, yesterday's again in one tap."""

import time
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ansim.business.models import PlaceOnDay, Venue
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.venues.life_forms import PlaceForm
from ansim.domain.days import local_day
from ansim.domain.members import Right
from ansim.domain.retention import POLICY

AHEAD: Final = timedelta(days=60)
"""How far ahead a place can be written."""


@owned(Right.BUSINESS_READ)
@require_GET
def my_places(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The places of the days that were and will be."""
    return _page(request, get_object_or_404(request.owner.venues(), pk=venue_id))


@owned(Right.VENUE_CHANGE)
@require_POST
def set_place(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Write the place of today or a coming day; a past one stays, as an investigation may read it."""
    venue, form = _my(request, venue_id), PlaceForm(request.POST)
    today = _today()
    if not venue.mobile:
        return _back(venue, "fixed")
    if form.is_valid():
        if not today <= form.cleaned_data["day"] <= today + AHEAD:
            form.add_error("day", _("Please choose today or one of the next 60 days."))
        else:
            _write(venue, form)
            return _back(venue, "place")
    return _page(request, venue, form, 400)


@owned(Right.VENUE_CHANGE)
@require_POST
def same_again(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Today at the place of the last day before."""
    venue, today = _my(request, venue_id), _today()
    if not venue.mobile:
        return _back(venue, "fixed")
    last = venue.places.filter(day__lt=today).order_by("-day").first()
    if last is None:
        return _back(venue, "none")
    PlaceOnDay.objects.update_or_create(
        venue=venue,
        day=today,
        defaults={
            "address": last.address,
            "latitude": last.latitude,
            "longitude": last.longitude,
        },
    )
    return _back(venue, "place")


def _write(venue: Venue, form: PlaceForm) -> None:
    given = form.cleaned_data
    PlaceOnDay.objects.update_or_create(
        venue=venue,
        day=given["day"],
        defaults={name: given[name] for name in ("address", "latitude", "longitude")},
    )


def _page(
    request: OwnerRequest, venue: Venue, form: PlaceForm | None = None, status: int = 200
) -> HttpResponse:
    today = _today()
    since = POLICY.first_kept_day(today)
    places = list(venue.places.filter(day__gte=since).order_by("-day"))
    context = {
        "venue": venue,
        "today": today,
        "places": places,
        "now": next((one for one in places if one.day == today), None),
        "last": next((one for one in places if one.day < today), None),
        "form": form or PlaceForm(initial={"day": today}),
        "may": request.owner.venues(Right.VENUE_CHANGE).filter(pk=venue.pk).exists(),
        "done": request.GET.get("done"),
    }
    return render(request, "venues/places.html", context, status=status)


def _today() -> date:
    return local_day(time.time())


def _my(request: OwnerRequest, venue_id: int) -> Venue:
    return get_object_or_404(request.owner.venues(Right.VENUE_CHANGE), pk=venue_id)


def _back(venue: Venue, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('venues:my-places', args=[venue.pk])}?done={done}")
