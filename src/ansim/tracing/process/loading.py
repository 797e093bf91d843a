"""From the database into the index: days in bulk at the start, then what changes, as it is committed."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import psycopg
from numpy.typing import NDArray

from ansim.domain.days import day_bounds
from ansim.domain.quantities import OPEN, Tag
from ansim.keys import DayKeyMissingError, DayKeys
from ansim.tracing.arrays import Flags, Int32s, Int64s, Places
from ansim.tracing.dwell import TRAVEL, UNBOUNDED, DwellCurves, StayBounds, impute_ends
from ansim.tracing.index import (
    BASE,
    Index,
    KnownVenues,
    People,
    VisitLog,
    Zones,
    columns_of,
    concatenated,
)
from ansim.tracing.process.late import LateVisits
from ansim.tracing.process.numbers import RECENT, Numbers
from ansim.visits.bulk import DayOfVisits, read_day

log = logging.getLogger(__name__)
_PEOPLE_STEP, _VENUE_STEP = 1 << 16, 1 << 10

# A row is written on its own day; days of before have what gateways of the release before wrote.
_CHANGED = """
    SELECT seq, day, venue_id, tag, extract(epoch FROM entered_at)::int8,
           coalesce(extract(epoch FROM left_at)::int8, -1)
    FROM visits.visit WHERE (seq > %s OR seq = ANY (%s)) AND day >= visits.today() - 4
"""
_RECENT = "SELECT seq FROM visits.visit WHERE seq > %s AND day >= visits.today() - 4"
_OF_PEOPLE = """
    SELECT day, venue_id, tag, extract(epoch FROM entered_at)::int8, coalesce(extract(epoch FROM left_at)::int8, -1), id
    FROM visits.visit WHERE day = %s AND tag = ANY (%s)
"""

Connection = psycopg.Connection[tuple[Any, ...]]
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Visits, person numbers given, times in epoch seconds; `left` is OPEN where nobody checked out."""

    person: Int32s
    venue: Int32s
    entered: Int64s
    left: Int64s

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Places) -> "Change":
        """Some of them."""
        return Change(self.person[rows], self.venue[rows], self.entered[rows], self.left[rows])

    def and_also(self, others: "Change") -> "Change":
        """These, and behind them the others."""
        return Change(
            np.concatenate((self.person, others.person)),
            np.concatenate((self.venue, others.venue)),
            np.concatenate((self.entered, others.entered)),
            np.concatenate((self.left, others.left)),
        )


class _Night(NamedTuple):
    """Visits of a day that last into the next by the curves, with closing times, and their rows in the day's log."""

    change: Change
    closing: Int64s
    rows: Places


_NO_CHANGE = Change(
    np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64)
)
_NOBODY = _Night(_NO_CHANGE, np.empty(0, np.int64), np.empty(0, np.intp))


class Loader:
    """Keeps an index true to the visits database. `dsn` is the tracer's own."""

    def __init__(self, dsn: str, keys: DayKeys, venues: KnownVenues, curves: DwellCurves) -> None:
        self._dsn, self._keys, self.venues = dsn, keys, venues
        self.people = People(1 << 16)
        self.late = LateVisits(keys)
        self.newest = 0
        self._numbers = Numbers()
        self._came_late: list[_Row] = []
        self.use(curves)

    def use(self, curves: DwellCurves) -> None:
        """Impute the ends of open stays by these curves from now on."""
        self.lengths = curves.lengths()

    def load(self, days: list[date], now: float) -> Index:
        """The index of these days, oldest first, those that ended before `now` sealed.

        A day without a key cannot be read and is left out.
        """
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            self._numbers = numbers_of(connection)
            self.late.follow(connection)
        logs: list[VisitLog] = []
        night = _NOBODY
        with ThreadPoolExecutor(2) as pool:
            for part in pool.map(self._read, days):
                if part is None:
                    night = _NOBODY
                    continue
                change, closing = self._prepared(part), self._closings(part)
                # What lasted into this day by the curves may have been ended, or be told once more, by its check-ins.
                both = night.change.and_also(change)
                ends = self._ends(both, np.concatenate((night.closing, closing)))
                if len(night.change):
                    _, before = _seconds(night.change.entered, ends[: len(night.change)])
                    logs[-1].left[night.rows] = before
                ends = ends[len(night.change) :]
                logs.append(_as_log(change, ends))
                rows = np.flatnonzero(ends > day_bounds(part.day)[1])
                night = _Night(change.take(rows), closing[rows], rows)
        log = concatenated(logs)
        self.newest = int(log.entered.max(initial=0)) + BASE if len(log) else int(now)
        people, venues = self._room(log)
        begun = [day for day in days if day_bounds(day)[0] <= now] or days[:1]
        bounds = [day_bounds(day)[0] - BASE for day in begun]
        index = Index.build(log, bounds, people=people, venues=venues)
        index.lay_out(Zones(self.venues.venue_of))
        return index

    def follow(self, index: Index, connection: Connection, *, all_gaps: bool = False) -> int:
        """Take in what was committed since the last time; returns how many rows that were.

        `all_gaps`: also what was long on its way (`numbers`).
        """
        now = time.monotonic()
        wanted = self._numbers.wanted(now, all_gaps=all_gaps)
        found = connection.execute(_CHANGED, wanted).fetchall()
        self._came_late += [
            (day, row.venue, row.tag, row.entered, row.left)
            for day, row in self.late.follow(connection, all_gaps=all_gaps)
        ]
        rows = [row[1:] for row in found if self._numbers.is_new(row[0])] + self._came_late
        taken = 0
        for day in sorted({row[0] for row in rows}):
            change = self._change(day, [row for row in rows if row[0] == day])
            if len(change):
                taken += self._take_in(index, connection, day, change)
        self._numbers.take((row[0] for row in found), now)
        self._came_late.clear()
        if rows:
            self.newest = max(self.newest, *(row[3] for row in rows))
        return taken

    def _read(self, day: date) -> DayOfVisits | None:
        try:
            self._keys.tagger(day)
        except DayKeyMissingError:
            log.warning(
                "no key for %s: its visits cannot be linked to anyone and are left out", day
            )
            return None
        return self.late.complete(read_day(self._dsn, day))

    def _prepared(self, part: DayOfVisits) -> Change:
        person = np.empty(0, np.int32)
        if len(part.tags):
            person = self.people.add(self._keys.people(part.day, part.tags))
        return Change(person, part.venues.astype(np.int32), part.entered, part.left)

    def _closings(self, part: DayOfVisits) -> Int64s:
        return self.venues.closings_of_day(part.day, part.venues, part.entered)

    def _ends(self, change: Change, closing: Int64s) -> Int64s:
        category = self.venues.categories(change.venue)
        return impute_ends(
            change.person,
            change.venue,
            change.entered,
            change.left,
            StayBounds(
                self.lengths.imputed[category],
                travel=TRAVEL,
                closing=closing,
                credible=self.lengths.credible[category],
            ),
            home=self.venues.homes(change.venue),
        )

    def _change(self, day: date, rows: Sequence[tuple[Any, ...]]) -> Change:
        """Rows of (day, venue, tag, entered, left) of one day; none where the day's key is gone."""
        if not rows:
            return _NO_CHANGE
        tags = np.frombuffer(b"".join(bytes(row[2]) for row in rows), np.uint8).reshape(-1, 16)
        try:
            person = self.people.add(self._keys.people(day, tags))
        except DayKeyMissingError:
            return _NO_CHANGE
        columns = np.array([(row[1], row[3], row[4]) for row in rows], np.int64)
        return Change(person, columns[:, 0].astype(np.int32), columns[:, 1], columns[:, 2])

    def _take_in(self, index: Index, connection: Connection, day: date, change: Change) -> int:
        """What these people did around this day is judged anew: a check-in ends a stay elsewhere, a check-out a presence."""
        known = _held(index, change)
        ended = known & (change.left != OPEN)
        if not (ended | ~known).any():
            return 0
        ids = self.people.ids(np.unique(change.person))
        around = [day + timedelta(days=step) for step in (-1, 0, 1)]
        every = change.take(np.empty(0, np.intp))
        for one in around:
            every = every.and_also(self._of_day(connection, one, ids))
        closing = [
            self.venues.closing(int(venue), int(at))
            for venue, at in zip(every.venue, every.entered, strict=True)
        ]
        bounds = np.array([UNBOUNDED if end is None else end for end in closing], np.int64)
        log, held = _as_log(every, self._ends(every, bounds)), _held(index, every)
        if held.any():
            index.end_stays(*(column[held] for column in columns_of(log)))
        if not held.all():
            fresh = VisitLog(*(column[~held] for column in columns_of(log)))
            people, venues = self._room(fresh)
            index.append(fresh, people=people, venues=venues)
        return int((~known).sum() + ended.sum())

    def _of_day(self, connection: Connection, day: date, ids: NDArray[np.uint8]) -> Change:
        try:
            tags = [row.tobytes() for row in self._keys.tags(day, ids)]
        except DayKeyMissingError:
            return _NO_CHANGE
        late, known, rows = self.late.of(day), set(), []
        for *row, left, visit in connection.execute(_OF_PEOPLE, (day, tags)):
            tag, entered = Tag(bytes(row[2])), row[3]
            known.add((tag, visit.bytes))
            end = late.end_of(tag, visit.bytes) if left == OPEN else None
            rows.append((*row, left if end is None or end.left < entered else end.left))
        rows += [
            (day, one.venue, one.tag, one.entered, one.left)
            for one in late.of(map(Tag, tags))
            if (one.tag, one.visit) not in known
        ]
        return self._change(day, rows)

    def _room(self, fresh: VisitLog) -> tuple[int, int]:
        # In steps, so that a newcomer does not stretch every segment's offsets each second.
        venues = max(int(fresh.venue.max(initial=0)) + 1, len(self.venues.category))
        return _up(len(self.people) + 1, _PEOPLE_STEP), _up(venues, _VENUE_STEP)


def _up(number: int, step: int) -> int:
    return -(-number // step) * step


def _seconds(*columns: Int64s) -> list[Int32s]:
    return [(column - BASE).astype(np.int32) for column in columns]


def _as_log(change: Change, ends: Int64s) -> VisitLog:
    return VisitLog(change.person, change.venue, *_seconds(change.entered, ends))


def _held(index: Index, change: Change) -> Flags:
    (entered,) = _seconds(change.entered)
    return index.holds_visits(change.person, change.venue, entered)


def numbers_of(connection: Connection) -> Numbers:
    """The numbers of rows that can be read already; what was on its way meanwhile is missing among them."""
    ((given,),) = connection.execute("SELECT visits.last_number()").fetchall()
    numbers = Numbers(max(0, given - RECENT))
    rows = connection.execute(_RECENT, (numbers.last,)).fetchall()
    numbers.take((row[0] for row in rows), time.monotonic())
    return numbers
