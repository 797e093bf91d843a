"""A venue's poster."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import Venue
from ansim.business.qr import qr_svg
from ansim.domain.codes import readable


@requires(Permission.VENUE_READ)
@require_GET
def poster(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The printable page with the QR; 404 while the venue has no live code."""
    place = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    live = place.live_code()
    if live is None:
        raise Http404
    context = {"venue": place, "readable": readable(live.code), "qr": qr_svg(live.code)}
    return render(request, "posters/page.html", context)
