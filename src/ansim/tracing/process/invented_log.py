"""The log of training cases: weeks of an invented town, made in memory at first use and the same for everybody (ADR 44).

Each day follows from its date alone, so that a case looks the same tomorrow. The log ends with yesterday, as long as the real
one goes back; nothing of it comes from a database or a key, and nothing of it is stored.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

import numpy as np

from ansim.domain.days import day_bounds, local_day
from ansim.domain.evidence import Sign
from ansim.domain.identifiers import PERSON_ID_BYTES
from ansim.domain.invented_world import PEOPLE, VENUES_FROM, invented_people, invented_venues
from ansim.domain.methods import Method
from ansim.domain.quantities import OPEN, EpochSeconds, PersonId, VenueId
from ansim.tracing.arrays import Int64s
from ansim.tracing.dwell import (
    TRAVEL,
    UNBOUNDED,
    DwellCurves,
    StayBounds,
    StayLengths,
    impute_ends,
    start_curves,
)
from ansim.tracing.index import BASE, NOBODY, Index, KnownVenues, People, Snapshot, VisitLog
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.invented_days import TownVisits, visits_of
from ansim.tracing.process.kept_log import first_kept_day

_USUAL: Final = Sign.DEVICE_BOUND | Sign.NEAR | Sign.WITHIN_HOURS
_WAYS: Final = (
    *[(Method.QR, _USUAL)] * 16,
    (Method.QR, Sign.DEVICE_BOUND | Sign.WITHIN_HOURS),
    (Method.QR, Sign.DEVICE_BOUND | Sign.FAR | Sign.WITHIN_HOURS),
    (Method.DISPLAY, _USUAL | Sign.DISPLAY_CODE),
    (Method.PASS, Sign.STAFF_SCAN | Sign.WITHIN_HOURS),
)
"""How check-ins came about, each as likely as the next."""


@dataclass(frozen=True, slots=True)
class _Town:
    """The log as it stands on one day."""

    today: date
    visits: TownVisits
    snapshot: Snapshot
    by_person: Int64s
    """Rows by person and entry."""
    firsts: Int64s
    """Where each person's begin among them."""


class InventedLog:
    """The invented log. Safe to share between threads."""

    venues_from: ClassVar[int] = VENUES_FROM

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._kept: _Town | None = None
        self.curves: DwellCurves = start_curves()
        self.lengths = self.curves.lengths()
        self.venues = KnownVenues.of(
            [
                (number, one.category, one.latitude, one.longitude, None, None)
                for number, one in enumerate(invented_venues())
            ]
        )
        ids = np.frombuffer(b"".join(invented_people()), np.uint8).reshape(-1, PERSON_ID_BYTES)
        self.people = People(PEOPLE)
        self.people.add(ids)  # numbered in this order, from 0

    def now(self) -> float:
        """Epoch seconds."""
        return self._clock()

    @property
    def snapshot(self) -> Snapshot:
        """The visits, as they stand today."""
        return self._town().snapshot

    def rows(
        self, people: Sequence[PersonId], window: calls.Window
    ) -> Mapping[PersonId, list[itinerary.Row]]:
        """The check-ins of each person on the days of a window; none of anybody who is not invented."""
        return {person: self._rows(person, window) for person in people}

    def _rows(self, person: PersonId, window: calls.Window) -> list[itinerary.Row]:
        town = self._town()
        ids = np.frombuffer(person, np.uint8).reshape(1, PERSON_ID_BYTES)
        number = int(self.people.find(ids)[0])
        if number == NOBODY:
            return []
        rows = town.by_person[town.firsts[number] : town.firsts[number + 1]]
        # Whole days, as of the real log: what ended a stay may lie beyond the window.
        first = day_bounds(local_day(window.start - 86400))[0]
        last = day_bounds(local_day(window.end - 1))[1]
        entered = town.visits.entered[rows]
        kept = rows[(entered >= first) & (entered < last)]
        return [_row(town.visits, row) for row in kept.tolist()]

    def _town(self) -> _Town:
        today = local_day(self._clock())
        with self._turn:
            if self._kept is None or self._kept.today != today:
                self._kept = _town_on(today, self._clock(), self.venues, self.lengths)
            return self._kept


def _town_on(today: date, now: float, venues: KnownVenues, lengths: StayLengths) -> _Town:
    first = first_kept_day(now)
    days = [first + timedelta(days=step) for step in range((today - first).days)]
    visits = TownVisits.joined([visits_of(day) for day in days])
    category = venues.categories(visits.venue)
    ends = impute_ends(
        visits.person,
        visits.venue,
        visits.entered,
        visits.left,
        StayBounds(
            lengths.imputed[category],
            travel=TRAVEL,
            closing=np.full(len(visits.venue), UNBOUNDED, np.int64),
            credible=lengths.credible[category],
        ),
    )
    entered, left = ((column - BASE).astype(np.int32) for column in (visits.entered, ends))
    log = VisitLog(visits.person, visits.venue, entered, left)
    bounds = [day_bounds(day)[0] - BASE for day in (*days, today)]
    index = Index.build(log, bounds, people=PEOPLE, venues=len(venues.category))
    by_person = np.lexsort((visits.entered, visits.person)).astype(np.int64)
    firsts = np.searchsorted(visits.person[by_person], np.arange(PEOPLE + 1)).astype(np.int64)
    return _Town(today, visits, index.snapshot, by_person, firsts)


def _row(columns: TownVisits, row: int) -> itinerary.Row:
    entered, left = int(columns.entered[row]), int(columns.left[row])
    person, lot = int(columns.person[row]), int(columns.lot[row])
    method, signs = _WAYS[lot % len(_WAYS)]
    return itinerary.Row(
        visit=entered.to_bytes(8) + person.to_bytes(8),
        venue=VenueId(int(columns.venue[row])),
        entered=EpochSeconds(entered),
        left=None if left == OPEN else EpochSeconds(left),
        party=lot // len(_WAYS) % 12 // 9,
        method=method,
        signs=int(signs),
    )
