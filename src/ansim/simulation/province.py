"""A seeded province at the size of DESIGN §1: venues, people, and every check-in of any number of days."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ansim.domain.days import day_bounds
from ansim.domain.errors import AnsimError
from ansim.domain.quantities import OPEN
from ansim.simulation.destinations import Places, build_places
from ansim.simulation.households import Today, residents, tourists
from ansim.simulation.person_days import ROOM, Rows, empty_rows
from ansim.simulation.population import CYCLE, SIGN_UPS, Inhabitants, build_people
from ansim.simulation.scenario import LAST_SEED, START
from ansim.simulation.seeded_venues import Venues, build_venues

CHECK_INS_A_WEEK = 15.7  # per active person, third week of June 2021
FIRST_START, LAST_START = date(2000, 1, 1), date(2099, 12, 31)
_CHUNK = 20_000  # households that one call of the compiled code takes
_PILOT = 30_000  # households that the demand is set by
_THREADS = 2


_COLUMNS = ("person", "venue", "entered", "left", "party")


class ProvinceError(AnsimError):
    """A province that cannot be built; the message names the value."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Check-ins as arrays of one length, by the moment of entry within each day.

    `person`: 0 up; `venue`: venue ids, 1 up; `entered`, `left`: epoch seconds, `left` OPEN (-1) where nobody checked
    out; `party`: people in company who did not check in themselves.
    """

    person: NDArray[np.int32]
    venue: NDArray[np.int32]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    party: NDArray[np.int8]

    def __len__(self) -> int:
        return self.person.size

    def of(self, rows: slice | NDArray[np.int64]) -> "Visits":
        """Those of some rows, in their order."""
        return Visits(*(getattr(self, name)[rows] for name in _COLUMNS))


@dataclass(frozen=True, slots=True)
class DayOfTruth:
    """A day's visits and, kept apart, when each person really left (the entry itself: was never there)."""

    day: date
    visits: Visits
    really_left: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Province:
    """A province; the same seed, scale and start give the same visits on every machine and number of cores."""

    seed: int
    scale: float
    start: date
    venues: Venues
    people: Inhabitants
    places: Places
    factor: float

    @classmethod
    def build(cls, seed: int, scale: float = 1.0, start: date = START) -> "Province":
        """A province of `scale` × (50,054 venues, 978,962 sign-ups, 600,000 active people). Raises ProvinceError."""
        if not 0 <= seed <= LAST_SEED:
            raise ProvinceError(f"seed {seed}: from 0 to {LAST_SEED}")
        if not FIRST_START <= start <= LAST_START:
            raise ProvinceError(f"start {start}: from {FIRST_START} to {LAST_START}")
        if not 0.001 <= scale <= 10:
            raise ProvinceError(f"scale {scale}: from 0.001 (600 active people) to 10")
        rng = np.random.default_rng(seed)
        venues = build_venues(rng, scale)
        people = build_people(rng, venues, scale)
        bare = cls(seed, scale, start, venues, people, build_places(venues), 1.0)
        return replace(bare, factor=_fitted_factor(bare))

    @property
    def sign_ups(self) -> int:
        """People who signed up; those from `people.active` on never check in."""
        return round(SIGN_UPS * self.scale)

    @property
    def wedding_day(self) -> int:
        """The number of the day on which the great wedding is held: the second Saturday."""
        return (5 - self.start.weekday()) % 7 + 7

    def day(self, number: int) -> DayOfTruth:
        """The visits of day `number` from the start, and the truth behind them."""
        rows = self._rows(number)
        order = np.argsort(rows.entered, kind="stable")
        day = self.start + timedelta(days=number)
        midnight = day_bounds(day)[0]
        left = rows.left[order].astype(np.int64)
        visits = Visits(
            person=rows.person[order],
            venue=rows.venue[order] + np.int32(1),
            entered=rows.entered[order] + np.int64(midnight),
            left=np.where(left >= 0, left + midnight, OPEN),
            party=rows.party[order],
        )
        return DayOfTruth(day, visits, rows.truth[order] + np.int64(midnight))

    def days(self, days: int, first: int = 0) -> Iterator[DayOfTruth]:
        """Day after day, so that a whole log need not be held."""
        return (self.day(number) for number in range(first, first + days))

    def visits(self, days: int, first: int = 0) -> Visits:
        """All visits of a number of days."""
        return joined([told.visits for told in self.days(days, first)])

    def _rows(self, number: int) -> Rows:
        """A day's rows, in the order of the households."""
        weekday = (self.start + timedelta(days=number)).weekday()
        of_residents = int(np.count_nonzero(self.people.arrival < 0))
        edges = sorted(
            {*range(0, self.people.households, _CHUNK), of_residents, self.people.households}
        )
        jobs = [
            (number, weekday, start, end, start < of_residents) for start, end in pairwise(edges)
        ]
        with ThreadPoolExecutor(_THREADS) as pool:
            parts = list(pool.map(lambda job: self._chunk(*job), jobs))
        return Rows._make(np.concatenate(columns) for columns in zip(*parts, strict=True))

    def _chunk(self, number: int, weekday: int, start: int, end: int, resident: bool) -> Rows:  # noqa: FBT001
        room = ROOM * int(self.people.first[end] - self.people.first[start])
        rows = empty_rows(room)
        wedding = number % CYCLE == self.wedding_day
        today = Today(np.uint64(self.seed), number, weekday, wedding, self.factor)
        walked = residents if resident else tourists
        count = walked(today, start, end, self.people, self.places, rows)
        return Rows._make(column[:count].copy() for column in rows)


def joined(parts: list[Visits]) -> Visits:
    """Visits one after the other."""
    return Visits(*(np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS))


def _fitted_factor(bare: Province) -> float:
    """The residents' errands a day at which an active person checks in 15.7 times a week.

    Found on a sample: errands that do not fit into a day are left out, so that the number asked for is not the
    number walked.
    """
    people = bare.people
    of_residents = int(np.count_nonzero(people.arrival < 0))
    sample = min(of_residents, _PILOT)
    share = people.first[sample] / people.first[of_residents]
    whole = (
        CHECK_INS_A_WEEK * people.active
        - sum(
            bare._chunk(day, day % 7, of_residents, people.households, resident=False).person.size  # noqa: SLF001
            for day in range(CYCLE)
        )
        / 4
    )
    factor = 3.0
    for _ in range(4):
        trial = replace(bare, factor=factor)
        walked = sum(
            trial._chunk(day, day, 0, sample, resident=True).person.size  # noqa: SLF001
            for day in range(7)
        )
        factor *= whole * share / walked
    return factor
