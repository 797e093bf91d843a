"""Zones and entrances of one's own places. Everybody of the business sees them; who may change venues changes them."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.business.lifecycle.closing_form import ClosingForm
from ansim.business.lifecycle.parts import (
    ZoneRefusedError,
    add_entrance,
    add_zone,
    move_zone,
    rename,
)
from ansim.business.lifecycle.steps import By
from ansim.business.models import Entrance, Tenancy, Venue
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.zones.forms import EntranceForm, MoveForm, SiteForm, ZoneForm, ZoneNameForm
from ansim.domain.members import Right

reach(
    "entrance_id",
    lambda owner, right, value: Entrance.objects.filter(
        pk=value, removed_at=None, venue__in=owner.venues(right)
    ).exists(),
)


@owned(Right.BUSINESS_READ)
@require_GET
def parts(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The zones, entrances and other businesses' places of a venue."""
    return parts_page(request, get_object_or_404(request.owner.venues(), pk=venue_id))


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def add(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """A new zone with a code of its own."""
    venue = _mine(request, venue_id)
    if venue.parent_id is not None:
        return HttpResponseRedirect(reverse("zones:list", args=[venue.pk]))
    form = ZoneForm(request.POST or None, initial={"category": venue.category})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            by = By(owner=request.owner)
            zone = add_zone(venue, given["name"], given["name_en"], int(given["category"]), by)
        except ZoneRefusedError:
            form.add_error("name", _("A zone of that name is here already, or there are 200."))
        else:
            return _to(zone, "owners:venue", "zone")
    return _ask(request, "zones/add.html", venue, form)


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def change_name(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Another name for a zone; a place's own name stands in registers, so a clerk changes that."""
    zone = _mine(request, venue_id)
    if not _is_zone(zone):
        return HttpResponseRedirect(reverse("zones:list", args=[zone.pk]))
    form = ZoneNameForm(request.POST or None, initial={"name": zone.name, "name_en": zone.name_en})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            rename(zone, given["name"], given["name_en"], By(owner=request.owner))
        except ZoneRefusedError:
            form.add_error("name", _("A zone of that name is here already, or there are 200."))
        else:
            return _to(zone, "owners:venue", "renamed")
    return _ask(request, "zones/rename.html", zone, form)


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def move(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """A zone goes on at another place of the same business, with a fresh poster."""
    zone = _mine(request, venue_id)
    if not _is_zone(zone) or zone.is_closed:
        return HttpResponseRedirect(reverse("zones:list", args=[zone.pk]))
    mine = request.owner.venues(Right.VENUE_CHANGE)
    places = mine.filter(business=zone.business_id, parent=None, closed_at=None)
    form = MoveForm(places.exclude(zones=zone).order_by("name"), request.POST or None)
    until = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and until.is_valid():
        try:
            fresh = move_zone(zone, form.cleaned_data["to"], until.at(), By(owner=request.owner))
        except ZoneRefusedError:
            form.add_error("to", _("A zone of that name is there already, or there are 200."))
        else:
            return _to(fresh, "owners:venue", "zone")
    return _ask(request, "zones/move.html", zone, form, until=until)


@owned(Right.VENUE_CHANGE)
@require_POST
def add_door(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """A named place where the one code hangs."""
    venue, form = _mine(request, venue_id), EntranceForm(request.POST)
    if form.is_valid():
        try:
            add_entrance(venue, form.cleaned_data["name"])
        except ZoneRefusedError:
            form.add_error("name", _("That entrance is here already, or there are 50."))
        else:
            return _to(venue, "zones:list", "entrance")
    return parts_page(request, venue, door=form, status=400)


@owned(Right.VENUE_CHANGE)
@require_POST
def door_seen(request: OwnerRequest, entrance_id: int) -> HttpResponse:
    """The poster still hangs at an entrance."""
    found = _door(request, entrance_id)
    Entrance.objects.filter(pk=found.pk).update(hung_at=Now())
    return _to(found.venue, "zones:list", "seen")


@owned(Right.VENUE_CHANGE)
@require_POST
def door_gone(request: OwnerRequest, entrance_id: int) -> HttpResponse:
    """No code hangs at that entrance any more."""
    found = _door(request, entrance_id)
    Entrance.objects.filter(pk=found.pk).update(removed_at=Now())
    return _to(found.venue, "zones:list", "gone")


def parts_page(
    request: OwnerRequest,
    venue: Venue,
    *,
    door: EntranceForm | None = None,
    site: SiteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a venue's parts, with whichever form is to be shown again."""
    own = Q(business=venue.business_id)
    running = Q(state__in=[Tenancy.State.ASKED, Tenancy.State.AGREED])
    asked = venue.tenancies.filter(running).select_related("tenant").order_by("state", "id")
    context = {
        "venue": venue,
        "zones": venue.zones.filter(own, parted_at=None).order_by("closed_at", "name"),
        "doors": venue.entrances.filter(removed_at=None).order_by("name"),
        "asked": asked,
        "tenancy": venue.sites_asked.filter(running).select_related("site").first(),
        "is_zone": _is_zone(venue),
        "door": door or EntranceForm(),
        "site": site or SiteForm(),
        "may": request.owner.venues(Right.VENUE_CHANGE).filter(pk=venue.pk).exists(),
        "done": request.GET.get("done"),
    }
    return render(request, "zones/parts.html", context, status=status)


def _door(request: OwnerRequest, entrance_id: int) -> Entrance:
    mine = Entrance.objects.filter(venue__in=request.owner.venues(Right.VENUE_CHANGE))
    return get_object_or_404(mine.select_related("venue"), pk=entrance_id)


def _is_zone(venue: Venue) -> bool:
    return venue.parent is not None and venue.parent.business_id == venue.business_id


def _mine(request: OwnerRequest, venue_id: int) -> Venue:
    return get_object_or_404(request.owner.venues(Right.VENUE_CHANGE), pk=venue_id)


def _ask(
    request: OwnerRequest, page: str, venue: Venue, form: forms.Form, **more: object
) -> HttpResponse:
    context = {"venue": venue, "form": form, **more}
    return render(request, page, context, status=400 if form.is_bound else 200)


def _to(venue: Venue, page: str, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(page, args=[venue.pk])}?{urlencode({'done': done})}")
