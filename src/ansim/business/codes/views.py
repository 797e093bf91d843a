"""Issue and revoke a venue's code: asked first, told afterwards."""

from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.codes import issuing
from ansim.business.codes.forms import ReissueForm, RevokeForm
from ansim.business.models import Venue


@requires(Permission.VENUE_CODE_CHANGE)
@require_http_methods(["GET", "POST"])
def reissue(request: StaffRequest, venue_id: int) -> HttpResponse:
    """Ask what becomes of the poster on the wall, then issue a fresh code."""
    venue = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    form = ReissueForm(request.POST or None)
    if venue.live_code() is None and request.method == "POST":
        issuing.reissue(venue)
        return _done(venue, "issued")
    if request.method == "POST" and form.is_valid():
        issuing.reissue(venue, form.grace())
        return _done(venue, "issued")
    return _ask(request, "codes/reissue.html", venue, form)


@requires(Permission.VENUE_CODE_CHANGE)
@require_http_methods(["GET", "POST"])
def revoke(request: StaffRequest, venue_id: int) -> HttpResponse:
    """Ask, then leave the venue without any code, as for one that closed."""
    venue = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issuing.revoke(venue)
        return _done(venue, "revoked")
    return _ask(request, "codes/revoke.html", venue, form)


def _ask(request: StaffRequest, page: str, venue: Venue, form: Form) -> HttpResponse:
    context = {"venue": venue, "form": form, "live": venue.live_code()}
    return render(request, page, context, status=400 if form.is_bound else 200)


def _done(venue: Venue, what: str) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('venues:one', args=[venue.pk])}?{urlencode({'done': what})}"
    )
