"""Where people go: the venues by category and district as tables for compiled code, and the choice among them."""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.simulation.chance import State, drawn, uniform
from ansim.simulation.districts_of_jeju import DISTRICTS
from ansim.simulation.seeded_venues import CATEGORIES, Venues
from ansim.simulation.trades import TRADES

QUARTERS = 96
WEEKDAY, WEEKEND, TOURIST, TOGETHER = range(4)  # rows of Places.demand
_JOINT = {
    Category.RESTAURANT: 42.0,
    Category.RETAIL: 22.0,
    Category.CAFE: 12.0,
    Category.SIGHT: 12.0,
    Category.RELIGIOUS: 8.0,
    Category.BATH: 4.0,
}
_STAYS_HOME, _NEAR_WORK = 0.5, 0.15
_TOURIST_STAYS = 0.35


class Places(NamedTuple):
    """Group g = row × (districts + 1) + district holds `venue[first[g]:first[g + 1]]`; the last one of each row, all.

    `upto`: cumulative popularity within the group. `crowd`, `tourists`: cumulative pull of the districts. `demand`:
    cumulative demand of the rows, shape (4, rows): a person's on a
    weekday and at the weekend, a tourist's, a household's together. `rhythm`: cumulative demand of a row over
    the day's quarter hours. `median` (s), `sigma`: the stay. `hall`, `airport`: venue places.
    """

    first: NDArray[np.int64]
    venue: NDArray[np.int32]
    upto: NDArray[np.float64]
    crowd: NDArray[np.float64]
    tourists: NDArray[np.float64]
    demand: NDArray[np.float64]
    rhythm: NDArray[np.float64]
    median: NDArray[np.float64]
    sigma: NDArray[np.float64]
    row: NDArray[np.int8]
    district: NDArray[np.int16]
    opens: NDArray[np.int32]
    closes: NDArray[np.int32]
    closed_on: NDArray[np.int8]
    hall: int
    airport: int


def build_places(venues: Venues) -> Places:
    """The tables of a set of venues."""
    count = len(DISTRICTS)
    by_group = np.lexsort((venues.district, venues.row))
    own = venues.row[by_group].astype(np.int64) * (count + 1) + venues.district[by_group]
    all_of_row = venues.row[by_group].astype(np.int64) * (count + 1) + count
    group = np.concatenate((own, all_of_row))
    order = np.argsort(group, kind="stable")
    venue = np.concatenate((by_group, by_group))[order].astype(np.int32)
    first = np.searchsorted(group[order], np.arange(len(CATEGORIES) * (count + 1) + 1))
    running = np.concatenate(([0.0], np.cumsum(venues.weight[venue])))
    trades = [TRADES[category] for category in CATEGORIES]
    demand = [
        [TRADES[kind].weekday, TRADES[kind].weekend, TRADES[kind].tourist, _JOINT.get(kind, 0.0)]
        for kind in CATEGORIES
    ]
    crowd = np.array([district.thousands for district in DISTRICTS])
    return Places(
        first=first,
        venue=venue,
        upto=running[1:] - np.repeat(running[first[:-1]], np.diff(first)),
        crowd=np.cumsum(crowd),
        tourists=np.cumsum(crowd * np.array([district.pull**2 for district in DISTRICTS])),
        demand=np.ascontiguousarray(np.cumsum(demand, axis=0).T),
        rhythm=np.array([_rhythm(trade.rhythm) for trade in trades]),
        median=np.array([trade.median * 60.0 for trade in trades]),
        sigma=np.array([trade.sigma for trade in trades]),
        row=venues.row,
        district=venues.district,
        opens=venues.opens,
        closes=venues.closes,
        closed_on=venues.closed_on,
        hall=_greatest(venues, Category.EVENT),
        airport=_greatest(venues, Category.TRANSPORT),
    )


def _rhythm(corners: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    hours, weights = zip(*corners, strict=True)
    quarters = (np.arange(QUARTERS) + 0.5) / 4
    cumulative: NDArray[np.float64] = np.cumsum(
        np.interp(quarters, hours, weights, left=0, right=0)
    )
    return cumulative


def _greatest(venues: Venues, category: Category) -> int:
    of_kind = np.flatnonzero(venues.row == CATEGORIES.index(category))
    return int(of_kind[np.argmax(venues.weight[of_kind])])


@nb.njit(cache=True, nogil=True)
def chosen(state: State, places: Places, row: int, home: int, work: int, tourist: bool) -> int:  # noqa: FBT001
    """A venue of this row: near home, near work, or wherever the crowd goes; by popularity."""
    luck = uniform(state)
    if luck < (_TOURIST_STAYS if tourist else _STAYS_HOME):
        district = home
    elif tourist:
        district = drawn(state, places.tourists)
    elif luck < _STAYS_HOME + _NEAR_WORK and work >= 0:
        district = places.district[work]
    else:
        district = drawn(state, places.crowd)
    districts = places.crowd.size
    group = row * (districts + 1) + district
    if places.first[group] == places.first[group + 1]:
        group = row * (districts + 1) + districts
    start, end = places.first[group], places.first[group + 1]
    return int(places.venue[start + drawn(state, places.upto[start:end])])
