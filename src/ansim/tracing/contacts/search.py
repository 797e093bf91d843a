"""The searches as a caller sees them: a snapshot in, arrays out.

A `Workspace` keeps the memory that searches need from one to the next; each thread has its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ansim.tracing.arrays import Floats, Int32Rows, Int32s
from ansim.tracing.contacts import kernels
from ansim.tracing.index import Snapshot, questions

_FIRST_ROOM = 1 << 16
_NO_HAZARD: Floats = np.empty(0)
_NO_PAIRS = kernels.DosedPairs(np.empty((0, kernels.WIDTH), np.int32), _NO_HAZARD)


@dataclass(frozen=True, slots=True)
class MetPeople:
    """Contacts, one an entry: seconds together in all, encounters, first and last second, first venue.

    `dose` is the sum over all encounters of their seconds times the hazard of their venue, where hazards are given.
    """

    person: Int32s
    overlap: Int32s
    encounters: Int32s
    first: Int32s
    last: Int32s
    venue: Int32s
    dose: Floats

    def __len__(self) -> int:
        return len(self.person)


class Workspace:
    """Room for results and one slot for every person; grows as needed."""

    def __init__(self) -> None:
        self.rows: Int32Rows = np.empty((_FIRST_ROOM, kernels.WIDTH), np.int32)
        self.stays: Int32Rows = np.empty((1024, 3), np.int32)
        self.totals = kernels.Totals(np.empty(0, np.int32), self.rows, np.zeros(_FIRST_ROOM))

    def fit(self, people: int) -> None:
        """Make sure of a slot for each of this many people."""
        if len(self.totals.slots) < people:
            slots = np.full(people + people // 8, -1, np.int32)
            self.totals = self.totals._replace(slots=slots)

    def widen(self, rows: int) -> None:
        """Make room for this many rows of results, at least twice as many as before."""
        self.rows = np.empty((max(rows, 2 * len(self.rows)), kernels.WIDTH), np.int32)
        self.totals = kernels.Totals(self.totals.slots, self.rows, np.zeros(len(self.rows)))

    def lengthen(self, stays: int) -> None:
        """Make room for this many stays, at least twice as many as before."""
        self.stays = np.empty((max(stays, 2 * len(self.stays)), 3), np.int32)


def of_stay(
    snapshot: Snapshot,
    work: Workspace,
    venue: int,
    entered: int,
    left: int,
    *,
    me: int = -1,
    minimum: int = 1,
    residual: int = 0,
) -> MetPeople:
    """Every stay that shared `minimum` seconds with a stay `[entered, left)`; `me` is left out. Seconds since BASE."""
    entered, left = questions.window(entered, left, ("entered", "left"))
    questions.venue(snapshot, venue)
    questions.seconds(minimum=minimum, residual=residual)
    if len(codes := snapshot.zones.met_by(venue)) > 1:
        stays = np.array([(code, entered, left) for code in codes], np.int32)
        rows, _ = _united(snapshot, _pairs(snapshot, work, stays, me, residual), _NO_HAZARD)
        rows = rows[rows[:, kernels.OVERLAP] >= minimum]
        return _met(rows, np.zeros(len(rows)))
    count = kernels.pairs(
        snapshot.table, venue, entered, left, residual, max(minimum, 1), me, work.rows, 0
    )
    if count < 0:
        work.widen(-count)
        return of_stay(
            snapshot, work, venue, entered, left, me=me, minimum=minimum, residual=residual
        )
    return _met(work.rows[:count], np.zeros(count))


def _pairs(
    snapshot: Snapshot, work: Workspace, stays: Int32Rows, me: int, residual: int
) -> Int32Rows:
    """A row for each pair of a stay and somebody's presence at its code."""
    count, at = 0, 0
    while at < len(stays):
        venue, entered, left = stays[at].tolist()
        more = kernels.pairs(
            snapshot.table, venue, entered, left, residual, 1, me, work.rows, count
        )
        if more < 0:
            work.widen(-more)
            count = at = 0
            continue
        count, at = more, at + 1
    return work.rows[:count]


def _united(snapshot: Snapshot, rows: Int32Rows, rates: Floats) -> kernels.DosedPairs:
    """Pairs at several codes of one venue, each second once, and the dose of each."""
    family = snapshot.zones.family
    venue = rows[:, kernels.WHERE]
    order = np.lexsort(
        (venue, rows[:, kernels.LAST], rows[:, kernels.FIRST], family[venue], rows[:, kernels.WHO])
    )
    return kernels.DosedPairs(*kernels.united(rows[order], family, rates))


def stays_of(snapshot: Snapshot, work: Workspace, person: int, start: int, end: int) -> Int32Rows:
    """A person's stays within the window, clipped: rows of (venue, entered, left), in no order."""
    start, end = questions.window(start, end)
    questions.person(snapshot, person)
    count = kernels.stays_of(snapshot.table, person, start, end, work.stays)
    if count < 0:
        work.lengthen(-count)
        return stays_of(snapshot, work, person, start, end)
    return work.stays[:count]


def of_itinerary(
    snapshot: Snapshot,
    work: Workspace,
    person: int,
    start: int,
    end: int,
    *,
    minimum: int = 1,
    residual: int = 0,
    hazard: Floats | None = None,
) -> MetPeople:
    """Everybody who shared `minimum` seconds in all with a person within the window; `hazard`: a second, by venue."""
    questions.seconds(minimum=minimum, residual=residual)
    stays = stays_of(snapshot, work, person, start, end)
    if residual:
        stays = kernels.joined_by_air(stays, residual)
    return _together(snapshot, work, stays, person, minimum, residual, hazard)


def of_stays(
    snapshot: Snapshot,
    work: Workspace,
    stays: Sequence[tuple[int, int, int]],
    *,
    me: int = -1,
    minimum: int = 1,
    residual: int = 0,
    hazard: Floats | None = None,
) -> MetPeople:
    """The same of stays `(venue, entered, left)` that are known from elsewhere too; `me` is left out where it is somebody."""
    questions.seconds(minimum=minimum, residual=residual)
    for venue, _, _ in stays:
        questions.venue(snapshot, venue)
    windows = [(venue, *questions.window(entered, left)) for venue, entered, left in stays]
    rows = np.array(questions.apart(windows), np.int32).reshape(-1, 3)
    if residual:
        rows = kernels.joined_by_air(rows, residual)
    return _together(snapshot, work, rows, me, minimum, residual, hazard)


def present(
    snapshot: Snapshot,
    work: Workspace,
    exposures: list[tuple[int, int, int]],
    *,
    minimum: int = 1,
    hazard: Floats | None = None,
) -> MetPeople:
    """Everybody present in windows `(venue, start, end)` for `minimum` seconds in all; no second counts twice."""
    questions.seconds(minimum=minimum)
    for venue, _, _ in exposures:
        questions.venue(snapshot, venue)
    windows = [(venue, *questions.window(start, end)) for venue, start, end in exposures]
    stays = np.array(questions.apart(windows), np.int32).reshape(-1, 3)
    return _together(snapshot, work, stays, -1, minimum, 0, hazard)


def _together(
    snapshot: Snapshot,
    work: Workspace,
    stays: Int32Rows,
    me: int,
    minimum: int,
    residual: int,
    hazard: Floats | None,
) -> MetPeople:
    if hazard is not None:
        questions.hazards(snapshot, hazard)
    rates = _NO_HAZARD if hazard is None else hazard
    work.fit(snapshot.people)
    also = _NO_PAIRS
    if kernels.meet_other_codes(snapshot.table, stays):
        stays, several = kernels.by_codes(snapshot.table, stays)
        also = _united(snapshot, _pairs(snapshot, work, several, me, residual), rates)
    while True:
        count = kernels.together(
            snapshot.table,
            stays,
            residual,
            max(minimum, 1),
            me,
            rates,
            also,
            work.totals,
        )
        if count >= 0:
            return _met(work.rows[:count], work.totals.doses[:count].copy())
        work.widen(-count)


def _met(rows: Int32Rows, dose: Floats) -> MetPeople:
    # One copy by columns, not one of each column: that was a tenth of a short search.
    person, overlap, encounters, first, last, venue = rows.T.copy()
    return MetPeople(person, overlap, encounters, first, last, venue, dose)
