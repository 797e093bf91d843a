"""A published alert read by rules, looked at by a person, and put into the feed for the venues that they choose."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import Venue
from ansim.business.venue_words import with_words
from ansim.domain.days import VENUE_ZONE
from ansim.domain.exposure_feed import (
    Basis,
    ExposureWindowError,
    require_publishable,
)
from ansim.domain.exposures import ExposureAlert, ExposureKind, Unparsed, parse_alert
from ansim.investigation.feed.forms import AlertForm, ToldForm
from ansim.investigation.feed.publishing import FeedDayFullError, publish
from ansim.investigation.feed.venue_windows import VenueWindow
from ansim.investigation.lookups import desk_of
from ansim.investigation.refusals import refusal

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """A window that the text tells, the venues that may be meant, and what keeps it from being published."""

    number: int
    said: str
    words: str
    start: datetime
    end: datetime | None
    venues: list[Venue]
    chosen: int | None
    hours: tuple[int, int] | None

    @property
    def window(self) -> VenueWindow | None:
        """As it would be published; None where no venue is chosen or its hours are not for the feed."""
        if self.chosen is None or self.hours is None:
            return None
        return VenueWindow(*self.hours, self.chosen)


@requires(Permission.EXPOSURE_PUBLISH)
@require_http_methods(["GET", "POST"])
def from_alert(request: StaffRequest) -> HttpResponse:
    """Paste an alert, look at what was read, choose the venues, publish."""
    alert = AlertForm(request.POST or None)
    publishing = request.POST.get("step") == "publish"
    told = ToldForm(request.POST if publishing else None)
    rows: list[ReadWindow] = []
    problem, amends = "", False
    if alert.is_bound and alert.is_valid():
        read = parse_alert(alert.cleaned_data["text"], alert.cleaned_data["sent"])
        amends = isinstance(read, ExposureAlert) and read.amends
        rows = read_windows(read, request.POST)
        if not rows:
            problem = _("The text tells no place and time that the feed can hold.")
    if publishing and rows and told.is_valid():
        windows = [one.window for one in rows if one.window]
        if not windows:
            problem = _("Please choose at least one venue.")
        else:
            try:
                publish(desk_of(request), windows, told.told(), Basis.ALERT)
            except FeedDayFullError as error:
                problem = str(refusal(error))
            else:
                return HttpResponseRedirect(reverse("feed:list"))
    context = {"alert": alert, "told": told, "rows": rows, "problem": problem, "amends": amends}
    bad = problem or alert.errors or told.errors
    return render(request, "feed/alert.html", context, status=400 if bad else 200)


def read_windows(read: ExposureAlert | Unparsed, given: QueryDict) -> list[ReadWindow]:
    """The windows of a text at places, with what the form says of each: words, venue, an end that the text lacks."""
    if not isinstance(read, ExposureAlert):
        return []
    told = [
        (exposure, window)
        for exposure in read.exposures
        if exposure.kind is ExposureKind.PLACE  # a ride has no code
        for window in exposure.windows
    ]
    rows = []
    for number, (exposure, window) in enumerate(told):
        said = " ".join([exposure.venue, *exposure.rooms])
        words = given.get(f"words-{number}", exposure.venue)[:100]
        venues = list(_venues(words)) if words.strip() else []
        chosen = given.get(f"venue-{number}", "")
        numbers = {one.pk for one in venues}
        picked = int(chosen) if chosen.isdecimal() and int(chosen) in numbers else None
        start = window.start.replace(tzinfo=VENUE_ZONE)
        end = _end(start, window.end, given.get(f"end-{number}", ""))
        rows.append(ReadWindow(number, said, words, start, end, venues, picked, _hours(start, end)))
    return rows


def _venues(words: str) -> "list[Venue]":
    readable = Venue.objects.select_related("parent").defer(
        "display_secret", "parent__display_secret"
    )
    return list(with_words(readable, words).order_by("closed_at", "name", "id")[:_SHOWN])


def _end(start: datetime, told: datetime | None, typed: str) -> datetime | None:
    """When the window ends: as the text says, or the first such time after its start that the officer typed."""
    if told is not None:
        return told.replace(tzinfo=VENUE_ZONE)
    try:
        at = datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 a time of the window's own day
    except ValueError:
        return None
    end = datetime.combine(start.date(), at, VENUE_ZONE)
    return end if end > start else end + timedelta(days=1)


def _hours(start: datetime, end: datetime | None) -> tuple[int, int] | None:
    if end is None:
        return None
    try:
        return require_publishable(start.timestamp(), end.timestamp(), time.time())
    except ExposureWindowError:
        return None
