"""Outbreaks planted in a seeded province: who infected whom, where and when is known, so that a search can be judged.

Infections run along true stays (`really_left`), also where the log itself knows no end. The scenarios are those that
every tracing method must face: a wedding, a commuter hub, a family, a person without contacts, a hidden source.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from ansim.domain.days import day_bounds
from ansim.domain.errors import AnsimError
from ansim.domain.quantities import OPEN
from ansim.simulation.contagion import Infection, Spread, TrueStays, spread
from ansim.simulation.province import DayOfTruth, Province, Visits, joined
from ansim.simulation.scenario import Scenario

DAY = 86_400
SOURCE_CASES, OTHER_CASES = 12, 88
_SOURCE_SECONDS = 5400  # stays at the hidden source begin within so long
_SOURCE_STAY = 3600


class OutbreakError(AnsimError):
    """An outbreak that cannot be planted in this log; the message says what is wrong or what the log lacks."""


@dataclass(frozen=True, slots=True)
class Outbreak:
    """A log with an outbreak in it, and its truth.

    `visits` and `really_left` include what was planted. `index`: the first case (-1 for a hidden source). `chain`: every
    infection, in order of time. `cases`: everybody infected, the index first; for a hidden source also the cases from
    elsewhere, sorted. `source`: venue id and the window [from, to) of entries at a hidden source.
    """

    scenario: Scenario
    visits: Visits
    really_left: NDArray[np.int64]
    index: int
    chain: tuple[Infection, ...]
    cases: tuple[int, ...]
    source: tuple[int, int, int] | None = None

    def days(self, start: date, count: int) -> Iterator[DayOfTruth]:
        """The log as its days again, with what was planted, as `Province.days` gives them."""
        for number in range(count):
            day = start + timedelta(days=number)
            rows = slice(*np.searchsorted(self.visits.entered, day_bounds(day)))
            yield DayOfTruth(day, self.visits.of(rows), self.really_left[rows])


def plant(
    province: Province, days: list[DayOfTruth], scenario: Scenario, seed: int = 0
) -> Outbreak:
    """Plant an outbreak in the days of a province; the same seed plants the same. Raises OutbreakError."""
    if seed < 0:
        raise OutbreakError(f"seed {seed} of the outbreak: from 0 up")
    if not days:
        raise OutbreakError("no days to plant an outbreak in")
    visits = joined([told.visits for told in days])
    left = np.concatenate([told.really_left for told in days])
    return _PLANTERS[scenario](province, visits, left, np.random.default_rng((seed, 41)))


def _wedding(
    province: Province, visits: Visits, left: NDArray[np.int64], rng: np.random.Generator
) -> Outbreak:
    start = day_bounds(province.start)[0] + province.wedding_day * DAY
    hall = province.places.hall + 1
    there = (visits.venue == hall) & (visits.entered >= start) & (visits.entered < start + DAY)
    there &= province.people.guest[np.minimum(visits.person, province.people.active - 1)] & (
        left > visits.entered
    )
    if not there.any():
        raise OutbreakError(
            f"no wedding in this log: it is on day {province.wedding_day}, take more days"
        )
    row = int(rng.choice(np.flatnonzero(there)))
    return _spreading(
        Scenario.WEDDING,
        visits,
        left,
        int(visits.person[row]),
        int(visits.entered[row]),
        Spread(0.001, 400, 3),
        rng,
    )


def _hub(
    province: Province, visits: Visits, left: NDArray[np.int64], rng: np.random.Generator
) -> Outbreak:
    residents = province.people.first[int((province.people.arrival < 0).sum())]
    passing = (
        (visits.venue == province.places.airport + 1)
        & (visits.person < residents)
        & (left > visits.entered)
    )
    if not passing.any():
        raise OutbreakError(
            "nobody passed through the busiest transport venue: take more days or a larger province"
        )
    times = np.bincount(visits.person[passing])
    index = int(rng.choice(np.flatnonzero(times == times.max())))
    first = int(visits.entered[passing & (visits.person == index)].min())
    return _spreading(Scenario.HUB, visits, left, index, first, Spread(0.002, 100, 3), rng)


def _family(
    province: Province, visits: Visits, left: NDArray[np.int64], rng: np.random.Generator
) -> Outbreak:
    stays, first = TrueStays.of(visits, left), province.people.first
    residents = int((province.people.arrival < 0).sum())
    sized = np.flatnonzero(np.diff(first[: residents + 1]) == 2)
    for household in rng.permutation(sized).tolist():
        index, other = int(first[household]), int(first[household]) + 1
        for row in stays.of_person(index):
            for shared in stays.sharing(row):
                if shared.person == other and shared.until - shared.at >= 900:
                    infection = Infection(index, other, shared.venue, shared.at, 1)
                    return Outbreak(
                        Scenario.FAMILY, visits, left, index, (infection,), (index, other)
                    )
    raise OutbreakError(
        "no two people of one household shared a quarter of an hour: take more days"
    )


def _alone(
    province: Province, visits: Visits, left: NDArray[np.int64], rng: np.random.Generator
) -> Outbreak:
    """Somebody who signed up and never came before visits, day after day, the venue with the fewest guests, at night."""
    if province.sign_ups <= province.people.active:
        raise OutbreakError("everybody who signed up is active: no one is left to be alone")
    index = int(rng.integers(province.people.active, province.sign_ups))
    counts = np.bincount(visits.venue, minlength=len(province.venues) + 1)
    venue = int(np.argmin(counts[1:])) + 1
    mine = visits.venue == venue
    start = day_bounds(province.start)[0]
    nights = (
        start
        + np.arange(
            int(visits.entered.min() - start) // DAY, int(visits.entered.max() - start) // DAY + 1
        )
        * DAY
    )
    entered = [
        int(night) + 4 * 3600
        for night in nights
        if not ((visits.entered[mine] < night + 5 * 3600) & (left[mine] > night + 4 * 3600)).any()
    ]
    if not entered:
        raise OutbreakError("every venue has guests at four every night: nobody can be alone")
    more, ends = _planted(
        [index] * len(entered), venue, entered, [moment + 1800 for moment in entered]
    )
    visits, left = _with(visits, left, more, ends)
    return Outbreak(Scenario.ALONE, visits, left, index, (), (index,))


def _source(
    province: Province, visits: Visits, left: NDArray[np.int64], rng: np.random.Generator
) -> Outbreak:
    """Twelve strangers are given a visit to one quiet venue on one afternoon; 88 others fell ill elsewhere."""
    counts = np.bincount(visits.venue, minlength=len(province.venues) + 1)[1:]
    quiet = np.flatnonzero(
        (counts > 0) & (counts <= np.median(counts)) & (province.venues.opens <= 10 * 3600)
    )
    venue = int(rng.choice(quiet)) + 1
    start = (
        int(visits.entered.min() - day_bounds(province.start)[0]) // DAY * DAY
        + day_bounds(province.start)[0]
    )
    span = int(visits.entered.max() - start) // DAY + 1
    opens = start + int(rng.integers(0, span)) * DAY + 14 * 3600
    away = (visits.entered < opens + _SOURCE_SECONDS + _SOURCE_STAY + 1800) & (left > opens - 1800)
    seen = np.setdiff1d(visits.person, visits.person[away])
    first = province.people.first
    seen = seen[seen < province.people.active]
    strangers = seen[
        np.unique(np.searchsorted(first, seen, side="right"), return_index=True)[1]
    ]  # one a household
    if strangers.size < SOURCE_CASES + OTHER_CASES:
        raise OutbreakError(
            f"{strangers.size} households are free for a source: take a larger province"
        )
    chosen = rng.choice(strangers, SOURCE_CASES + OTHER_CASES, replace=False).tolist()
    sick = sorted(chosen[:SOURCE_CASES])
    entered = (opens + rng.integers(0, _SOURCE_SECONDS, SOURCE_CASES)).tolist()
    more, ends = _planted(sick, venue, entered, [moment + _SOURCE_STAY for moment in entered])
    visits, left = _with(visits, left, more, ends)
    chain = sorted(
        (Infection(-1, who, venue, at, 1) for who, at in zip(sick, entered, strict=True)),
        key=lambda one: one.at,
    )
    window = (venue, opens, opens + _SOURCE_SECONDS)
    return Outbreak(Scenario.SOURCE, visits, left, -1, tuple(chain), tuple(sorted(chosen)), window)


_PLANTERS: Mapping[
    Scenario, Callable[[Province, Visits, NDArray[np.int64], np.random.Generator], Outbreak]
] = {
    Scenario.WEDDING: _wedding,
    Scenario.HUB: _hub,
    Scenario.FAMILY: _family,
    Scenario.ALONE: _alone,
    Scenario.SOURCE: _source,
}


def _spreading(
    scenario: Scenario,
    visits: Visits,
    left: NDArray[np.int64],
    index: int,
    infectious_from: int,
    rule: Spread,
    rng: np.random.Generator,
) -> Outbreak:
    chain = spread(TrueStays.of(visits, left), index, infectious_from, rule, rng)
    cases = (index, *(infection.infected for infection in chain))
    return Outbreak(scenario, visits, left, index, chain, cases)


def _planted(
    people: list[int], venue: int, entered: list[int], left: list[int]
) -> tuple[Visits, NDArray[np.int64]]:
    """Visits without a check-out, and when they really ended."""
    count = len(people)
    visits = Visits(
        np.array(people, np.int32),
        np.full(count, venue, np.int32),
        np.array(entered, np.int64),
        np.full(count, OPEN, np.int64),
        np.zeros(count, np.int8),
    )
    return visits, np.array(left, np.int64)


def _with(
    visits: Visits, left: NDArray[np.int64], more: Visits, ends: NDArray[np.int64]
) -> tuple[Visits, NDArray[np.int64]]:
    """Both together, by the moment of entry."""
    together, real = joined([visits, more]), np.concatenate((left, ends))
    order = np.argsort(together.entered, kind="stable")
    return together.of(order), real[order]
