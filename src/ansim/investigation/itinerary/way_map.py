"""Where a case was, on a map that is drawn here: boundaries and numbered stays as SVG. No foreign host is asked."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansim.business.applications.maps import HEIGHT, METRES, WIDTH, View, land_path
from ansim.business.districts import districts_within
from ansim.business.models import Venue
from ansim.investigation.itinerary.rows import StayRow

_ROOM: Final = 1.25  # of the map around what it shows
_SIGN: Final = 12  # units that a sign of a town's name takes


def drawn_way(rows: Sequence[StayRow], label: str) -> SafeString | None:
    """The stays that have a place, numbered from 1 in the order of `placed`; None where none has."""
    known = [point for one in rows if (point := _point_of(one)) is not None]
    if not known:
        return None
    view = _view_of(known)
    towns = [
        (path, *view.pixel(middle.y, middle.x), town.name)
        for town, shape in districts_within(*view.box)
        if (path := land_path(view, shape)) and (middle := shape.representative_point())
    ]
    named = [one[1:] for one in towns] if len(towns) <= 12 else []
    inside = [one for one in named if _fits(*one)]
    spots = [(*view.pixel(*one), number) for number, one in enumerate(known, 1)]
    return format_html(
        '<svg class="way" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<rect class="sea" width="100%" height="100%"/>{}{}<polyline points="{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        format_html_join("", '<path class="land" d="{}"/>', ((one[0],) for one in towns)),
        format_html_join("", '<text class="town" x="{}" y="{}">{}</text>', inside),
        " ".join(f"{x} {y}" for x, y, _number in spots),
        format_html_join(
            "",
            '<g class="spot"><circle cx="{}" cy="{}" r="7"/><text x="{}" y="{}">{}</text></g>',
            ((x, y, x, y + 3.2, number) for x, y, number in spots),
        ),
    )


def placed(rows: Sequence[StayRow]) -> list[StayRow]:
    """The stays whose place is known, in order; a mobile venue is somewhere else every day, an invented one nowhere."""
    return [one for one in rows if _point_of(one) is not None]


def _point_of(row: StayRow) -> tuple[float, float] | None:
    venue = row.venue
    if not isinstance(venue, Venue) or venue.mobile:
        return None
    if venue.latitude is None or venue.longitude is None:
        return None
    return venue.latitude, venue.longitude


def _view_of(points: Sequence[tuple[float, float]]) -> View:
    """The nearest view that shows all of them."""
    latitudes, longitudes = zip(*points, strict=True)
    middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    for zoom in range(1, len(METRES)):
        view = View(*middle, zoom)
        west, south, east, north = view.box
        high = (max(latitudes) - min(latitudes)) * _ROOM <= north - south
        if high and (max(longitudes) - min(longitudes)) * _ROOM <= east - west:
            return view
    return View(*middle, len(METRES) - 1)


def _fits(x: float, y: float, name: str) -> bool:
    half = _SIGN * len(name) / 2
    return half <= x <= WIDTH - half and _SIGN <= y <= HEIGHT - _SIGN
