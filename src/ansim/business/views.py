"""Pages of the business portal. No page of it knows who came to a venue."""

from datetime import UTC, datetime

from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import public, requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import PortalRequest, StaffRequest
from ansim.business import codes
from ansim.business.categories import LABELS
from ansim.business.hours import in_words
from ansim.business.models import Venue, VenueCode
from ansim.business.poster import address, qr_svg
from ansim.business.search import find_venues


@public
@require_GET
def landing(request: PortalRequest) -> HttpResponse:
    """What Ansim is, for owners."""
    return render(request, "business/landing.html")


@requires(Permission.VENUE_READ)
@require_GET
def venue_list(request: StaffRequest) -> HttpResponse:
    """All venues, or those that match `q`, fifty a page."""
    words = request.GET.get("q", "").strip()[:100]
    after = request.GET.get("after", "0")
    page = find_venues(words, int(after) if after.isdecimal() and len(after) < 10 else 0)
    rows = [{"venue": venue, "category": LABELS[venue.kind]} for venue in page.venues]
    total = Venue.objects.aggregate(
        all=Count("id"),
        live=Count("id", filter=Q(codes__revoked_at__isnull=True, codes__isnull=False)),
    )
    context = {"rows": rows, "words": words, "following": page.following, "total": total}
    return render(request, "business/venue_list.html", context)


@requires(Permission.VENUE_READ)
@require_GET
def venue(request: StaffRequest, venue_id: int) -> HttpResponse:
    """One venue: what is known of it, its code, its zones."""
    place = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    live = codes.live_code(place)
    context = {
        "venue": place,
        "category": LABELS[place.kind],
        "hours": in_words(place.opening_hours),
        "zones": place.zones.order_by("name"),
        "live": live,
        "readable": codes.readable(live.code) if live else "",
        "qr": _qr(live) if live else "",
        "revoked": place.codes.filter(revoked_at__isnull=False).order_by("-revoked_at")[:10],
    }
    return render(request, "business/venue.html", context)


@requires(Permission.VENUE_READ)
@require_GET
def poster(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The printable page with the QR; 404 while the venue has no live code."""
    place = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    live = codes.live_code(place)
    if live is None:
        raise Http404
    context = {
        "venue": place,
        "readable": codes.readable(live.code),
        "qr": _qr(live),
        "address": address(live.code),
    }
    return render(request, "business/poster.html", context)


@requires(Permission.VENUE_CODE_CHANGE)
@require_POST
def reissue_code(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """A fresh code; the poster on the wall stops working at once."""
    codes.reissue(get_object_or_404(Venue, pk=venue_id), datetime.now(UTC))
    return HttpResponseRedirect(reverse("venue", args=[venue_id]))


@requires(Permission.VENUE_CODE_CHANGE)
@require_POST
def revoke_code(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """No code at all, as for a venue that closed."""
    codes.revoke(get_object_or_404(Venue, pk=venue_id), datetime.now(UTC))
    return HttpResponseRedirect(reverse("venue", args=[venue_id]))


def _qr(live: VenueCode) -> str:
    return mark_safe(qr_svg(live.code))  # noqa: S308 an SVG of our own making from 16 letters and digits
