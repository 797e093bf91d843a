"""The list of venues, and one venue. No page of this portal knows who came to a venue."""

import time
from urllib.parse import urlencode

from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.category_words import LABELS
from ansim.business.hours_in_words import in_words
from ansim.business.models import Venue, VenueApplication, VenueCode, VenueHandover
from ansim.business.qr import qr_svg
from ansim.business.venues.venue_search import VenueQuestion, find_venues
from ansim.domain.application_refs import read_ref
from ansim.domain.categories import Category
from ansim.domain.codes import readable
from ansim.domain.days import local_day

_KINDS = frozenset(str(int(kind)) for kind in Category)


@requires(Permission.VENUE_READ)
@require_GET
def venue_list(request: StaffRequest) -> HttpResponse:
    """All venues, or those that match `q`, fifty a page; the number of an application leads to that."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    ref = read_ref(words)
    if ref is not None and VenueApplication.objects.filter(ref=ref).exists():
        return HttpResponseRedirect(reverse("history:application", args=[ref]))
    kind = request.GET.get("kind", "")
    category = Category(int(kind)) if kind in _KINDS else None
    code = {"live": True, "none": False}.get(request.GET.get("code", ""))
    question = VenueQuestion(words, category, code)
    after = request.GET.get("after", "0")
    page = find_venues(question, int(after) if after.isdecimal() and len(after) < 10 else 0)
    rows = [{"venue": venue, "category": LABELS[venue.kind]} for venue in page.venues]
    live = VenueCode.objects.filter(revoked_at__isnull=True)  # one a venue, so they count venues
    total = {"all": Venue.objects.count(), "live": live.count()}
    asked = {"q": words, "kind": kind if category else "", "code": request.GET.get("code", "")}
    context = {
        "rows": rows,
        "words": words,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "kinds": LABELS.items(),
        "following": page.following,
        "total": total,
    }
    return render(request, "venues/list.html", context)


@requires(Permission.VENUE_READ)
@require_GET
def venue(request: StaffRequest, venue_id: int) -> HttpResponse:
    """One venue: what is known of it, its code, its zones."""
    place = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    live = place.live_code()
    context = {
        "venue": place,
        "category": LABELS[place.kind],
        "hours": in_words(place, local_day(time.time())),
        "zones": place.zones.filter(parted_at=None).order_by("name"),
        "place_today": place.place_on(local_day(time.time())),
        "live": live,
        "readable": readable(live.code) if live else "",
        "qr": qr_svg(live.code) if live else "",
        "graced": place.codes_in_grace(),
        "revoked": place.codes.filter(revoked_at__lte=Now()).order_by("-revoked_at")[:10],
        "handovers": VenueHandover.objects.filter(venue=place, taken_at__isnull=False)
        .select_related("giver", "taker")
        .order_by("-taken_at")[:10],
        "done": request.GET.get("done"),
    }
    return render(request, "venues/one.html", context)
