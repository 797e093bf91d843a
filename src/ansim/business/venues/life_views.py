"""A place closes, opens again, is an event with days, has staff or not: asked first, told what happens next."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.lifecycle.closing import ReopenRefusedError, close_venue, reopen_venue
from ansim.business.lifecycle.closing_form import ClosingForm
from ansim.business.lifecycle.dates import change_days, granted_days
from ansim.business.lifecycle.particulars import change_with_zones
from ansim.business.lifecycle.steps import By
from ansim.business.models import CallNumber, Venue
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.venues.life_forms import DaysForm, UnmannedForm
from ansim.domain.days import local_day
from ansim.domain.event_dates import LONGER, SHIFT, DatesFault, dates_fault, days_of, plain_fault
from ansim.domain.members import Right
from ansim.domain.venue_life import Closing, ReopenFault
from ansim.settings.environment import call_number

FAULTS = {
    DatesFault.BACKWARDS: _("The last day lies before the first."),
    DatesFault.PAST: _("The last day is over already."),
    DatesFault.FAR: _("That is far from what was approved. Please call us."),
    DatesFault.LONG: _("That is much longer than approved. Please call us."),
}


REOPEN_FAULTS = {
    ReopenFault.AROUND: _("The place around it is closed. Please open that first."),
    ReopenFault.MOVED: _("This zone was moved to another place. It goes on there."),
    ReopenFault.TAKEN: _("Another zone has this name by now. Please make a new zone."),
    ReopenFault.FULL: _("There are as many zones here as there may be."),
    ReopenFault.AUTHORITY: _("The authority closed this place. Please call us."),
}


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_close(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Close one's place or zone."""
    return _close(
        request, _my(request, venue_id), Closing.OWNER, By(owner=request.owner), "owners:venue"
    )


@requires(Permission.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The same by a clerk."""
    return _close(request, _any(venue_id), Closing.CLERK, By(staff=request.staff), "venues:one")


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_reopen(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Open one's closed place again, under the poster that it had."""
    return _reopen(request, _my(request, venue_id), By(owner=request.owner), "owners:venue")


@requires(Permission.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def reopen(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The same by a clerk."""
    return _reopen(request, _any(venue_id), By(staff=request.staff), "venues:one")


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_days(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Move the days of one's event, around what was approved."""
    venue = _my(request, venue_id)
    granted = granted_days(venue)
    if granted is None or venue.parent_id is not None:
        return HttpResponseRedirect(reverse("owners:venue", args=[venue.pk]))

    def fault(form: DaysForm) -> DatesFault | None:
        return dates_fault(granted, form.days(), local_day(time.time()))

    return _days(request, venue, By(owner=request.owner), "owners:venue", fault)


@requires(Permission.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def days(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The days of an event as they need be, by a clerk; a place without days gets some."""
    return _days(
        request,
        _any(venue_id),
        By(staff=request.staff),
        "venues:one",
        lambda form: plain_fault(form.days(), local_day(time.time())),
    )


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def my_staffing(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Whether staff is there; the poster and the entry by hand follow it."""
    venue = _my(request, venue_id)
    form = UnmannedForm(request.POST or None, initial={"unmanned": _yes_or_no(venue)})
    if request.method == "POST" and form.is_valid():
        change_with_zones(
            venue, {"unmanned": form.cleaned_data["unmanned"]}, By(owner=request.owner)
        )
        return _done(venue, "staffing", "owners:venue")
    calls = CallNumber.objects.filter(venue=venue).exists()
    return _ask(request, "venues/staffing.html", venue, form, "owners:venue", calls=calls)


def _close(request: HttpRequest, venue: Venue, why: Closing, by: By, back: str) -> HttpResponse:
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_venue(venue, form.at(), why, by)
        return _done(venue, "closed", back)
    more = {"zones": venue.zones.filter(business=venue.business_id, closed_at=None).count()}
    return _ask(request, "venues/close.html", venue, form, back, **more)


def _reopen(request: HttpRequest, venue: Venue, by: By, back: str) -> HttpResponse:
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        form = forms.Form(request.POST)
        try:
            return _done(venue, "reopened" if reopen_venue(venue, by) else "", back)
        except ReopenRefusedError as refused:
            form.add_error(None, REOPEN_FAULTS[refused.fault])
    return _ask(request, "venues/reopen.html", venue, form, back, live=venue.live_code())


def _days(
    request: HttpRequest,
    venue: Venue,
    by: By,
    back: str,
    fault_of: Callable[[DaysForm], DatesFault | None],
) -> HttpResponse:
    known = venue.valid_from and venue.valid_until
    present = days_of(venue.valid_from, venue.valid_until) if known else None  # type: ignore[arg-type]  # both are known
    initial = {"first": present.first, "last": present.last} if present else None
    form = DaysForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        fault = fault_of(form)
        if fault is None:
            change_days(venue, form.days(), by)
            return _done(venue, "days", back)
        form.add_error("last", FAULTS[fault])
    more = {
        "granted": granted_days(venue),
        "shift": SHIFT.days,
        "longer": LONGER.days,
        "staff_asks": by.staff is not None,
    }
    return _ask(request, "venues/days.html", venue, form, back, **more)


def _yes_or_no(venue: Venue) -> str:
    return "yes" if venue.unmanned else "no"


def _my(request: OwnerRequest, venue_id: int) -> Venue:
    return get_object_or_404(request.owner.venues(Right.VENUE_CHANGE), pk=venue_id)


def _any(venue_id: int) -> Venue:
    return get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)


def _ask(
    request: HttpRequest, page: str, venue: Venue, form: forms.Form, back: str, **more: object
) -> HttpResponse:
    context = {
        "venue": venue,
        "form": form,
        "back": reverse(back, args=[venue.pk]),
        "call": call_number(),
        **more,
    }
    return render(request, page, context, status=400 if form.is_bound else 200)


def _done(venue: Venue, what: str, back: str) -> HttpResponse:
    query = urlencode({"done": what}) if what else ""
    return HttpResponseRedirect(f"{reverse(back, args=[venue.pk])}?{query}")
