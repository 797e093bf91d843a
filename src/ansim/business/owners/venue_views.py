"""What an owner sees of their businesses and venues. No page of this portal knows who came to a venue."""

import time
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ansim.business.announced import unread_by
from ansim.business.category_words import LABELS
from ansim.business.models import Venue
from ansim.business.owners.forms import ROLES
from ansim.business.qr import qr_svg
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.use_of_venues import quiet_of
from ansim.business.venue_words import with_words
from ansim.domain.codes import readable
from ansim.domain.days import local_day
from ansim.domain.members import RIGHTS, MemberRole, Right

_MOST = 200
_ANNOUNCED = 3  # the others stand on a page of their own


@owned(Right.ACCOUNT)
@require_GET
def home(request: OwnerRequest) -> HttpResponse:
    """One's businesses, and the venues of each; where there are more than a page holds, those that match `q`."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    parts = request.owner.memberships().select_related("business").order_by("business__name", "id")
    businesses = []
    for part in parts:
        fitting = with_words(part.business.venues.all(), words)
        about = {
            "business": part.business,
            "role": ROLES[MemberRole(part.role)],
            "brings_lists": Right.BULK_IMPORT in RIGHTS[MemberRole(part.role)],
            "keys": Right.API_KEY_CHANGE in RIGHTS[MemberRole(part.role)],
            "venues": _shown(fitting),
            "more": max(0, fitting.count() - _MOST),
        }
        businesses.append(about)
    unread = unread_by(request.owner, local_day(time.time()))
    context = {
        "businesses": businesses,
        "words": words,
        "searches": words or any(one["more"] for one in businesses),
        "announced": unread[:_ANNOUNCED],
    }
    return render(request, "owners/home.html", context)


@owned(Right.BUSINESS_READ)
@require_GET
def venue(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """One venue: its code, what can be printed, what may be changed."""
    place = get_object_or_404(request.owner.venues(), pk=venue_id)
    live = place.live_code()
    context = {
        "venue": place,
        "category": LABELS[place.kind],
        "zones": place.zones.filter(
            parted_at=None, closed_at=None, business=place.business_id
        ).order_by("name"),
        "place_today": place.place_on(local_day(time.time())),
        "live": live,
        "readable": readable(live.code) if live else "",
        "qr": qr_svg(live.code) if live else "",
        "graced": place.codes_in_grace(),
        "quiet": quiet_of(place, datetime.now(UTC)) if place.place == place else None,
        "rights": _rights(request, place.business_id),
        "done": request.GET.get("done"),
    }
    return render(request, "owners/venue.html", context)


def _rights(request: OwnerRequest, business: int | None) -> set[str]:
    """The names of what this person may do in a business."""
    part = request.owner.memberships().filter(business=business).first()
    return {right.name for right in RIGHTS[MemberRole(part.role)]} if part else set()


def _shown(venues: QuerySet[Venue]) -> list[object]:
    return [
        {"venue": place, "category": LABELS[place.kind]}
        for place in venues.select_related("parent").order_by("name", "id")[:_MOST]
    ]
