"""A snapshot renewed: fresh visits taken in, ends that became known, presences that grew or fell apart."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ansim.tracing.arrays import Int32s
from ansim.tracing.index.log import VisitLog, columns_of, concatenated
from ansim.tracing.index.presences import VOID, united
from ansim.tracing.index.segment import Segment, block_count, build_segment, scans_of
from ansim.tracing.index.snapshot import Snapshot
from ansim.tracing.index.table import hold, touching


def taken_in(old: Snapshot, fresh: VisitLog, people: int = 0, venues: int = 0) -> Snapshot:
    """The snapshot with fresh visits, united with the presences held of the same people at the same venues."""
    touched = touching(old.table, fresh.person, fresh.venue, fresh.entered, fresh.left, old.people)
    held = VisitLog(*np.ascontiguousarray(np.unique(touched, axis=0).T))
    every = united(concatenated([held, fresh]))  # of equals what is held comes first
    number = len(held)
    wanted = VisitLog(*(column[number:] for column in columns_of(every)))
    again = np.flatnonzero(wanted.left < wanted.entered)
    scans = [np.ascontiguousarray(column[again]) for column in columns_of(wanted)[:3]]
    known = np.zeros(len(wanted), np.bool_)
    known[again] = hold(old.table, *scans)
    rows = [VisitLog(*(column[~known] for column in columns_of(wanted)))]
    # What is held and has grown, or is a scan within a presence that begins earlier, makes way for the new one.
    changed = np.flatnonzero(every.left[:number] != held.left)
    if changed.size:
        moved = VisitLog(*(column[changed] for column in columns_of(every)))
        rows.append(
            VisitLog(*(column[moved.left >= moved.entered] for column in columns_of(moved)))
        )
        ends = Ends(old)
        for visit in zip(*(column.tolist() for column in columns_of(moved)[:3]), strict=True):
            ends.empty(*visit)
        old = ends.snapshot()
    log = concatenated(rows)
    return with_run(old, log, people, venues) if len(log) else grown(old, people, venues)


class Ends:
    """Ends recorded in a snapshot; visits that end later than known are emptied, in copies of their segments' ends."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._old = snapshot
        self._emptied: dict[int, Int32s] = {}
        self._later: list[tuple[int, int, int, int]] = []

    def record(self, person: int, venue: int, entered: int, left: int) -> bool:
        """Record one end, VOID for a scan within a presence that another row carries; returns whether the visit is known."""
        copies = list(self._visit(person, venue, entered))
        # A visit that was taken in anew leaves an empty one behind, which stays empty.
        lasting = [
            (number, place) for number, place in copies if self._end(number, place) >= entered
        ]
        if left < entered:
            self.empty(person, venue, entered)
        elif lasting and all(left <= self._end(number, place) for number, place in lasting):
            for number, place in lasting:
                self._ends(number)[place] = left
        elif copies:
            self.empty(person, venue, entered)
            self._later.append((person, venue, entered, left))
        return bool(copies)

    def empty(self, person: int, venue: int, entered: int) -> None:
        """Make every copy of a visit VOID."""
        for number, place in self._visit(person, venue, entered):
            if self._end(number, place) >= entered:
                if number not in self._emptied:
                    self._emptied[number] = self._old.segments[number].left.copy()
                self._emptied[number][place] = entered + VOID

    def snapshot(self) -> Snapshot:
        """The snapshot with what was emptied."""
        if not self._emptied:
            return self._old
        segments = [
            replace(segment, left=left, scans=scans_of(segment.entered, left))
            if (left := self._emptied.get(number)) is not None
            else segment
            for number, segment in enumerate(self._old.segments)
        ]
        days = len(self._old.days)
        return replace(self._old, days=tuple(segments[:days]), runs=tuple(segments[days:]))

    def renewed(self) -> Snapshot:
        """The snapshot without the visits that were emptied, and with their later ends."""
        if not self._later:
            return self.snapshot()
        rows = np.array(self._later, np.int32)
        return taken_in(self.snapshot(), VisitLog(*np.ascontiguousarray(rows.T)))

    def _ends(self, number: int) -> Int32s:
        return self._emptied.get(number, self._old.segments[number].left)

    def _end(self, number: int, place: int) -> int:
        return int(self._ends(number)[place])

    def _visit(self, person: int, venue: int, entered: int) -> Iterator[tuple[int, int]]:
        """Every copy of a visit, native or guest: the segment's number and its place there."""
        if venue >= self._old.venues:
            return
        for number, segment in enumerate(self._old.segments):
            if segment.end <= entered:
                continue
            low, high = (int(bound) for bound in segment.offsets[venue : venue + 2])
            if low == high:
                continue
            low += int(np.searchsorted(segment.entered[low:high], entered, side="left"))
            while low < high and segment.entered[low] == entered:
                if segment.person[low] == person:
                    yield number, low
                low += 1


def with_run(old: Snapshot, log: VisitLog, people: int = 0, venues: int = 0) -> Snapshot:
    """The snapshot with a further run, and room for its people and venues."""
    people = max(people, int(log.person.max()) + 1)
    venues = max(venues, int(log.venue.max()) + 1)
    wide = grown(old, people, venues)
    run = build_segment(log, wide.venues, wide.people)
    return replace(wide, runs=(*wide.runs, run))


def grown(old: Snapshot, people: int, venues: int) -> Snapshot:
    """The snapshot with room for this many people and venues; its visits are shared, not copied."""
    people, venues = max(people, old.people), max(venues, old.venues)
    days, runs = (
        tuple(_grown(segment, people, venues) for segment in segments)
        for segments in (old.days, old.runs)
    )
    return replace(old, days=days, runs=runs, people=people, venues=venues)


def _grown(segment: Segment, people: int, venues: int) -> Segment:
    blocks = block_count(people, segment.shift) + 1
    if len(segment.offsets) == venues + 1 and len(segment.blocks) == blocks:
        return segment
    offsets, blocks_of = _stretched(segment.offsets, venues + 1), _stretched(segment.blocks, blocks)
    return replace(segment, offsets=offsets, blocks=blocks_of)


def _stretched(offsets: Int32s, length: int) -> Int32s:
    if len(offsets) >= length:
        return offsets
    return np.concatenate((offsets, np.full(length - len(offsets), offsets[-1], np.int32)))
