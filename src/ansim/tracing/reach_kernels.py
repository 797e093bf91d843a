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
    visits_of,
)

UNREACHED = NEVER
CLOSE, VIA, TOGETHER, VENUE = range(4)
Labels = NDArray[np.int32]
_ALWAYS = nb.int64(ALWAYS)
LABELS = "int32[::1], int32[:, ::1]"


@nb.njit(f"void(int64, int64, int64, int64, int64, int64, int32[::1], {LABELS})", cache=True, nogil=True)
def _offer(
    who: int,
    at: int,
    close: int,
    source: int,
    together: int,
    venue: int,
    exposed: Int32s,
    moment: Int32s,
    labels: Labels,
) -> None:
    """Keep the better of somebody's label and a new one."""
    if at >= exposed[who] or at > moment[who]:
        return
    if at == moment[who]:
        if close < labels[who, CLOSE]:
            return
        if close == labels[who, CLOSE]:
            if source > labels[who, VIA]:
                return
            if source == labels[who, VIA]:
                if together < labels[who, TOGETHER]:
                    return
                if together == labels[who, TOGETHER] and venue >= labels[who, VENUE]:
                    return
    moment[who] = at
    labels[who, CLOSE] = close
    labels[who, VIA] = source
    labels[who, TOGETHER] = together
    labels[who, VENUE] = venue


@nb.njit(inline="always")
def venue_of(table: Table, row: int, place: int) -> int:
    venues = table[row, VENUES]
    offsets = column(table, row, OFFSETS, venues + 1)
    return first_above(offsets, 0, venues + 1, place) - 1


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
                    _offer(
                        people[place],
                        -at - together,
                        -begin,
                        source,
                        together,
                        venue,
                        exposed,
                        moment,
                        labels,
                    )
                else:
                    _offer(people[place], at, close, source, together, venue, exposed, moment, labels)
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


@nb.njit(inline="always")
def _gather(
    table: Table, row: int, venue: int, after: int, before: int, fresh: NDArray[np.uint8], infectious: Int32s,
    end: int, minimum: int, residual: int, found: NDArray[np.int64], count: int,
) -> int:  # fmt: skip
    """Write (begin, -close, person) of the infectious stays of one venue in one segment; minus the room needed."""
    offsets = column(table, row, OFFSETS, venue + 2)
    low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
    if low == high:
        return count
    size = table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    people = column(table, row, PERSON, size)
    for place in range(low, high):
        person = people[place]
        if fresh[person >> 3] & (1 << (person & 7)) == 0:
            continue
        left = nb.int64(ends[place])
        begin = max(nb.int64(starts[place]), nb.int64(infectious[person]))
        close = min(left + residual, end)
        if begin >= left or close - begin < minimum or close <= after or begin >= before:
            continue
        if count >= found.shape[0]:
            return -(found.shape[0] + high - place)
        found[count, 0] = begin
        found[count, 1] = -close
        found[count, 2] = person
        count += 1
    return count


@nb.njit("void(int64[:, ::1], int64)", cache=True, nogil=True)
def sort_stays(found: NDArray[np.int64], count: int) -> None:
    """Order rows by begin, then latest close, then person. Nearly sorted already, so insertion does."""
    for index in range(1, count):
        one, two, three = found[index, 0], found[index, 1], found[index, 2]
        place = index
        while place > 0 and (
            found[place - 1, 0] > one
            or (
                found[place - 1, 0] == one
                and (
                    found[place - 1, 1] > two or (found[place - 1, 1] == two and found[place - 1, 2] > three)
                )
            )
        ):
            found[place, 0] = found[place - 1, 0]
            found[place, 1] = found[place - 1, 1]
            found[place, 2] = found[place - 1, 2]
            place -= 1
        found[place, 0], found[place, 1], found[place, 2] = one, two, three


@nb.njit(
    f"void(int32[::1], int32[::1], int32[::1], int64, int64, int64, int64, int64[:, ::1], int64, int32[::1], "
    f"{LABELS})",
    cache=True,
    nogil=True,
)
def walk_venue(
    starts: Int32s, ends: Int32s, people: Int32s, venue: int, low: int, high: int, minimum: int,
    found: NDArray[np.int64], count: int,
    exposed: Int32s, moment: Int32s, labels: Labels,
) -> None:  # fmt: skip
    """One venue: `found` are its infectious stays by begin, the others come by entry."""
    ahead = 0  # the first infectious stay that begins after the entry at hand
    longest, longest_of = nb.int64(-(2**40)), nb.int64(-1)  # of those before it: the latest close, and whose
    for place in range(low, high):
        entered, left = nb.int64(starts[place]), nb.int64(ends[place])
        while ahead < count and found[ahead, 0] <= entered:
            close, person = -found[ahead, 1], found[ahead, 2]
            if close > longest or (close == longest and person < longest_of):
                longest, longest_of = close, person
            ahead += 1
        who = people[place]
        if entered >= exposed[who] or left - entered < minimum:
            continue
        if min(longest, left) - entered >= minimum:
            _offer(
                who,
                entered,
                longest,
                longest_of,
                min(longest, left) - entered,
                venue,
                exposed,
                moment,
                labels,
            )
        elif ahead < count and found[ahead, 0] + minimum <= left:
            begin, close = found[ahead, 0], -found[ahead, 1]
            _offer(
                who, begin, close, found[ahead, 2], min(close, left) - begin, venue, exposed, moment, labels
            )


@nb.njit(
    f"int64(int64[:, ::1], int64, int64, int64, int64, uint8[::1], int32[::1], int64, int64, int64, "
    f"int32[::1], {LABELS}, int64[:, ::1])",
    cache=True,
    nogil=True,
)
def sweep(
    table: Table, days: int, row: int, first_venue: int, last_venue: int, fresh: NDArray[np.uint8], infectious: Int32s,
    end: int, minimum: int, residual: int, exposed: Int32s, moment: Int32s, labels: Labels, found: NDArray[np.int64],
) -> int:  # fmt: skip
    """Offer labels to everybody in one segment's venues `[first_venue, last_venue)`.

    Gives `last_venue`, or where `found` is too short minus one minus the venue to go on with.
    """
    size = table[row, SIZE]
    offsets = column(table, row, OFFSETS, table[row, VENUES] + 1)
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    people = column(table, row, PERSON, size)
    is_run = row >= days
    for venue in range(first_venue, last_venue):
        low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        if low == high or starts[low] >= end:
            continue
        # Within a day: its own stays and guests, and the runs'. For a run: every segment's stays that may touch it.
        after, before = nb.int64(starts[low]), end
        count = 0
        for other in range(table.shape[0]):
            # Air lasts over midnight where no guest does, so the days before may matter too.
            airs = residual > 0 and other < row and table[other, END] + residual > after
            if other == row or other >= days or is_run or airs:
                if other < days and is_run and table[other, END] + residual <= after:
                    continue
                count = _gather(
                    table,
                    other,
                    venue,
                    after,
                    before,
                    fresh,
                    infectious,
                    end,
                    minimum,
                    residual,
                    found,
                    count,
                )
                if count < 0:
                    return -1 - venue
        if count == 0:
            continue
        sort_stays(found, count)
        walk_venue(starts, ends, people, venue, low, high, minimum, found, count, exposed, moment, labels)
    return last_venue
