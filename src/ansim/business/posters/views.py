"""What a venue prints, as files. The same code always gives the same file."""

import io
import time
from urllib.parse import quote

import segno
from django.db.models import Manager, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.duty_notes import note_poster
from ansim.business.models import Owner, Venue, VenueCode
from ansim.business.posters import words
from ansim.business.posters.printed_venues import printed
from ansim.business.posters.sheets import Office, Sheet, pdf
from ansim.business.qr import ERROR_LEVEL, QUIET_ZONE, address, qr_svg
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.codes import readable
from ansim.domain.members import Right
from ansim.domain.retention import POLICY
from ansim.locale.fonts import UnprintableError
from ansim.settings.environment import call_number, health_line, office_name

_PNG_MODULE = 24  # pixels a module: 1,000 pixels and more, enough for a page at 300 dpi


@requires(Permission.VENUE_READ)
@require_GET
def page(request: StaffRequest, venue_id: int) -> HttpResponse:
    """All that can be printed for a venue; 404 while it has no live code."""
    return _page(request, _live(Venue.objects, venue_id), "posters:", "venues:one")


@owned(Right.POSTER_READ)
@require_GET
def my_page(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _page(request, _my(request, venue_id), "posters:my-", "owners:venue")


def _page(
    request: HttpRequest, found: tuple[Venue, VenueCode], space: str, back: str
) -> HttpResponse:
    venue, code = found
    context = {
        "venue": venue,
        "approved": request.GET.get("done") == "approved",
        "back": reverse(back, args=[venue.pk]),
        "svg": reverse(f"{space}svg", args=[venue.pk]),
        "png": reverse(f"{space}png", args=[venue.pk]),
        "readable": readable(code.code),
        "qr": qr_svg(code.code),
        "address": address(code.code),
        "sheets": [
            (reverse(f"{space}pdf", args=[venue.pk, sheet]), *words.SHEETS[sheet])
            for sheet in Sheet
        ],
    }
    return render(request, "posters/page.html", context)


@requires(Permission.VENUE_READ)
@require_GET
def sheet_pdf(request: StaffRequest, venue_id: int, sheet: Sheet) -> HttpResponse:
    """One sheet as PDF. A sign that no font can draw is named instead of printed as a box."""
    return _sheet(request, _live(Venue.objects, venue_id), sheet, "venues:one", None)


@owned(Right.POSTER_READ, plain=("sheet",))
@require_GET
def my_sheet_pdf(request: OwnerRequest, venue_id: int, sheet: Sheet) -> HttpResponse:
    """The same for a venue of one's own."""
    return _sheet(request, _my(request, venue_id), sheet, "owners:venue", request.owner)


def _sheet(
    request: HttpRequest,
    found: tuple[Venue, VenueCode],
    sheet: Sheet,
    back: str,
    owner: Owner | None,
) -> HttpResponse:
    venue, code = found
    entrance = _door(venue, request.GET.get("entrance", ""))
    office = Office(office_name(), health_line(), call_number(), POLICY.visit_days)
    try:
        content = pdf(sheet, printed(venue, code, entrance), office)
    except UnprintableError as error:
        context = {"back": reverse(back, args=[venue.pk]), "signs": error.signs}
        return render(request, "posters/unprintable.html", context, status=409)
    note_poster(venue, sheet.value, time.time(), owner)
    return _file(content, "application/pdf", f"{venue.name} {sheet.value}.pdf")


@requires(Permission.VENUE_READ)
@require_GET
def code_svg(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """The code alone, for the venue's own design."""
    return _svg(*_live(Venue.objects, venue_id), None)


@owned(Right.POSTER_READ)
@require_GET
def my_code_svg(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _svg(*_my(request, venue_id), request.owner)


def _svg(venue: Venue, code: VenueCode, owner: Owner | None) -> HttpResponse:
    note_poster(venue, "svg", time.time(), owner)
    picture = io.BytesIO()
    _qr(code).save(picture, kind="svg", border=QUIET_ZONE, scale=10, light="#fff")
    return _file(picture.getvalue(), "image/svg+xml", f"{venue.name}.svg")


@requires(Permission.VENUE_READ)
@require_GET
def code_png(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """The code alone as a picture."""
    return _png(*_live(Venue.objects, venue_id), None)


@owned(Right.POSTER_READ)
@require_GET
def my_code_png(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _png(*_my(request, venue_id), request.owner)


def _png(venue: Venue, code: VenueCode, owner: Owner | None) -> HttpResponse:
    note_poster(venue, "png", time.time(), owner)
    picture = io.BytesIO()
    _qr(code).save(picture, kind="png", border=QUIET_ZONE, scale=_PNG_MODULE)
    return _file(picture.getvalue(), "image/png", f"{venue.name}.png")


def _my(request: OwnerRequest, venue_id: int) -> tuple[Venue, VenueCode]:
    return _live(request.owner.venues(Right.POSTER_READ), venue_id)


def _live(venues: Manager[Venue] | QuerySet[Venue], venue_id: int) -> tuple[Venue, VenueCode]:
    venue = get_object_or_404(venues.select_related("parent"), pk=venue_id)
    code = venue.live_code()
    if code is None or venue.is_over:
        raise Http404
    return venue, code


def _door(venue: Venue, entrance: str) -> str:
    """The name of one of the venue's entrances by its number, empty without one. Raises Http404."""
    if not entrance:
        return ""
    if not entrance.isdecimal() or len(entrance) > 9:
        raise Http404
    return get_object_or_404(venue.entrances.filter(removed_at=None), pk=int(entrance)).name


def _qr(code: VenueCode) -> segno.QRCode:
    return segno.make(address(code.code), error=ERROR_LEVEL, boost_error=False, micro=False)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    plain = "".join(sign if sign.isalnum() or sign in " -._" else "_" for sign in name)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(plain)}"
    return answer
