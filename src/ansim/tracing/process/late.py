"""Rows that came on another day than their own, opened: until their day is written anew only the tracer can read them."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np
import psycopg

from ansim.domain.quantities import OPEN, Tag
from ansim.keys import DayKeyMissingError, DayKeys
from ansim.tracing.process.numbers import Numbers
from ansim.visits.bulk import DayOfVisits
from ansim.visits.late_rows import LateKind, LateRow, LateSeal

log = logging.getLogger(__name__)
Connection = psycopg.Connection[tuple[Any, ...]]
_NEW: Final = "SELECT n, sealed, arrived FROM visits.late WHERE n > %s OR n = ANY (%s) ORDER BY n"
_ANEW: Final = "SELECT day FROM visits.closed_day WHERE anew"
_BY_A_FAST_CLOCK: Final = timedelta(days=1)


class LateEnd(NamedTuple):
    """The end of a visit, epoch seconds, and the signs that it adds."""

    left: int
    evidence: int


class LateDay:
    """The late rows of one day: check-ins by tag, ends by tag and id. Of equal ones the first counts."""

    def __init__(self) -> None:
        self.check_ins: dict[Tag, dict[bytes, LateRow]] = {}
        self.ends: dict[Tag, dict[bytes, LateRow]] = {}

    def add(self, row: LateRow) -> bool:
        """False where there is one already."""
        kept = self.check_ins if row.kind is LateKind.CHECK_IN else self.ends
        mine = kept.setdefault(row.tag, {})
        return mine.setdefault(row.visit, row) is row

    def end_of(self, tag: Tag, visit: bytes) -> LateEnd | None:
        """How a visit without an end ended."""
        row = self.ends.get(tag, {}).get(visit)
        return None if row is None else LateEnd(row.left, row.evidence)

    def of(self, tags: Iterable[Tag]) -> list[LateRow]:
        """The check-ins of these tags, each with its end."""
        return [
            self._ended(row) for tag in tags for row in list(self.check_ins.get(tag, {}).values())
        ]

    def every(self) -> list[LateRow]:
        """All check-ins, each with its end."""
        return self.of(list(self.check_ins))

    def every_end(self) -> list[LateRow]:
        """All ends, of check-ins here and among the visits."""
        return [row for rows in list(self.ends.values()) for row in list(rows.values())]

    def _ended(self, row: LateRow) -> LateRow:
        end = self.end_of(row.tag, row.visit)
        if end is None or row.left != OPEN or end.left < row.entered:
            return row
        return row._replace(left=end.left, evidence=row.evidence | end.evidence)


_NONE: Final = LateDay()


class LateVisits:
    """The late rows of all days that are not written anew yet, kept in memory as they come."""

    def __init__(self, keys: DayKeys, clock: Callable[[], float] = time.monotonic) -> None:
        self._keys, self._clock = keys, clock
        self._numbers = Numbers()
        self._days: dict[date, LateDay] = {}
        self._seals: dict[date, LateSeal | None] = {}
        self._anew: set[date] = set()
        self.touched: deque[tuple[date, int]] = deque()
        """Days of venues that late rows changed, for whoever counts beside; they empty it."""

    def follow(
        self, connection: Connection, *, all_gaps: bool = False
    ) -> list[tuple[date, LateRow]]:
        """Take in what is new; returns it, ends as rows of their visit."""
        now = self._clock()
        self._anew = {row[0] for row in connection.execute(_ANEW)}
        for day in self._anew.intersection((*self._days, *self._seals)):
            self.forget(day)
        rows = connection.execute(_NEW, self._numbers.wanted(now, all_gaps=all_gaps)).fetchall()
        days = self._waiting_days() if rows else []
        found = []
        for n, sealed, arrived in rows:
            if not self._numbers.is_new(n):
                continue
            opened = self._open(bytes(sealed), arrived, days)
            if opened is not None and self._day(opened[0]).add(opened[1]):
                found.append(opened)
                self.touched.append((opened[0], opened[1].venue))
        self._numbers.take((row[0] for row in rows), now)
        return found

    def of(self, day: date) -> LateDay:
        """The late rows of a day, none where it was written anew."""
        return self._days.get(day, _NONE)

    def forget(self, day: date) -> None:
        """A day was written anew, so its rows are among the visits. Its seal goes too: it must not outlive the day's key."""
        self._days.pop(day, None)
        self._seals.pop(day, None)

    def complete(self, part: DayOfVisits) -> DayOfVisits:
        """A day read in bulk, with its late rows and ends."""
        late = self._days.get(part.day)
        if late is None:
            return part
        part = _with_ends(part, late)
        known = _keys(part, late.check_ins)
        rows = [row for row in late.every() if (row.tag, row.venue, row.entered) not in known]
        if not rows:
            return part
        tags = np.frombuffer(b"".join(row.tag for row in rows), np.uint8).reshape(-1, 16)
        return DayOfVisits(
            part.day,
            np.concatenate((part.venues, np.array([row.venue for row in rows], np.int32))),
            np.concatenate((part.tags, tags)),
            np.concatenate((part.entered, np.array([row.entered for row in rows], np.int64))),
            np.concatenate((part.left, np.array([row.left for row in rows], np.int64))),
        )

    def _day(self, day: date) -> LateDay:
        return self._days.setdefault(day, LateDay())

    def _waiting_days(self) -> list[date]:
        """The days that are not written anew yet, newest first. A row may be of any of them, however late it arrived.

        Most are of the three days before. What staff typed in waits for its undoing, and longer while no gateway runs; and a
        gateway's clock may be behind.
        """
        return [day for day in reversed(self._keys.days()) if day not in self._anew]

    def _open(
        self, sealed: bytes, arrived: date, days: Sequence[date]
    ) -> tuple[date, LateRow] | None:
        latest = arrived + _BY_A_FAST_CLOCK
        for day in days:
            seal = self._seal(day) if day <= latest else None
            if seal is not None and (row := seal.open(sealed)) is not None:
                return day, row
        return None

    def _seal(self, day: date) -> LateSeal | None:
        seal = self._seals.get(day)
        if seal is None:
            try:
                seal = self._seals[day] = LateSeal(self._keys, day)
            except DayKeyMissingError:
                return None
        return seal


def _with_ends(part: DayOfVisits, late: LateDay) -> DayOfVisits:
    ends = {(row.tag, row.venue, row.entered): row.left for row in late.every_end()}
    left = part.left
    for place, key in _places(part, late.ends):
        if key in ends and left[place] == OPEN and ends[key] >= key[2]:
            left = left.copy() if left is part.left else left
            left[place] = ends[key]
    return part if left is part.left else replace(part, left=left)


_Key = tuple[Tag, int, int]


def _keys(part: DayOfVisits, tags: Iterable[Tag]) -> set[_Key]:
    return {key for _place, key in _places(part, tags)}


def _places(part: DayOfVisits, tags: Iterable[Tag]) -> Sequence[tuple[int, _Key]]:
    """The rows of these tags: half a tag finds them, the whole one tells."""
    wanted = np.array([int.from_bytes(tag[:8], "little") for tag in tags], np.uint64)
    if not wanted.size or not len(part.tags):
        return []
    halves = np.ascontiguousarray(part.tags[:, :8]).view("<u8")[:, 0]
    return [
        (
            place,
            (Tag(part.tags[place].tobytes()), int(part.venues[place]), int(part.entered[place])),
        )
        for place in np.flatnonzero(np.isin(halves, wanted)).tolist()
    ]
