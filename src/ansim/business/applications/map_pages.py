"""The map as pages show it: the view moved by what was pressed, its neighbours, tiles under it where there are some."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from ansim.business.applications.maps import HEIGHT, METRES, WIDTH, Neighbour, View, drawn
from ansim.business.applications.tiles import drawn_tiles
from ansim.business.models import Venue
from ansim.portal.middleware import let_images_from
from ansim.settings.tile_server import tile_server

_STEPS: Final = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_STEP_PIXELS: Final = 8
_NEIGHBOURS: Final = 40
MIDDLE: Final = View(33.38, 126.55, len(METRES) - 1)
"""Where nobody knows better: all of Jeju."""


def moved_view(given: Mapping[str, str]) -> View:
    """The view that the page showed, after what was pressed: a direction, nearer or farther, or a point of the map."""
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
        zoom = int(given["zoom"])
        x, y = float(given.get("map.x", WIDTH / 2)), float(given.get("map.y", HEIGHT / 2))
    except (KeyError, ValueError):
        return MIDDLE
    if not all(map(isfinite, (latitude, longitude, x, y))):
        return MIDDLE
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom < len(METRES)):
        return MIDDLE
    view = View(latitude, longitude, zoom)
    metres = view.metres_a_pixel
    if given.get("do") in _STEPS:
        east, north = _STEPS[given["do"]]
        return view.moved(east * _STEP_PIXELS * metres, north * _STEP_PIXELS * metres)
    if given.get("do") in {"nearer", "farther"}:
        return view.zoomed(-1 if given["do"] == "nearer" else 1)
    return view.moved(
        (min(max(x, 0), WIDTH) - WIDTH / 2) * metres, (HEIGHT / 2 - min(max(y, 0), HEIGHT)) * metres
    )


def with_map(
    request: HttpRequest, page: str, view: View, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page with the map; the map alone where the script asks for that."""
    server = tile_server()
    label, under = gettext("Map with the pin in its middle"), None
    if server is not None:
        under = drawn_tiles(view, server)
    shown = {
        **context,
        "view": view,
        "map": drawn(view, _neighbours(view), label, under),
        "credit": server.credit if server else "",
        "nearest": view.zoom == 0,
        "farthest": view.zoom == len(METRES) - 1,
    }
    alone = request.headers.get("X-Map")
    response = render(request, "applications/map.html" if alone else page, shown, status=status)
    return let_images_from(response, server.origin) if server else response


def _neighbours(view: View) -> list[Neighbour]:
    west, south, east, north = view.box
    if view.zoom > 2:
        return []  # thousands, too small to read
    near = Venue.objects.filter(
        latitude__range=(south, north), longitude__range=(west, east), parent=None, closed_at=None
    )
    return [
        Neighbour(one.name, one.latitude or 0, one.longitude or 0) for one in near[:_NEIGHBOURS]
    ]
