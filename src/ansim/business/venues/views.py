"""The list of venues, and one venue. No page of this portal knows who came to a venue."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.categories import LABELS
from ansim.business.models import Venue
from ansim.business.qr import qr_svg
from ansim.business.venues.hours import in_words
from ansim.business.venues.search import find_venues
from ansim.domain.codes import readable


@requires(Permission.VENUE_READ)
@require_GET
def venue_list(request: StaffRequest) -> HttpResponse:
    """All venues, or those that match `q`, fifty a page."""
    words = request.GET.get("q", "").strip()[:100]
    after = request.GET.get("after", "0")
    page = find_venues(words, int(after) if after.isdecimal() and len(after) < 10 else 0)
    rows = [{"venue": venue, "category": LABELS[venue.kind]} for venue in page.venues]
    live = Q(codes__revoked_at__isnull=True, codes__isnull=False)
    total = Venue.objects.aggregate(all=Count("id", distinct=True), live=Count("id", filter=live))
    context = {"rows": rows, "words": words, "following": page.following, "total": total}
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
        "hours": in_words(place.opening_hours),
        "zones": place.zones.order_by("name"),
        "live": live,
        "readable": readable(live.code) if live else "",
        "qr": qr_svg(live.code) if live else "",
        "revoked": place.codes.filter(revoked_at__isnull=False).order_by("-revoked_at")[:10],
    }
    return render(request, "venues/one.html", context)
