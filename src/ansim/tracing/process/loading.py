"""From the database into the index: days in bulk at the start, then what changes, as it is committed."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

import numpy as np
import psycopg
from numpy.typing import NDArray

from ansim.domain.days import day_bounds, local_day
from ansim.keys import DayKeyMissingError, DayKeys
from ansim.tracing.dwell import DWELL_SHARE, TRAVEL, DwellCurves, impute_ends
from ansim.tracing.index import BASE, Index, KnownVenues, People, VisitLog
from ansim.visits.bulk import OPEN, DayOfVisits, read_day

log = logging.getLogger(__name__)
_PEOPLE_STEP, _VENUE_STEP = 1 << 16, 1 << 10

# Late arrivals come up to three days late; one more for the clock.
_CHANGED = """
    SELECT day, venue_id, tag, extract(epoch FROM entered_at)::int8, coalesce(extract(epoch FROM left_at)::int8, -1)
    FROM visits.visit WHERE changed_at > %s AND day >= %s
    ORDER BY changed_at
"""
_OPEN_STAYS = """
    SELECT day, venue_id, tag, extract(epoch FROM entered_at)::int8
    FROM visits.visit WHERE day = %s AND tag = ANY (%s) AND left_at IS NULL
"""
OVERLAP = timedelta(seconds=10)
LONG_OVERLAP = timedelta(minutes=2)
"""Longer than any transaction that writes visits may take: their statements end after 10 seconds (`visitor.state`)."""

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """Visits of one day that are new or have a new end, person numbers given."""

    person: NDArray[np.int32]
    venue: NDArray[np.int32]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]


class Loader:
    """Keeps an index true to the visits database. `dsn` is the tracer's own."""

    def __init__(self, dsn: str, keys: DayKeys, venues: KnownVenues, curves: DwellCurves) -> None:
        self._dsn, self._keys, self.venues = dsn, keys, venues
        self.people = People(1 << 16)
        self.newest = 0
        self.use(curves)

    def use(self, curves: DwellCurves) -> None:
        """Impute the ends of open stays by these curves from now on."""
        self.dwell = np.array(
            [curves.quantile(category, DWELL_SHARE) for category in range(len(curves.row_of))],
            np.int64,
        )

    def load(self, days: list[date], now: float) -> Index:
        """The index of these days, oldest first, the last one not yet sealed.

        A day without a key cannot be read and is left out.
        """
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            self.since = _moment(connection) - LONG_OVERLAP
        with ThreadPoolExecutor(2) as pool:
            # Newest first: an open stay is bounded by the same person's first check-in of the next day.
            parts = [
                self._prepared(part)
                for part in pool.map(self._read, reversed(days))
                if part is not None
            ]
        parts.reverse()
        bounds = [day_bounds(day)[0] - BASE for day in days]
        joined = VisitLog(
            *(
                np.concatenate([np.empty(0, np.int32), *(getattr(part, name) for part in parts)])
                for name in _COLUMNS
            )
        )
        self.newest = int(joined.entered.max(initial=0)) + BASE if len(joined) else int(now)
        people, venues = self._room(joined)
        return Index.build(joined, bounds, people=people, venues=venues)

    def follow(self, index: Index, connection: Connection, overlap: timedelta = OVERLAP) -> int:
        """Take in what was committed since the last time; gives how many rows that were.

        Looks `overlap` further back, as a row carries the time at which its transaction began.
        """
        # The database's own clock, so that one that is set back is followed back.
        moment = _moment(connection)
        first = local_day(moment.timestamp()) - timedelta(days=4)
        rows = connection.execute(_CHANGED, (self.since - overlap, first)).fetchall()
        taken = 0
        for day in sorted({row[0] for row in rows}):
            change = self._change(day, [row for row in rows if row[0] == day])
            if change is not None:
                taken += self._take_in(index, connection, day, change)
        self.since = moment
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
        return read_day(self._dsn, day)

    def _prepared(self, part: DayOfVisits) -> VisitLog:
        person = (
            self.people.add(self._keys.people(part.day, part.tags))
            if len(part.tags)
            else np.empty(0, np.int32)
        )
        left = impute_ends(
            person,
            part.venues,
            part.entered,
            part.left,
            self.dwell[self.venues.categories(part.venues)],
            travel=TRAVEL,
            closing=self.venues.closings_of_day(part.day, part.venues, part.entered),
            open_end=OPEN,
        )
        return _as_log(person, part.venues, part.entered, left)

    def _change(self, day: date, rows: list[tuple[Any, ...]]) -> Change | None:
        tags = np.frombuffer(b"".join(bytes(row[2]) for row in rows), np.uint8).reshape(-1, 16)
        try:
            person = self.people.add(self._keys.people(day, tags))
        except DayKeyMissingError:
            return None
        columns = np.array([(row[1], row[3], row[4]) for row in rows], np.int64)
        return Change(person, columns[:, 0].astype(np.int32), columns[:, 1], columns[:, 2])

    def _take_in(self, index: Index, connection: Connection, day: date, change: Change) -> int:
        known = index.holds_visits(
            change.person, change.venue, (change.entered - BASE).astype(np.int32)
        )
        ended = known & (change.left != OPEN)
        if ended.any():
            index.end_stays(*_rows(change, ended))
        fresh = ~known
        if fresh.any():
            part = Change(*(getattr(change, name)[fresh] for name in _COLUMNS))
            self._append(index, part)
            self._bound_earlier(index, connection, day, part)
        return int(fresh.sum() + ended.sum())

    def _append(self, index: Index, part: Change) -> None:
        dwell = self.dwell[self.venues.categories(part.venue)]
        closing = [
            self.venues.closing(int(venue), int(at))
            for venue, at in zip(part.venue, part.entered, strict=True)
        ]
        never = np.iinfo(np.int64).max
        bounds = np.array([never if end is None else end for end in closing], np.int64)
        left = impute_ends(
            part.person,
            part.venue,
            part.entered,
            part.left,
            dwell,
            travel=TRAVEL,
            closing=bounds,
            open_end=OPEN,
        )
        fresh = _as_log(part.person, part.venue, part.entered, left)
        people, venues = self._room(fresh)
        index.append(fresh, people=people, venues=venues)

    def _bound_earlier(self, index: Index, connection: Connection, day: date, part: Change) -> None:
        """A check-in ends the same person's open stay elsewhere."""
        tags = [row.tobytes() for row in self._keys.tags(day, self.people.ids(part.person))]
        rows = connection.execute(_OPEN_STAYS, (day, tags)).fetchall()
        if not rows:
            return
        before = self._change(day, [(*row, OPEN) for row in rows])
        if before is None:
            return
        everything = Change(
            *(np.concatenate((getattr(before, name), getattr(part, name))) for name in _COLUMNS)
        )
        ends = impute_ends(
            everything.person,
            everything.venue,
            everything.entered,
            everything.left,
            self.dwell[self.venues.categories(everything.venue)],
            travel=TRAVEL,
            open_end=OPEN,
        )[: len(before.person)]
        index.end_stays(
            before.person, before.venue, *_seconds(before.entered, ends), only_earlier=True
        )

    def _room(self, fresh: VisitLog) -> tuple[int, int]:
        # In steps, so that a newcomer does not stretch every segment's offsets each second.
        venues = max(int(fresh.venue.max(initial=0)) + 1, len(self.venues.category))
        return _up(len(self.people) + 1, _PEOPLE_STEP), _up(venues, _VENUE_STEP)


_COLUMNS = ("person", "venue", "entered", "left")


def _up(number: int, step: int) -> int:
    return -(-number // step) * step


def _seconds(*columns: NDArray[np.int64]) -> list[NDArray[np.int32]]:
    return [(column - BASE).astype(np.int32) for column in columns]


def _as_log(
    person: NDArray[np.int32],
    venue: NDArray[np.int32],
    entered: NDArray[np.int64],
    left: NDArray[np.int64],
) -> VisitLog:
    return VisitLog(person, venue.astype(np.int32), *_seconds(entered, left))


def _rows(change: Change, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int32], ...]:
    entered, left = _seconds(change.entered[chosen], change.left[chosen])
    return change.person[chosen], change.venue[chosen], entered, left


def _moment(connection: Connection) -> datetime:
    ((moment,),) = connection.execute("SELECT now()").fetchall()
    return cast("datetime", moment)
