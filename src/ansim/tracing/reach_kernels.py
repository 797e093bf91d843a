"""The compiled rounds of `reach`: push and sweep.

A label is a row of (exposure, end of the exposer's stay, exposer, seconds together, venue); the earliest exposure
wins, then the latest end, then the lowest person number, then the longest overlap and the lowest venue. Sweeping works
since of all infectious stays begun by a moment the one that ends last serves every later entry, and a person's own stay
can never move their own exposure earlier.
"""

# ruff: noqa: FBT001  compiled functions take plain positional flags

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.contacts import _is_home
from ansim.tracing.log import Int32s
from ansim.tracing.segment import ALWAYS, NEVER
from ansim.tracing.table import (
    END,
    ENTERED,
    LATEST,
    LEFT,
    OFFSETS,
    PERSON,
    PLACES,
    SIZE,
    START,
    VENUES,
    Table,
    column,
    first_above,
    numbers_at,
    venue_of,
    visits_of,
)

UNREACHED = NEVER
CLOSE, VIA, TOGETHER, VENUE = range(4)
Labels = NDArray[np.int32]
Marks = NDArray[np.int16]
_ALWAYS = nb.int64(ALWAYS)
LABELS = "int32[::1], int32[:, ::1]"
_MANY, _NEVER = 64, nb.int64(2**40)


@nb.njit(inline="always")
def offer(
    who: int,
    at: int,
    close: int,
    source: int,
    together: int,
    venue: int,
    exposed: int,
    moment: int,
    labels: int,
) -> None:
    """Keep the better of somebody's label and a new one, in the arrays at these addresses.

    `moment` begins a round as a copy of `exposed`.
    """
    moments = numbers_at(moment, who + 1)
    if at > moments[who]:
        return
    label = numbers_at(labels + 16 * nb.int64(who), 4)
    if at == moments[who]:
        if at == numbers_at(exposed, who + 1)[who] or close < label[CLOSE]:
            return
        if close == label[CLOSE]:
            if source > label[VIA]:
                return
            if source == label[VIA]:
                if together < label[TOGETHER]:
                    return
                if together == label[TOGETHER] and venue >= label[VENUE]:
                    return
    moments[who] = at
    label[CLOSE], label[VIA], label[TOGETHER], label[VENUE] = close, source, together, venue


@nb.njit(
    f"int64(int64[:, ::1], int64, int64, int64, int64, int64, boolean, int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def _push_stay(
    table: Table, venue: int, begin: int, close: int, source: int, minimum: int, back: bool,
    exposed: Int32s, moment: Int32s, labels: Labels,
) -> int:  # fmt: skip
    looked = 0
    exposures, moments, kept = exposed.ctypes.data, moment.ctypes.data, labels.ctypes.data
    for row in range(table.shape[0]):
        if table[row, START] >= close or table[row, END] <= begin:
            continue
        offsets = column(table, row, OFFSETS, venue + 2)
        low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        if low == high:
            continue
        size = table[row, SIZE]
        latest = column(table, row, LATEST, size)
        if latest[high - 1] <= begin:
            continue
        starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
        people = column(table, row, PERSON, size)
        high = first_above(starts, low, high, close - minimum)
        low = first_above(latest, low, high, begin)
        if not _is_home(table, row, begin):
            low = first_above(starts, low, high, table[row, START] - 1)
        looked += high - low
        for place in range(low, high):
            at = max(begin, nb.int64(starts[place]))
            together = min(close, nb.int64(ends[place])) - at
            if together >= minimum and people[place] != source:
                if back:
                    offer(
                        people[place],
                        -at - together,
                        -begin,
                        source,
                        together,
                        venue,
                        exposures,
                        moments,
                        kept,
                    )
                else:
                    offer(people[place], at, close, source, together, venue, exposures, moments, kept)
    return looked


@nb.njit(
    f"int64(int64[:, ::1], int32[::1], int32[::1], int64, int64, int64, int64, boolean, int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def push(
    table: Table, sources: Int32s, infectious: Int32s, start: int, end: int, minimum: int, residual: int, back: bool,
    exposed: Int32s, moment: Int32s, labels: Labels,
) -> int:  # fmt: skip
    """Offer labels to all contacts of the sources; gives how many pairs were looked at.

    Backward, all moments in `infectious`, `exposed` and the labels are mirrored: the latest becomes the least.
    """
    looked = 0
    for index in range(sources.size):
        source = sources[index]
        for row in range(table.shape[0]):
            first, last = visits_of(table, row, source)
            if first == last:
                continue
            size = table[row, SIZE]
            places = column(table, row, PLACES, last)
            starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
            for number in range(first, last):
                place = places[number]
                entered, left = nb.int64(starts[place]), nb.int64(ends[place])
                if back:
                    begin, close = max(entered, start), min(left, -nb.int64(infectious[source]))
                    present = close > entered
                else:
                    begin, close = max(entered, nb.int64(infectious[source])), min(left + residual, end)
                    present = begin < left
                if not present or close - begin < minimum:
                    continue
                looked += _push_stay(
                    table,
                    venue_of(table, row, place),
                    begin,
                    close,
                    source,
                    minimum,
                    back,
                    exposed,
                    moment,
                    labels,
                )
    return looked


@nb.njit(
    "int64(int64[:, ::1], int64, int64, int64, int64, int32[::1], int64, int64, int64, int64[:, ::1], int64)",
    cache=True,
    nogil=True,
)
def _gather(
    table: Table, row: int, venue: int, after: int, before: int, infectious: Int32s,
    end: int, minimum: int, residual: int, found: NDArray[np.int64], count: int,
) -> int:  # fmt: skip
    """Write (begin, -close, person) of the infectious stays of one venue in one segment; minus the room needed."""
    offsets = column(table, row, OFFSETS, venue + 2)
    low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
    size = table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    people = column(table, row, PERSON, size)
    if count + high - low > found.shape[0]:
        return -(count + high - low)
    for place in range(low, high):
        person = people[place]
        left = nb.int64(ends[place])
        begin = max(nb.int64(starts[place]), nb.int64(infectious[person]))
        close = min(left + residual, end)
        if begin < left and close - begin >= minimum and close > after and begin < before:
            found[count, 0] = begin
            found[count, 1] = -close
            found[count, 2] = person
            count += 1
    return count


@nb.njit("boolean(int64[:, ::1], int64, int64, int64, int64)", cache=True, nogil=True)
def _comes_after(found: NDArray[np.int64], place: int, begin: int, minus_close: int, person: int) -> bool:
    if found[place, 0] != begin:
        return found[place, 0] > begin
    if found[place, 1] != minus_close:
        return found[place, 1] > minus_close
    return found[place, 2] > person


@nb.njit("void(int64[:, ::1], int64)", cache=True, nogil=True)
def sort_stays(found: NDArray[np.int64], count: int) -> None:
    """Order rows by begin, then latest close, then person. Few are inserted in place, many are sorted by their times first."""
    if count > _MANY:
        found[:count] = found[:count][np.argsort((found[:count, 0] << 32) + found[:count, 1])]
    for index in range(1, count):
        one, two, three = found[index, 0], found[index, 1], found[index, 2]
        place = index
        while place > 0 and _comes_after(found, place - 1, one, two, three):
            found[place, 0] = found[place - 1, 0]
            found[place, 1] = found[place - 1, 1]
            found[place, 2] = found[place - 1, 2]
            place -= 1
        found[place, 0], found[place, 1], found[place, 2] = one, two, three


@nb.njit(
    f"void(int64[:, ::1], int64, int64, int64, int64, int64, int64, int64, int64[:, ::1], int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def walk_venue(
    table: Table, row: int, venue: int, low: int, high: int, minimum: int, first: int, last: int,
    found: NDArray[np.int64], exposed: Int32s, moment: Int32s, labels: Labels,
) -> None:  # fmt: skip
    """One venue: `found[first:last]` are its infectious stays by begin, the others come by entry."""
    size = table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    people = column(table, row, PERSON, size)
    exposures, moments, kept = exposed.ctypes.data, moment.ctypes.data, labels.ctypes.data
    ahead, following = (
        first,
        found[first, 0],
    )  # the first infectious stay after the entry at hand, and its begin
    longest, longest_of = nb.int64(-_NEVER), first  # of those before it: the latest close, and which
    for place in range(low, high):
        entered, left = nb.int64(starts[place]), nb.int64(ends[place])
        while following <= entered:
            close = -found[ahead, 1]
            if close > longest or (close == longest and found[ahead, 2] < found[longest_of, 2]):
                longest, longest_of = close, ahead
            ahead += 1
            following = found[ahead, 0] if ahead < last else _NEVER
        who, together = people[place], min(longest, left) - entered
        if together >= minimum:
            if entered <= moment[who]:
                source = found[longest_of, 2]
                offer(who, entered, longest, source, together, venue, exposures, moments, kept)
        elif following + minimum <= left and following <= moment[who]:
            close = -found[ahead, 1]
            together = min(close, left) - following
            offer(who, following, close, found[ahead, 2], together, venue, exposures, moments, kept)


@nb.njit(
    f"int64(int64[:, ::1], int64, int64, int64, int64, int32[::1], int64, int64, int64, int32[::1], {LABELS}, int64[:, ::1])",
    cache=True,
    nogil=True,
)
def sweep(
    table: Table, days: int, row: int, first_venue: int, last_venue: int, infectious: Int32s,
    end: int, minimum: int, residual: int, exposed: Int32s, moment: Int32s, labels: Labels, found: NDArray[np.int64],
) -> int:  # fmt: skip
    """Offer labels to everybody in one segment's venues `[first_venue, last_venue)`.

    Whoever is infectious takes part, also from earlier rounds: what they offer again is no earlier than what they gave.
    Gives `last_venue`, or where `found` is too short minus one minus the venue to go on with.
    """
    size = table[row, SIZE]
    offsets = column(table, row, OFFSETS, table[row, VENUES] + 1)
    starts = column(table, row, ENTERED, size)
    is_run = row >= days
    for venue in range(first_venue, last_venue):
        low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        if low == high or starts[low] >= end:
            continue
        # Within a day: its own stays and guests, and the runs'. For a run: every segment's stays that may touch it.
        after, count = nb.int64(starts[low]), 0
        for other in range(table.shape[0]):
            # Air lasts over midnight where no guest does, so the days before may matter too.
            airs = residual > 0 and other < row and table[other, END] + residual > after
            if other == row or other >= days or is_run or airs:
                if other < days and is_run and table[other, END] + residual <= after:
                    continue
                count = _gather(
                    table, other, venue, after, end, infectious, end, minimum, residual, found, count
                )
                if count < 0:
                    return -1 - venue
        if count == 0:
            continue
        sort_stays(found, count)
        walk_venue(table, row, venue, low, high, minimum, 0, count, found, exposed, moment, labels)
    return last_venue


@nb.njit(
    f"int64(int64, int64, {LABELS}, {LABELS}, int64, int64, int32[::1], int32[::1], int16[::1], int16[::1])",
    cache=True,
    nogil=True,
)
def settle(
    first: int, last: int, moment: Int32s, labels: Labels, other_moment: Int32s, other_labels: Labels,
    number: int, latent: int,
    exposed: Int32s, infectious: Int32s, degree: Marks, moved: Marks,
) -> int:  # fmt: skip
    """Give the people `[first, last)` the better of both threads' labels; gives how many are reached by now.

    `degree` and `moved` hold the first and the last round in which somebody's exposure moved.
    """
    reached = 0
    for who in range(first, last):
        at, other = moment[who], other_moment[who]
        if at != other or at != exposed[who]:
            if other != exposed[who]:
                offer(
                    who, other, other_labels[who, CLOSE], other_labels[who, VIA], other_labels[who, TOGETHER],
                    other_labels[who, VENUE], exposed.ctypes.data, moment.ctypes.data, labels.ctypes.data,
                )  # fmt: skip
                at = moment[who]
            exposed[who], infectious[who], other_moment[who] = at, at + latent, at
            if degree[who] == 0:
                degree[who] = number
            moved[who] = number
        reached += degree[who] != 0
    return reached


@nb.njit(
    "void(int64, int64, int16[::1], int64, int32[::1], int32[:, ::1], int16[::1], int16[::1], int32[:, ::1], int16[:, ::1], "
    "int64)",
    cache=True,
    nogil=True,
)
def write_marked(
    first: int, last: int, marks: Marks, least: int, exposed: Int32s, labels: Labels, degree: Marks, moved: Marks,
    numbers: NDArray[np.int32], rounds: NDArray[np.int16], place: int,
) -> None:  # fmt: skip
    """Write those of `[first, last)` whose mark is `least` or more from `place` on.

    Columns: (person, exposed, via, together, venue) into `numbers`, (degree, moved) into `rounds`.
    """
    for who in range(first, last):
        if marks[who] >= least:
            numbers[0, place], numbers[1, place] = who, exposed[who]
            for field in range(3):
                numbers[field + 2, place] = labels[who, field + 1]
            rounds[0, place], rounds[1, place] = degree[who], moved[who]
            place += 1
