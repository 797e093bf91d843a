"""What is known of a venue, changed: by its owner what may change at any time, by a clerk also what was verified."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.category_words import LABELS
from ansim.business.lifecycle.particulars import (
    PRINTED,
    ChangedMeanwhileError,
    change_particulars,
)
from ansim.business.lifecycle.steps import By
from ansim.business.models import Venue, VenueWish
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.telling import portal_url, tell_all
from ansim.business.venues.about_forms import AboutForm, ClerkForm
from ansim.domain.business_numbers import written
from ansim.domain.members import Right
from ansim.notices.words import Template


@dataclass(frozen=True, slots=True)
class _Side:
    """Whose page it is, and the route of the venue's own page that it comes from and leads back to."""

    page: str
    back: str

    def address(self, venue: Venue) -> str:
        return reverse(self.back, args=[venue.pk])


_OWNERS: Final = _Side("venues/my_about.html", "owners:venue")
_CLERKS: Final = _Side("venues/about.html", "venues:one")


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_about(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """See what is known of one's venue, and change what needs no clerk."""
    venue = get_object_or_404(
        request.owner.venues(Right.VENUE_CHANGE).select_related("parent", "business"), pk=venue_id
    )
    form = AboutForm(venue, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_particulars(
                venue,
                form.columns(),
                By(owner=request.owner),
                seen=form.cleaned_data["seen"],
            )
        except ChangedMeanwhileError:
            venue.refresh_from_db()
            return _page(request, _OWNERS, venue, AboutForm(venue), HTTPStatus.CONFLICT)
        return _done(venue, changed, _OWNERS)
    gives = request.owner.venues(Right.VENUE_HAND_OVER).filter(pk=venue.pk).exists()
    return _page(request, _OWNERS, venue, form, gives=gives)


@requires(Permission.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def about(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The same by a clerk, with what was verified; whoever answers for the venue is told."""
    venue = get_object_or_404(Venue.objects.select_related("parent", "business"), pk=venue_id)
    form = ClerkForm(venue, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = _by_clerk(request, venue, form)
        except ChangedMeanwhileError:
            venue.refresh_from_db()
            return _page(request, _CLERKS, venue, ClerkForm(venue), HTTPStatus.CONFLICT)
        return _done(venue, changed, _CLERKS)
    return _page(request, _CLERKS, venue, form)


@transaction.atomic
def _by_clerk(request: StaffRequest, venue: Venue, form: ClerkForm) -> frozenset[str]:
    given = form.cleaned_data
    changed = change_particulars(
        venue,
        form.columns(),
        By(staff=request.staff),
        seen=given["seen"],
        words=given["words"],
    )
    if changed and venue.business is not None:
        venue.refresh_from_db()
        url = portal_url(reverse("owners:venue", args=[venue.pk]))
        tell_all(
            venue.business,
            Template.VENUE_CHANGED,
            Right.VENUE_CHANGE,
            venue=venue.full_name,
            url=url,
        )
    return changed


def _page(
    request: HttpRequest,
    side: _Side,
    venue: Venue,
    form: AboutForm,
    status: int = 200,
    *,
    gives: bool = False,
) -> HttpResponse:
    number = venue.business.number if venue.business else None
    context = {
        "venue": venue,
        "back": side.address(venue),
        "form": form,
        "category": LABELS[venue.kind],
        "number": written(number) if number else "",
        "waits": VenueWish.objects.filter(venue=venue).exists(),
        "meanwhile": status == HTTPStatus.CONFLICT,
        "gives": gives,
    }
    return render(request, side.page, context, status=400 if form.errors else status)


def _done(venue: Venue, changed: frozenset[str], side: _Side) -> HttpResponse:
    what = "reprint" if changed & PRINTED else "about" if changed else ""
    query = urlencode({"done": what}) if what else ""
    return HttpResponseRedirect(f"{side.address(venue)}?{query}")
