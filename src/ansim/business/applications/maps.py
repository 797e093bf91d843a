"""A map to set a pin on, drawn here: boundaries, coast and neighbouring venues as SVG. No foreign host is asked.

The plane is degrees scaled at the map's own latitude, true to a metre over the few kilometres that a map shows.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ansim.business.districts import districts_within
from ansim.domain.distances import METRES_OF_A_DEGREE

WIDTH: Final = 320
HEIGHT: Final = 260
_SIGN: Final = 13  # units of the map that a sign of a name takes
METRES: Final = (120, 300, 800, 2_000, 6_000, 20_000)
"""Half the width of the map, by zoom: from a few houses to half an island."""
USUAL_ZOOM: Final = 1


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A venue that stands on the map so that people find their bearings."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: its middle in degrees, and its zoom (a place in `METRES`)."""

    latitude: float
    longitude: float
    zoom: int = USUAL_ZOOM

    @property
    def metres_a_pixel(self) -> float:
        """Metres that one pixel of the map stands for."""
        return METRES[self.zoom] * 2 / WIDTH

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        up = HEIGHT / 2 * self.metres_a_pixel / METRES_OF_A_DEGREE
        aside = WIDTH / 2 * self.metres_a_pixel / self._of_longitude
        return (
            self.longitude - aside,
            self.latitude - up,
            self.longitude + aside,
            self.latitude + up,
        )

    def pixel(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point lies on the map, from its upper left."""
        right = (longitude - self.longitude) * self._of_longitude / self.metres_a_pixel
        down = (self.latitude - latitude) * METRES_OF_A_DEGREE / self.metres_a_pixel
        return round(WIDTH / 2 + right, 1), round(HEIGHT / 2 + down, 1)

    def moved(self, east: float, north: float) -> "View":
        """The view so many metres further."""
        return View(
            round(self.latitude + north / METRES_OF_A_DEGREE, 6),
            round(self.longitude + east / self._of_longitude, 6),
            self.zoom,
        )

    def zoomed(self, step: int) -> "View":
        """Nearer (-1) or farther (+1), as far as it goes."""
        zoom = min(max(self.zoom + step, 0), len(METRES) - 1)
        return View(self.latitude, self.longitude, zoom)

    @property
    def _of_longitude(self) -> float:
        return METRES_OF_A_DEGREE * math.cos(math.radians(self.latitude))


def drawn(
    view: View, neighbours: Iterable[Neighbour], label: str, under: SafeString | None = None
) -> SafeString:
    """The map as an SVG element with the pin in its middle; colours come from the page's style.

    `under` are images of a tile server: boundaries are then lines over them.
    """
    land, names = [], []
    for district, shape in districts_within(*view.box):
        if path := land_path(view, shape):
            land.append((path,))
            middle = shape.representative_point()
            names.append((*view.pixel(middle.y, middle.x), district.name))
    if len(names) == 1:  # its middle is where the pin is
        names = [(WIDTH / 2, 18, names[0][2])]
    names = _apart(names)
    marks = [(*view.pixel(one.latitude, one.longitude), one.name) for one in neighbours]
    inside = [(x, y, name) for x, y, name in marks if 0 <= x <= WIDTH and 0 <= y <= HEIGHT]
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"{}><rect class="sea" width="100%" height="100%"/>{}{}{}{}'
        '<path class="pin" d="M{} {}l-9 -19a10 10 0 1 1 18 0z"/>{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        mark_safe(' class="tiled"') if under else "",
        under or "",
        format_html_join("", '<path class="land" d="{}"/>', land),
        format_html_join("", '<text class="town" x="{}" y="{}">{}</text>', names),
        format_html_join(
            "",
            '<g class="near"><circle cx="{}" cy="{}" r="3.5"/><text x="{}" y="{}" text-anchor="{}">{}</text></g>',
            (  # towards the middle, so that the edge cuts no name
                (x, y, x + 6, y + 4, "start", name[:12])
                if x < WIDTH / 2
                else (x, y, x - 6, y + 4, "end", name[:12])
                for x, y, name in inside[:12]
            ),
        ),
        WIDTH // 2,
        HEIGHT // 2,
        _scale(view),
    )


def _apart(names: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Those names that no edge cuts and that lie over none nearer to the pin: of a province a few, of a town all."""
    kept: list[tuple[float, float, str]] = []
    nearest = sorted(names, key=lambda one: math.hypot(one[0] - WIDTH / 2, one[1] - HEIGHT / 2))
    for x, y, name in nearest:
        half = _SIGN * len(name) / 2
        if half <= x <= WIDTH - half and all(
            abs(x - other_x) > half + _SIGN * len(other) / 2 or abs(y - other_y) > _SIGN
            for other_x, other_y, other in kept
        ):
            kept.append((x, y, name))
    return kept


def _scale(view: View) -> SafeString:
    metres = METRES[view.zoom] // 2
    length = metres / view.metres_a_pixel
    words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    return format_html(
        '<g class="scale"><path d="M10 {}v5h{}v-5"/><text x="12" y="{}">{}</text></g>',
        HEIGHT - 15,
        round(length, 1),
        HEIGHT - 18,
        words,
    )


def land_path(view: View, shape: Any) -> str:
    """The rings of a shape as SVG path data; lines that no eye can tell apart are left out."""
    plain = shape.simplify(view.metres_a_pixel / METRES_OF_A_DEGREE)
    rings = []
    for part in getattr(plain, "geoms", [plain]):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            points = " ".join(f"{x:g} {y:g}" for x, y in (view.pixel(b, a) for a, b in ring.coords))
            rings.append(f"M{points}z")
    return "".join(rings)
