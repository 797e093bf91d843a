"""The history of a venue and of an application."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import STATES
from ansim.business.history.rows import FARTHEST, HistoryReader, history_of, history_of_application
from ansim.business.models import ApplicationState, Venue, VenueApplication
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.application_refs import read_ref
from ansim.domain.business_numbers import written
from ansim.domain.members import Right


@requires(Permission.VENUE_READ)
@require_GET
def venue(request: StaffRequest, venue_id: int) -> HttpResponse:
    """What became of a venue, and who decided it."""
    place = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    return _venue(request, place, HistoryReader(is_clerk=True), "venues:one")


@owned(Right.BUSINESS_READ)
@require_GET
def my_venue(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same of one's own venue, since it is one's own, without clerks' names."""
    place = get_object_or_404(request.owner.venues().select_related("parent"), pk=venue_id)
    return _venue(request, place, HistoryReader(is_clerk=False), "owners:venue")


@requires(Permission.APPLICATION_READ)
@require_GET
def application(request: StaffRequest, application_ref: str) -> HttpResponse:
    """One application by its number: what was entered, what became of it, and who decided it."""
    known = VenueApplication.objects.select_related("venue", "business", "api_key")
    one = get_object_or_404(known, ref=read_ref(application_ref) or "")
    kind, number = one.entered("kind"), one.entered("number")
    context = {
        "application": one,
        "state": STATES[ApplicationState(one.state)],
        "kind": KIND_LABELS.get(kind, ""),
        "number": written(number) if number else "",
        "lines": history_of_application(one),
    }
    return render(request, "history/application.html", context)


def _venue(request: HttpRequest, place: Venue, reader: HistoryReader, back: str) -> HttpResponse:
    asked = request.GET.get("page", "0")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 5 and int(asked) < FARTHEST):
        raise Http404
    lines, older = history_of(place, reader, int(asked))
    context = {
        "venue": place,
        "lines": lines,
        "older": int(asked) + 1 if older else None,
        "back": reverse(back, args=[place.pk]),
        "clerk": reader.is_clerk,
    }
    return render(request, "history/venue.html", context)
