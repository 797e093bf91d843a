"""The people of a seeded province: households with a home and a work place, and parties of tourists."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.simulation.districts_of_jeju import DISTRICTS
from ansim.simulation.seeded_venues import CATEGORIES, Venues

SIGN_UPS = 978_962
ACTIVE = 600_000
TOURISTS = 0.15  # share of the active people
CYCLE = 28  # days after which a tourist's place in the log is taken by the next one
WEDDING_GUESTS = 1_180
_HOUSEHOLDS = (0.30, 0.29, 0.21, 0.16, 0.04)  # of 1 to 5 active people
_PARTIES = (0.12, 0.46, 0.17, 0.20, 0.05)
_NIGHTS = (0.08, 0.27, 0.38, 0.19, 0.08)  # 1 to 5 nights
_WORKERS = 0.30  # residents whose work place or school keeps a visitor log
_CHECK_OUT = 0.30  # people with the habit of checking out


class Inhabitants(NamedTuple):
    """Active people are 0 … n-1 in the order of their households; residents' households come first.

    Per household: `first` (CSR, one longer), `home` district, `arrival` day in the cycle (-1: resident), `nights`,
    `lodging` venue place (-1). Per person: `work` venue place (-1), `rate` (relative wish to go out), `check_out`
    (chance per visit), `guest` (bidden to the wedding).
    """

    first: NDArray[np.int32]
    home: NDArray[np.int16]
    arrival: NDArray[np.int8]
    nights: NDArray[np.int8]
    lodging: NDArray[np.int32]
    work: NDArray[np.int32]
    rate: NDArray[np.float32]
    check_out: NDArray[np.float32]
    guest: NDArray[np.bool_]

    @property
    def households(self) -> int:
        return self.home.size

    @property
    def active(self) -> int:
        return self.work.size


def build_people(rng: np.random.Generator, venues: Venues, scale: float) -> Inhabitants:
    """The active people of a province of this size (1 = 600,000)."""
    active = round(ACTIVE * scale)
    tourists = round(active * TOURISTS)
    residents = active - tourists
    sizes = _sizes(rng, residents, _HOUSEHOLDS)
    parties = _sizes(rng, tourists, _PARTIES)
    lodging = _drawn(rng, venues, Category.LODGING, parties.size)
    crowd = np.array([district.thousands for district in DISTRICTS])
    home = rng.choice(len(DISTRICTS), sizes.size, p=crowd / crowd.sum())
    return Inhabitants(
        first=np.concatenate(([0], np.cumsum(np.concatenate((sizes, parties))))).astype(np.int32),
        home=np.concatenate((home, venues.district[lodging])).astype(np.int16),
        arrival=_resident_or(sizes, rng.integers(0, CYCLE, parties.size)).astype(np.int8),
        nights=_resident_or(sizes, 1 + rng.choice(len(_NIGHTS), parties.size, p=_NIGHTS)).astype(
            np.int8
        ),
        lodging=_resident_or(sizes, lodging).astype(np.int32),
        work=_work(rng, venues, residents, active),
        rate=rng.gamma(3.0, 1 / 3, active).astype(np.float32),
        check_out=np.where(rng.random(active) < _CHECK_OUT, rng.beta(2, 2, active), 0).astype(
            np.float32
        ),
        guest=_guests(rng, residents, active),
    )


def _sizes(rng: np.random.Generator, people: int, shares: tuple[float, ...]) -> NDArray[np.int64]:
    """Group sizes that add up to the people."""
    sizes = 1 + rng.choice(len(shares), people, p=shares)
    ends = np.cumsum(sizes)
    sizes = sizes[: np.searchsorted(ends, people) + 1]
    if sizes.size:
        sizes[-1] -= sizes.sum() - people
    return sizes


def _drawn(
    rng: np.random.Generator, venues: Venues, category: Category, size: int
) -> NDArray[np.int64]:
    """Places of venues of a category, by popularity."""
    places = np.flatnonzero(venues.row == CATEGORIES.index(category))
    weight = venues.weight[places]
    return rng.choice(places, size, p=weight / weight.sum())


def _resident_or(residents: NDArray[np.int64], tourists: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate((np.full(residents.size, -1), tourists))


def _work(
    rng: np.random.Generator, venues: Venues, residents: int, active: int
) -> NDArray[np.int32]:
    work = np.full(active, -1, np.int32)
    workers = np.flatnonzero(rng.random(residents) < _WORKERS)
    pupils = rng.random(workers.size) < 0.35
    work[workers] = np.where(
        pupils,
        _drawn(rng, venues, Category.SCHOOL, workers.size),
        _drawn(rng, venues, Category.OFFICE, workers.size),
    )
    return work


def _guests(rng: np.random.Generator, residents: int, active: int) -> NDArray[np.bool_]:
    """One wedding's guests: 1,180 people, or a tenth of a small province."""
    guest = np.zeros(active, np.bool_)
    guest[rng.choice(residents, min(WEDDING_GUESTS, residents // 10), replace=False)] = True
    return guest
