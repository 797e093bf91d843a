"""The page on which an owner sets the pin: by touch, by keys, by buttons that work without a script."""

from contextlib import suppress
from math import isfinite
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ansim.business.admission.deciding import AlreadyDecidedError, keep_form
from ansim.business.applications.handing_in import set_pin
from ansim.business.applications.maps import (
    HEIGHT,
    METRES,
    WIDTH,
    Neighbour,
    View,
    drawn,
)
from ansim.business.applications.tiles import drawn_tiles
from ansim.business.models import Venue, VenueApplication
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.members import Right
from ansim.portal.middleware import let_images_from
from ansim.settings.tile_server import tile_server

_STEPS: Final = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_STEP_PIXELS: Final = 8
_MIDDLE: Final = View(33.38, 126.55, len(METRES) - 1)  # where nobody knows better: all of Jeju
_NEIGHBOURS: Final = 40


@owned(Right.APPLY)
@require_http_methods(["GET", "POST"])
def pin(request: OwnerRequest, application_id: int) -> HttpResponse:
    """The map with the pin in its middle; a press moves it, `set` keeps it."""
    application = get_object_or_404(VenueApplication, pk=application_id)
    if not application.is_open_to_its_owner:
        return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))
    view = _moved(request) if request.method == "POST" else _stored(application)
    if request.method == "POST" and request.POST.get("do") == "set":
        set_pin(application.form, view.latitude, view.longitude)
        with suppress(AlreadyDecidedError):  # the page that follows says how it stands
            keep_form(application)
        return HttpResponseRedirect(reverse("applications:edit", args=[application.pk]))
    server = tile_server()
    label, under = gettext("Map with the pin in its middle"), None
    if server is not None:
        under = drawn_tiles(view, server)
    context = {
        "application": application,
        "view": view,
        "map": drawn(view, _neighbours(view), label, under),
        "credit": server.credit if server else "",
        "nearest": view.zoom == 0,
        "farthest": view.zoom == len(METRES) - 1,
    }
    page = "applications/map.html" if request.headers.get("X-Map") else "applications/pin.html"
    response = render(request, page, context)
    return let_images_from(response, server.origin) if server else response


def _stored(application: VenueApplication) -> View:
    place = application.place
    return View(*place) if place else _MIDDLE


def _moved(request: OwnerRequest) -> View:
    """The view that the page showed, after what was pressed: a direction, nearer or farther, or a point of the map."""
    given = request.POST
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
        zoom = int(given["zoom"])
        x, y = float(given.get("map.x", WIDTH / 2)), float(given.get("map.y", HEIGHT / 2))
    except (KeyError, ValueError):
        return _MIDDLE
    if not all(map(isfinite, (latitude, longitude, x, y))):
        return _MIDDLE
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom < len(METRES)):
        return _MIDDLE
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
