"""Which tiles of a tile server (Web Mercator, 256 pixels) lie under a map, and where on it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ansim.business.applications.maps import View
from ansim.settings.tile_server import TileServer

DEEPEST: Final = 18
_METRES_OF_A_PIXEL: Final = 156_543.034  # on the equator at zoom 0
_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile and its place on the map, in the map's pixels."""

    zoom: int
    x: int
    y: int
    left: float
    top: float
    width: float
    height: float


def tiles_under(view: View) -> Iterator[Placed]:
    """The tiles that cover the map, as sharp as its pixels or sharper, each stretched to where its corners lie."""
    exact = math.log2(
        _METRES_OF_A_PIXEL * math.cos(math.radians(view.latitude)) / view.metres_a_pixel
    )
    zoom = min(max(math.ceil(exact), 0), DEEPEST)
    west, south, east, north = view.box
    columns = range(math.floor(_column(west, zoom)), math.floor(_column(east, zoom)) + 1)
    rows = range(max(math.floor(_row(north, zoom)), 0), math.floor(_row(south, zoom)) + 1)
    if len(columns) * len(rows) > _MOST:
        return
    for x in columns:
        for y in rows:
            left, top = view.pixel(_latitude(y, zoom), _longitude(x, zoom))
            right, bottom = view.pixel(_latitude(y + 1, zoom), _longitude(x + 1, zoom))
            yield Placed(zoom, x, y, left, top, round(right - left, 1), round(bottom - top, 1))


def drawn_tiles(view: View, server: TileServer) -> SafeString:
    """The tiles as images of an SVG."""
    return format_html_join(
        "",
        '<image href="{}" x="{}" y="{}" width="{}" height="{}" preserveAspectRatio="none"/>',
        (
            (server.tile(one.zoom, one.x, one.y), one.left, one.top, one.width, one.height)
            for one in tiles_under(view)
        ),
    )


def _column(longitude: float, zoom: int) -> float:
    return (longitude + 180) / 360 * float(2**zoom)


def _row(latitude: float, zoom: int) -> float:
    return (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * float(2**zoom)


def _longitude(x: int, zoom: int) -> float:
    return x / float(2**zoom) * 360 - 180


def _latitude(y: int, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / float(2**zoom)))))
