"""What a venue prints, as files. The same code always gives the same file."""

import io
from urllib.parse import quote

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import Venue, VenueCode
from ansim.business.posters import words
from ansim.business.posters.sheets import Office, Printed, Sheet, UnprintableError, pdf
from ansim.business.qr import ERROR_LEVEL, QUIET_ZONE, address, qr_svg
from ansim.domain.codes import readable
from ansim.domain.days import VENUE_ZONE
from ansim.domain.retention import POLICY
from ansim.settings.environment import call_number, office_name

_PNG_MODULE = 24  # pixels a module: 1,000 pixels and more, enough for a page at 300 dpi


@requires(Permission.VENUE_READ)
@require_GET
def page(request: StaffRequest, venue_id: int) -> HttpResponse:
    """All that can be printed for a venue; 404 while it has no live code."""
    venue, code = _live(venue_id)
    context = {
        "venue": venue,
        "readable": readable(code.code),
        "qr": qr_svg(code.code),
        "address": address(code.code),
        "sheets": [(sheet, *words.SHEETS[sheet]) for sheet in Sheet],
    }
    return render(request, "posters/page.html", context)


@requires(Permission.VENUE_READ)
@require_GET
def sheet_pdf(request: StaffRequest, venue_id: int, sheet: Sheet) -> HttpResponse:
    """One sheet as PDF. A sign that no font can draw is named instead of printed as a box."""
    venue, code = _live(venue_id)
    office = Office(office_name(), call_number(), POLICY.visit_days)
    try:
        content = pdf(sheet, _printed(venue, code), office)
    except UnprintableError as error:
        context = {"venue": venue, "signs": error.signs}
        return render(request, "posters/unprintable.html", context, status=409)
    return _file(content, "application/pdf", f"{venue.name} {sheet.value}.pdf")


@requires(Permission.VENUE_READ)
@require_GET
def code_svg(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """The code alone, for the venue's own design."""
    venue, code = _live(venue_id)
    picture = io.BytesIO()
    _qr(code).save(picture, kind="svg", border=QUIET_ZONE, scale=10, light="#fff")
    return _file(picture.getvalue(), "image/svg+xml", f"{venue.name}.svg")


@requires(Permission.VENUE_READ)
@require_GET
def code_png(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """The code alone as a picture."""
    venue, code = _live(venue_id)
    picture = io.BytesIO()
    _qr(code).save(picture, kind="png", border=QUIET_ZONE, scale=_PNG_MODULE)
    return _file(picture.getvalue(), "image/png", f"{venue.name}.png")


def _live(venue_id: int) -> tuple[Venue, VenueCode]:
    venue = get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)
    code = venue.live_code()
    if code is None:
        raise Http404
    return venue, code


def _printed(venue: Venue, code: VenueCode) -> Printed:
    around = venue.parent or venue
    name = f"{around.name} {venue.name}" if venue.parent else venue.name
    english = f"{around.name_en} {venue.name_en}" if venue.parent else venue.name_en
    return Printed(
        name,
        english.strip(),
        venue.address or around.address,
        readable(code.code),
        address(code.code),
        qr_svg(code.code),
        code.issued_at.astimezone(VENUE_ZONE).date(),
    )


def _qr(code: VenueCode) -> segno.QRCode:
    return segno.make(address(code.code), error=ERROR_LEVEL, boost_error=False, micro=False)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    plain = "".join(sign if sign.isalnum() or sign in " -._" else "_" for sign in name)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(plain)}"
    return answer
