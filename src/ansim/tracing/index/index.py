"""The index: immutable snapshots of segments, replaced as a whole, so that a running search sees one state.

Sealed days are segments of their own. Visits that arrive are a short run at once, and searched as such; runs that piled
up are merged afterwards, and nothing that is sealed is touched. Dropping a day drops its segment and its guests.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from ansim.tracing.arrays import Flags, Int32s, Int64s, Places
from ansim.tracing.index.log import (
    EndBeforeStartError,
    UnknownNumberError,
    VisitLog,
    columns_of,
    concatenated,
    empty_log,
    times,
    visit_log,
)
from ansim.tracing.index.presences import united
from ansim.tracing.index.renewal import Ends, taken_in
from ansim.tracing.index.segment import Segment, as_log, build_segment, joined
from ansim.tracing.index.snapshot import Snapshot
from ansim.tracing.index.table import hold
from ansim.tracing.index.zones import Zones

_MERGE_FACTOR = 4
DAY = 86400


class Index:
    """The visits in memory. Reads take `snapshot` once and use it throughout; writers take turns."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._turn = threading.Lock()

    @classmethod
    def build(
        cls, log: VisitLog, days: Iterable[int] = (), *, people: int = 0, venues: int = 0
    ) -> "Index":
        """An index of a log, cut at the seconds `days` (starts of days, rising); without them, in one piece.

        Visits before the first day and after the last are taken in as well, as a run. Raises TimeOutsideError for what
        is no start of a day.
        """
        people = max(people, int(log.person.max(initial=-1)) + 1)
        venues = max(venues, int(log.venue.max(initial=-1)) + 1)
        log = united(log)
        bounds = sorted(times("the start of a day", list(days)).tolist())
        if len(bounds) < 2:
            segment = build_segment(log, venues, people)
            return cls(Snapshot((), (segment,), people, venues))
        day_of = np.searchsorted(np.asarray(bounds, np.int64), log.entered, side="right") - 1
        order = np.argsort(day_of, kind="stable")
        cuts = np.searchsorted(day_of[order], np.arange(len(bounds)))
        parts = [_take(log, order[cuts[day] : cuts[day + 1]]) for day in range(len(bounds) - 1)]
        rest = _take(log, np.concatenate((order[: cuts[0]], order[cuts[-1] :])))
        return cls(_assemble(parts, bounds, rest, people, venues))

    def append(self, log: VisitLog, *, people: int = 0, venues: int = 0) -> None:
        """Take in fresh visits, of any day that is not sealed or of one that is. Whoever appends often merges the runs.

        They are united with what is held: a scan within a presence adds nothing, one that prolongs it takes it in again.
        """
        if not len(log):
            return
        with self._turn:
            self.snapshot = taken_in(self.snapshot, log, people, venues)

    def lay_out(self, zones: Zones) -> None:
        """Search by these zones of venues from now on."""
        with self._turn:
            if zones.venue_of != self.snapshot.known_zones.venue_of:
                known = zones.within(self.snapshot.venues)
                self.snapshot = replace(self.snapshot, known_zones=known)

    def merge_runs(self) -> None:
        """Make runs of like size one, so that there are few; the visits are the same.

        Afterwards each run is at least four times as long as the next: 64,000, 9,000, 800. So a visit is sorted again a few
        times a day only, whether it arrived alone or with others.
        """
        with self._turn:
            old = self.snapshot
            kept, piled = list(old.runs), 0
            while kept and (not piled or len(kept[-1].person) < _MERGE_FACTOR * piled):
                piled += len(kept.pop().person)
            if len(old.runs) - len(kept) > 1:
                merged = build_segment(joined(old.runs[len(kept) :]), old.venues, old.people)
                self.snapshot = replace(old, runs=(*kept, merged))

    def seal(self, start: int, end: int) -> None:
        """Make the runs' visits of `[start, end)`, the day after the last sealed one, a segment of its own.

        Raises UnknownNumberError where that is another day, EndBeforeStartError where it ends before it starts.
        """
        if end < start:
            raise EndBeforeStartError(f"the day ends ({end}) before it starts ({start})")
        with self._turn:
            old = self.snapshot
            if old.days and old.days[-1].end != start:
                raise UnknownNumberError(
                    f"the next day to seal begins at {old.days[-1].end}, not at {start}"
                )
            arrived = joined(old.runs)
            inside = (arrived.entered >= start) & (arrived.entered < end)
            natives = _take(arrived, np.flatnonzero(inside))
            guests = [day.overnight(start) for day in old.days[-1:]]
            log = concatenated([natives, *guests])
            day = build_segment(log, old.venues, old.people, start, end)
            rest = _take(arrived, np.flatnonzero(~inside))
            runs = (build_segment(rest, old.venues, old.people),) if len(rest) else ()
            self.snapshot = replace(old, days=(*old.days, day), runs=runs)

    def drop_before(self, moment: int) -> None:
        """Forget every visit entered before a moment, the start of a day; its memory is free once no search reads it.

        A scan of the days that are kept, within a presence that is dropped, carries the rest of that presence.
        """
        with self._turn:
            old = self.snapshot
            days = tuple(
                _without_guests(day, moment, old) for day in old.days if day.start >= moment
            )
            runs = []
            for run in old.runs:
                if run.entered.size and int(run.entered.min()) < moment:
                    kept = _take(as_log(run), np.flatnonzero(run.entered >= moment))
                    if len(kept):
                        runs.append(build_segment(kept, old.venues, old.people))
                else:
                    runs.append(run)
            kept_of = replace(old, days=days, runs=tuple(runs))
            orphans = _orphans(old, kept_of, moment)
            self.snapshot = taken_in(kept_of, orphans) if len(orphans) else kept_of

    def holds_visits(self, person: Int32s, venue: Int32s, entered: Int32s) -> Flags:
        """Which of these visits (by person, venue and second of entry) the index holds."""
        return hold(self.snapshot.table, person, venue, entered)

    def end_stays(self, person: Int32s, venue: Int32s, entered: Int32s, left: Int32s) -> int:
        """Record ends that became known for visits in the index; returns how many visits were found.

        Whoever ends one scan of a presence passes all of its scans, each with its own end, and they are united again. An
        earlier end is written in place: it is a single number, so no search sees half of it, and `latest` stays an upper
        bound. A later one empties the old visit and takes it in again, both in one new snapshot, so every search sees the
        visit once.
        Raises a LogError for rows that no log holds.
        """
        log = united(_last_of_each(visit_log(person, venue, entered, left)))
        with self._turn:
            ends = Ends(self.snapshot)
            visits = zip(*(column.tolist() for column in columns_of(log)), strict=True)
            found = [visit[:3] for visit in visits if ends.record(*visit)]
            self.snapshot = ends.renewed()
        known = set(found)
        given = zip(person.tolist(), venue.tolist(), entered.tolist(), strict=True)
        return sum(visit in known for visit in given)


def _last_of_each(log: VisitLog) -> VisitLog:
    """Of several ends of one visit the last counts."""
    key = np.stack((log.person, log.venue, log.entered), axis=1)[::-1]
    _, first = np.unique(key, axis=0, return_index=True)
    return _take(log, np.sort(len(log) - 1 - first))


def _orphans(old: Snapshot, kept: Snapshot, moment: int) -> VisitLog:
    """Scans that are kept within presences that are not, with the ends of these."""
    lost = concatenated(
        [
            _take(log, np.flatnonzero((log.entered < moment) & (log.left > moment)))
            for log in (as_log(segment) for segment in old.segments)
        ]
    )
    again = concatenated(
        [
            _take(as_log(segment), segment.scans.astype(np.intp))
            for segment in kept.segments
            if len(segment.scans)
        ]
    )
    if not len(lost) or not len(again):
        return empty_log()
    order = np.lexsort((lost.left, _pair(lost)))
    lasting = dict(zip(_pair(lost)[order].tolist(), lost.left[order].tolist(), strict=True))
    until = np.array([lasting.get(pair, moment - 1) for pair in _pair(again).tolist()], np.int32)
    rows = np.flatnonzero(again.entered <= until)
    log = _take(again, rows)
    return VisitLog(log.person, log.venue, log.entered, until[rows])


def _pair(log: VisitLog) -> Int64s:
    return (log.person.astype(np.int64) << 32) + log.venue


def _assemble(
    parts: list[VisitLog], bounds: list[int], rest: VisitLog, people: int, venues: int
) -> Snapshot:
    logs, guests = [], empty_log()
    for day, part in enumerate(parts):
        log = concatenated([part, guests])
        logs.append(log)
        guests = _take(log, np.flatnonzero(log.left > bounds[day + 1]))

    def build(day: int) -> Segment:
        return build_segment(logs[day], venues, people, bounds[day], bounds[day + 1])

    with ThreadPoolExecutor(2) as pool:  # sorting releases the interpreter
        days = tuple(pool.map(build, range(len(parts))))
    runs = (build_segment(rest, venues, people),) if len(rest) else ()
    return Snapshot(days, runs, people, venues)


def _without_guests(day: Segment, moment: int, snapshot: Snapshot) -> Segment:
    if not day.entered.size or int(day.entered.min()) >= moment:
        return day
    kept = _take(as_log(day), np.flatnonzero(day.entered >= moment))
    return build_segment(kept, snapshot.venues, snapshot.people, day.start, day.end)


def _take(log: VisitLog, rows: Places) -> VisitLog:
    return VisitLog(log.person[rows], log.venue[rows], log.entered[rows], log.left[rows])
