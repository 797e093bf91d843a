"""An owner asks for another name, kind, address or pin: some hold at once, the others wait for a clerk."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansim.business.admission.wish_words import differences, reasons_in_words
from ansim.business.admission.wishes import (
    WishFault,
    WishRefusedError,
    ask,
    why_a_clerk,
    withdraw,
)
from ansim.business.applications.map_pages import MIDDLE, moved_view, with_map
from ansim.business.applications.maps import View
from ansim.business.applications.wish_form import WishForm
from ansim.business.lifecycle.particulars import PRINTED, ChangedMeanwhileError
from ansim.business.models import Venue, VenueWish
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.members import Right


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def wish(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Ask for a change of what was checked, or see what waits."""
    mine = request.owner.venues(Right.VENUE_CHANGE).select_related("parent", "business")
    venue = get_object_or_404(mine, pk=venue_id)
    if venue.place != venue:  # a zone lies where its place does, and has a page for its name
        return HttpResponseRedirect(reverse("venues:my-about", args=[venue.pk]))
    waits = VenueWish.objects.filter(venue=venue).first()
    if waits is not None:
        return _waits(request, venue, waits)
    if request.method == "POST" and request.POST.get("do") == "set":
        return _asked(request, venue)
    typed = request.POST if request.method == "POST" else None
    view = _stands(venue) if typed is None else _shown(request, venue)
    entered = {name: typed.get(name, "") for name in WishForm.base_fields} if typed else None
    return _page(request, venue, view, WishForm(venue, initial=entered))


@owned(Right.VENUE_CHANGE)
@require_POST
def wish_withdrawn(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Take back what waits."""
    venue = get_object_or_404(request.owner.venues(Right.VENUE_CHANGE), pk=venue_id)
    withdraw(venue, request.owner)
    return HttpResponseRedirect(reverse("venues:my-about", args=[venue.pk]))


def _asked(request: OwnerRequest, venue: Venue) -> HttpResponse:
    form, view = WishForm(venue, request.POST), _shown(request, venue)
    wanted = form.wanted(view, _stands(venue)) if form.is_valid() else {}
    if trouble := _trouble(venue, form, wanted):
        form.add_error(*trouble)
    if form.errors:
        return _page(request, venue, view, form)
    given = form.cleaned_data
    try:
        waits = ask(venue, wanted, given["about"], request.owner, given["seen"]) is not None
    except ChangedMeanwhileError:
        venue.refresh_from_db()
        return _page(request, venue, _stands(venue), WishForm(venue), meanwhile=True)
    except WishRefusedError as refusal:
        if refusal.fault is WishFault.OFTEN:
            words = _("Ten changes of this place were asked for today. Please call us.")
            form.add_error("about", words)
            return _page(request, venue, view, form)
        waits = True  # of two pages at once the second shows what the first one asked
    if waits:
        return HttpResponseRedirect(reverse("applications:wish", args=[venue.pk]))
    done = urlencode({"done": "reprint" if PRINTED & wanted.keys() else "about"})
    return HttpResponseRedirect(f"{reverse('owners:venue', args=[venue.pk])}?{done}")


def _trouble(venue: Venue, form: WishForm, wanted: dict[str, Any]) -> tuple[str, str] | None:
    """What is missing of a form whose fields are good, at its field."""
    if form.errors:
        return None
    if not wanted:
        return "name", _("Nothing here differs from what is registered.")
    if not form.cleaned_data["about"] and why_a_clerk(venue, wanted):
        return "about", _("A clerk looks at this first. Please write what they can see it by.")
    return None


def _shown(request: OwnerRequest, venue: Venue) -> View:
    """The map after what was pressed; where the form says nothing of it the pin stays where it is."""
    view = moved_view(request.POST)
    return _stands(venue) if view is MIDDLE else view


def _stands(venue: Venue) -> View:
    if venue.latitude is None or venue.longitude is None:
        return MIDDLE
    return View(venue.latitude, venue.longitude)


def _waits(request: OwnerRequest, venue: Venue, waits: VenueWish) -> HttpResponse:
    context = {
        "venue": venue,
        "wish": waits,
        "lines": differences(venue, waits.wanted),
        "reasons": reasons_in_words(waits.reasons),
    }
    return render(request, "applications/wish_waits.html", context)


def _page(
    request: OwnerRequest, venue: Venue, view: View, form: WishForm, *, meanwhile: bool = False
) -> HttpResponse:
    status = HTTPStatus.CONFLICT if meanwhile else HTTPStatus.OK
    context = {"venue": venue, "form": form, "meanwhile": meanwhile}
    if form.errors:
        status = HTTPStatus.BAD_REQUEST
    return with_map(request, "applications/wish.html", view, context, status)
