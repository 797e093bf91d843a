"""The index: immutable snapshots of segments, replaced as a whole, so that a running search sees one state.

Sealed days are segments of their own. Visits that arrive are a short run at once, and searched as such; runs that piled
up are merged afterwards, and nothing that is sealed is touched. Dropping a day drops its segment and its guests.
"""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int32s
from ansim.tracing.index.log import (
    EndBeforeStartError,
    UnknownNumberError,
    VisitLog,
    times,
    visit_log,
)
from ansim.tracing.index.segment import ALWAYS, NEVER, Segment, block_count, build_segment
from ansim.tracing.index.table import END, Table, hold, make_table

_MERGE_FACTOR = 4
DAY = 86400


@dataclass(frozen=True)
class Snapshot:
    """One consistent state. `days` are in order of time and leave no gap; `people` and `venues` are how many exist."""

    days: tuple[Segment, ...]
    runs: tuple[Segment, ...]
    people: int
    venues: int

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return (*self.days, *self.runs)

    @cached_property
    def table(self) -> Table:
        table = make_table(self.segments)
        if self.days:
            # What lasts beyond the last sealed day has no later day to be a guest in: the last one stands for all after.
            table[len(self.days) - 1, END] = NEVER
        return table

    @cached_property
    def visits(self) -> int:
        """How many visits the snapshot holds, each once."""
        return sum(segment.natives for segment in self.segments)

    @property
    def nbytes(self) -> int:
        """Memory of all segments."""
        return sum(segment.nbytes for segment in self.segments)

    def holds(self, person: int) -> bool:
        """Whether this is the number of somebody."""
        return 0 <= person < self.people


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
        """Take in fresh visits, of any day that is not sealed or of one that is. Whoever appends often merges the runs."""
        if not len(log):
            return
        with self._turn:
            self.snapshot = _with_run(self.snapshot, log, people, venues)

    def merge_runs(self) -> None:
        """Make runs of like size one, so that there are few; the visits are the same.

        Each is then four times the next, or more: a visit is sorted anew a few times a day, however it arrived.
        """
        with self._turn:
            old = self.snapshot
            kept, piled = list(old.runs), 0
            while kept and (not piled or len(kept[-1].person) < _MERGE_FACTOR * piled):
                piled += len(kept.pop().person)
            if len(old.runs) - len(kept) > 1:
                merged = build_segment(_joined(old.runs[len(kept) :]), old.venues, old.people)
                self.snapshot = Snapshot(old.days, (*kept, merged), old.people, old.venues)

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
            arrived = _joined(old.runs)
            inside = (arrived.entered >= start) & (arrived.entered < end)
            natives = _take(arrived, np.flatnonzero(inside))
            guests = [day.overnight(start) for day in old.days[-1:]]
            log = _concatenated([natives, *guests])
            day = build_segment(log, old.venues, old.people, start, end)
            rest = _take(arrived, np.flatnonzero(~inside))
            runs = (build_segment(rest, old.venues, old.people),) if len(rest) else ()
            self.snapshot = Snapshot((*old.days, day), runs, old.people, old.venues)

    def drop_before(self, moment: int) -> None:
        """Forget every visit entered before a moment, the start of a day; its memory is free once no search reads it."""
        with self._turn:
            old = self.snapshot
            days = tuple(
                _without_guests(day, moment, old) for day in old.days if day.start >= moment
            )
            runs = []
            for run in old.runs:
                if run.entered.size and int(run.entered.min()) < moment:
                    kept = _take(_as_log(run), np.flatnonzero(run.entered >= moment))
                    if len(kept):
                        runs.append(build_segment(kept, old.venues, old.people))
                else:
                    runs.append(run)
            self.snapshot = Snapshot(days, tuple(runs), old.people, old.venues)

    def holds_visits(self, person: Int32s, venue: Int32s, entered: Int32s) -> NDArray[np.bool_]:
        """Which of these visits (by person, venue and second of entry) the index holds."""
        return hold(self.snapshot.table, person, venue, entered)

    def end_stays(
        self,
        person: Int32s,
        venue: Int32s,
        entered: Int32s,
        left: Int32s,
        *,
        only_earlier: bool = False,
    ) -> int:
        """Record ends that became known for visits in the index; gives how many visits were found.

        An earlier end is written in place (a single number, so that no search sees half of it; `latest` stays an
        upper bound). A later one empties the old visit and takes it in anew, both in one new snapshot, so that every
        search sees the visit once. Raises a LogError for rows that no log holds.
        """
        log = visit_log(person, venue, entered, left)
        with self._turn:
            ends = _Ends(self.snapshot, only_earlier=only_earlier)
            visits = zip(*(column.tolist() for column in _columns(log)), strict=True)
            found = sum([ends.record(*visit) for visit in visits])
            if ends.later:
                self.snapshot = _with_run(ends.snapshot(), ends.taken_anew())
        return found


class _Ends:
    """Ends recorded in a snapshot; visits that end later than known are emptied, in copies of their segments' ends."""

    def __init__(self, snapshot: Snapshot, *, only_earlier: bool) -> None:
        self._old, self._only_earlier = snapshot, only_earlier
        self._emptied: dict[int, Int32s] = {}
        self.later: dict[tuple[int, int, int], int] = {}

    def record(self, person: int, venue: int, entered: int, left: int) -> bool:
        """Record one end; of several for one visit the last counts. Gives whether the visit is known."""
        if (person, venue, entered) in self.later:
            self.later[person, venue, entered] = left
            return True
        copies = list(self._visit(person, venue, entered))
        # A visit that was taken in anew leaves an empty one behind, which stays empty.
        lasting = [
            (number, place) for number, place in copies if self._ends(number)[place] > entered
        ]
        for number, place in lasting or copies[:1]:
            if left <= self._ends(number)[place]:
                self._ends(number)[place] = left
            elif not self._only_earlier:
                self.later[person, venue, entered] = left
                if number not in self._emptied:
                    self._emptied[number] = self._old.segments[number].left.copy()
                self._emptied[number][place] = entered
        return bool(copies)

    def snapshot(self) -> Snapshot:
        """The snapshot without the visits that were emptied."""
        segments = tuple(
            replace(segment, left=self._ends(number))
            for number, segment in enumerate(self._old.segments)
        )
        days = len(self._old.days)
        return Snapshot(segments[:days], segments[days:], self._old.people, self._old.venues)

    def taken_anew(self) -> VisitLog:
        """Those that were emptied, with their later ends."""
        rows = np.array([(*visit, left) for visit, left in self.later.items()], np.int32)
        return VisitLog(*np.ascontiguousarray(rows.T))

    def _ends(self, number: int) -> Int32s:
        return self._emptied.get(number, self._old.segments[number].left)

    def _visit(self, person: int, venue: int, entered: int) -> Iterator[tuple[int, int]]:
        """Every copy of a visit, native or guest: the segment's number and its place there."""
        if venue >= self._old.venues:
            return
        for number, segment in enumerate(self._old.segments):
            low, high = (int(bound) for bound in segment.offsets[venue : venue + 2])
            if low == high:
                continue
            low += int(np.searchsorted(segment.entered[low:high], entered, side="left"))
            while low < high and segment.entered[low] == entered:
                if segment.person[low] == person:
                    yield number, low
                low += 1


def _with_run(old: Snapshot, log: VisitLog, people: int = 0, venues: int = 0) -> Snapshot:
    """The snapshot with a further run, and room for its people and venues."""
    people = max(people, old.people, int(log.person.max()) + 1)
    venues = max(venues, old.venues, int(log.venue.max()) + 1)
    days, runs = (
        tuple(_grown(segment, people, venues) for segment in segments)
        for segments in (old.days, old.runs)
    )
    return Snapshot(days, (*runs, build_segment(log, venues, people)), people, venues)


def _assemble(
    parts: list[VisitLog], bounds: list[int], rest: VisitLog, people: int, venues: int
) -> Snapshot:
    logs, guests = [], _empty()
    for day, part in enumerate(parts):
        log = _concatenated([part, guests])
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
    kept = _take(_as_log(day), np.flatnonzero(day.entered >= moment))
    return build_segment(kept, snapshot.venues, snapshot.people, day.start, day.end)


def _grown(segment: Segment, people: int, venues: int) -> Segment:
    """The segment with room for more people and venues; its visits are shared, not copied."""
    blocks = block_count(people, segment.shift) + 1
    if len(segment.offsets) == venues + 1 and len(segment.blocks) == blocks:
        return segment
    offsets, blocks_of = _stretched(segment.offsets, venues + 1), _stretched(segment.blocks, blocks)
    return replace(segment, offsets=offsets, blocks=blocks_of)


def _stretched(offsets: Int32s, length: int) -> Int32s:
    if len(offsets) >= length:
        return offsets
    return np.concatenate((offsets, np.full(length - len(offsets), offsets[-1], np.int32)))


def _as_log(segment: Segment) -> VisitLog:
    return VisitLog(segment.person, segment.venue(), segment.entered, segment.left)


def _joined(segments: Iterable[Segment]) -> VisitLog:
    return _concatenated([_as_log(segment) for segment in segments])


def _concatenated(logs: list[VisitLog]) -> VisitLog:
    if len(logs) == 1:
        return logs[0]
    return VisitLog(
        *(np.concatenate(parts) for parts in zip(*map(_columns, [_empty(), *logs]), strict=True))
    )


def _columns(log: VisitLog) -> tuple[Int32s, ...]:
    return log.person, log.venue, log.entered, log.left


def _take(log: VisitLog, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> VisitLog:
    return VisitLog(log.person[rows], log.venue[rows], log.entered[rows], log.left[rows])


def _empty() -> VisitLog:
    nothing = np.empty(0, np.int32)
    return VisitLog(nothing, nothing, nothing, nothing)


__all__ = ["ALWAYS", "DAY", "NEVER", "Index", "Snapshot"]
