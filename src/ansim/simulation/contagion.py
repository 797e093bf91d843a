"""Contagion along true stays: the earliest exposure that takes is the infection, and only later ones may follow it."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ansim.simulation.province import Visits

DAY = 86_400


class Infection(NamedTuple):
    """`infector` (-1: no visitor) infected `infected` at venue id `venue` at epoch second `at`, when the two met."""

    infector: int
    infected: int
    venue: int
    at: int
    degree: int


class Spread(NamedTuple):
    """How it spreads: chance 1 - exp(-rate × shared minutes) a meeting, at most `cases` infections and `degrees` links.

    Infectious from `latent` seconds after the infection, for `infectious` seconds.
    """

    rate: float
    cases: int
    degrees: int
    latent: int = 2 * DAY
    infectious: int = 10 * DAY


class Shared(NamedTuple):
    """Two people's time together: [at, until) at a venue, with `person`."""

    person: int
    venue: int
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class TrueStays:
    """Stays that took place, by venue and entry.

    Venue v's are the rows `of_venue[v]` to `of_venue[v + 1]`; `by_person` lists the rows by person and entry, person
    p's from `of_who[p]` to `of_who[p + 1]`.
    """

    person: NDArray[np.int32]
    venue: NDArray[np.int32]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    by_person: NDArray[np.int64]
    of_venue: NDArray[np.int64]
    of_who: NDArray[np.int64]

    @classmethod
    def of(cls, visits: Visits, really_left: NDArray[np.int64]) -> "TrueStays":
        """The stays behind visits; a check-in whose true end is its beginning was none."""
        rows = np.flatnonzero(really_left > visits.entered)
        rows = rows[np.lexsort((visits.entered[rows], visits.venue[rows]))]
        person, entered = visits.person[rows], visits.entered[rows]
        by_person = np.lexsort((entered, person))
        of_venue, of_who = (
            np.concatenate(([0], np.cumsum(np.bincount(column))))
            for column in (visits.venue[rows], person)
        )
        return cls(
            person, visits.venue[rows], entered, really_left[rows], by_person, of_venue, of_who
        )

    def of_person(self, person: int) -> list[int]:
        """The rows of a person, by entry."""
        if person + 1 >= self.of_who.size:
            return []
        rows: list[int] = self.by_person[self.of_who[person] : self.of_who[person + 1]].tolist()
        return rows

    def sharing(self, row: int) -> Iterator[Shared]:
        """Everybody who was at the venue of a row's stay during it."""
        venue, start, end = int(self.venue[row]), int(self.entered[row]), int(self.left[row])
        first, after = self.of_venue[venue], self.of_venue[venue + 1]
        after = first + np.searchsorted(self.entered[first:after], end)
        for other in (first + np.flatnonzero(self.left[first:after] > start)).tolist():
            if self.person[other] != self.person[row]:
                at, until = max(start, int(self.entered[other])), min(end, int(self.left[other]))
                yield Shared(int(self.person[other]), venue, at, until)


def spread(
    stays: TrueStays, index: int, infectious_from: int, rule: Spread, rng: np.random.Generator
) -> tuple[Infection, ...]:
    """The infections that start with `index`, infectious from an epoch second on, in order of time."""
    infected = {index}
    chain: list[Infection] = []
    waiting: list[tuple[int, Infection]] = []
    _expose(stays, index, infectious_from, 1, rule, rng, waiting)
    while waiting and len(chain) < rule.cases:
        _, infection = heappop(waiting)
        if infection.infected in infected:
            continue
        infected.add(infection.infected)
        chain.append(infection)
        if infection.degree < rule.degrees:
            start = infection.at + rule.latent
            _expose(stays, infection.infected, start, infection.degree + 1, rule, rng, waiting)
    return tuple(chain)


def _expose(
    stays: TrueStays,
    person: int,
    start: int,
    degree: int,
    rule: Spread,
    rng: np.random.Generator,
    waiting: list[tuple[int, Infection]],
) -> None:
    """Put the meetings of an infectious person that take among those that wait for their turn."""
    for row in stays.of_person(person):
        if stays.left[row] <= start or stays.entered[row] >= start + rule.infectious:
            continue
        for shared in stays.sharing(row):
            at, until = max(shared.at, start), min(shared.until, start + rule.infectious)
            if until > at and rng.random() < 1 - exp(-rule.rate * (until - at) / 60):
                heappush(waiting, (at, Infection(person, shared.person, shared.venue, at, degree)))
