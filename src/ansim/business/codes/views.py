"""Issue a venue's code, and stop it: asked first, told afterwards."""

from urllib.parse import urlencode

from django.db.models import Manager, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.codes import issuing
from ansim.business.codes.forms import ReissueForm, RevokeForm
from ansim.business.lifecycle.steps import By
from ansim.business.models import Venue
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.members import Right
from ansim.domain.venue_life import GRACE


@requires(Permission.VENUE_CODE_CHANGE)
@require_http_methods(["GET", "POST"])
def reissue(request: StaffRequest, venue_id: int) -> HttpResponse:
    """Ask what becomes of the poster on the wall, then issue a fresh code."""
    by = By(staff=request.staff)
    return _reissue(request, _venue(Venue.objects, venue_id), by, "venues:one")


@owned(Right.VENUE_CODE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_reissue(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _reissue(request, _my(request, venue_id), By(owner=request.owner), "owners:venue")


@requires(Permission.VENUE_CODE_CHANGE)
@require_http_methods(["GET", "POST"])
def revoke(request: StaffRequest, venue_id: int) -> HttpResponse:
    """Ask when, then leave the venue without any code."""
    by = By(staff=request.staff)
    return _revoke(request, _venue(Venue.objects, venue_id), by, "venues:one")


@owned(Right.VENUE_CODE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_revoke(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _revoke(request, _my(request, venue_id), By(owner=request.owner), "owners:venue")


def _reissue(request: HttpRequest, venue: Venue, by: By, back: str) -> HttpResponse:
    form = ReissueForm(request.POST or None)
    # Where no code is good nothing is asked; what an earlier stop left good for a while stays so.
    if request.method == "POST" and (form.is_valid() or venue.live_code() is None):
        issuing.reissue_and_tell(venue, form.grace() if form.is_valid() else GRACE, by)
        return _done(venue, "issued", back)
    return _ask(request, "codes/reissue.html", venue, form, back)


def _revoke(request: HttpRequest, venue: Venue, by: By, back: str) -> HttpResponse:
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issuing.revoke_and_tell(venue, form.grace(), by)
        return _done(venue, "revoked", back)
    return _ask(request, "codes/revoke.html", venue, form, back)


def _my(request: OwnerRequest, venue_id: int) -> Venue:
    return _venue(request.owner.venues(Right.VENUE_CODE_CHANGE), venue_id)


def _venue(venues: Manager[Venue] | QuerySet[Venue], venue_id: int) -> Venue:
    return get_object_or_404(venues.select_related("parent", "business"), pk=venue_id)


def _ask(request: HttpRequest, page: str, venue: Venue, form: Form, back: str) -> HttpResponse:
    context = {
        "venue": venue,
        "form": form,
        "live": venue.live_code(),
        "back": reverse(back, args=[venue.pk]),
    }
    return render(request, page, context, status=400 if form.is_bound else 200)


def _done(venue: Venue, what: str, back: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(back, args=[venue.pk])}?{urlencode({'done': what})}")
