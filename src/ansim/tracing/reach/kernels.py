"""The compiled rounds of `reach`: push and sweep, and what settles their labels (`reach_venue`)."""

# ruff: noqa: FBT001  compiled functions take plain positional flags

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int32s, Int64s
from ansim.tracing.index.table import (
    END,
    ENTERED,
    LATEST_LEFT,
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
    is_home,
    numbers_at,
    others_of,
    venue_of,
    visits_of,
)
from ansim.tracing.reach.venue import (
    AT_VENUE,
    BEGIN,
    CLOSE,
    LABELS,
    MINUS_CLOSE,
    SOURCE,
    TOGETHER,
    VENUE,
    VIA,
    Labels,
    note_longest,
    offer,
    offer_found,
    sort_stays,
    walk_visits,
)

Marks = NDArray[np.int16]


@nb.njit(
    f"int64(int64[:, ::1], int64, int64, int64, int64, int64, boolean, int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def _push_stay(
    table: Table,
    venue: int,
    begin: int,
    close: int,
    source: int,
    minimum: int,
    back: bool,
    exposed: Int32s,
    moment: Int32s,
    labels: Labels,
) -> int:
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
        latest = column(table, row, LATEST_LEFT, size)
        if latest[high - 1] <= begin:
            continue
        starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
        people = column(table, row, PERSON, size)
        high = first_above(starts, low, high, close - minimum)
        low = first_above(latest, low, high, begin)
        if not is_home(table, row, begin):
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
                    offer(
                        people[place], at, close, source, together, venue, exposures, moments, kept
                    )
    return looked


@nb.njit(
    f"int64(int64[:, ::1], int32[::1], int32[::1], int64, int64, int64, int64, boolean, int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def push(
    table: Table,
    sources: Int32s,
    infectious: Int32s,
    start: int,
    end: int,
    minimum: int,
    residual: int,
    back: bool,
    exposed: Int32s,
    moment: Int32s,
    labels: Labels,
) -> int:
    """Offer labels to all contacts of the sources; returns how many pairs were looked at.

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
                    begin, close = (
                        max(entered, nb.int64(infectious[source])),
                        min(left + residual, end),
                    )
                    present = begin < left
                if not present or close - begin < minimum:
                    continue
                venue = venue_of(table, row, place)
                looked += _push_stay(
                    table, venue, begin, close, source, minimum, back, exposed, moment, labels
                )
                for other in others_of(table, row, venue):
                    looked += _push_stay(
                        table, other, begin, close, source, minimum, back, exposed, moment, labels
                    )
    return looked


@nb.njit(
    "int64(int64[:, ::1], int64, int64, int64, int64, int64, int32[::1], int64, int64, int64, int64[:, ::1], int64)",
    cache=True,
    nogil=True,
)
def _gather(
    table: Table,
    row: int,
    code: int,
    venue: int,
    after: int,
    before: int,
    infectious: Int32s,
    end: int,
    minimum: int,
    residual: int,
    found: Int64s,
    count: int,
) -> int:
    """Write the infectious stays of one code in one segment as of `venue`; returns the new count, minus the room needed."""
    offsets = column(table, row, OFFSETS, code + 2)
    low, high = nb.int64(offsets[code]), nb.int64(offsets[code + 1])
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
            found[count, BEGIN], found[count, MINUS_CLOSE] = begin, -close
            found[count, SOURCE], found[count, AT_VENUE] = person, venue
            count += 1
    return count


@nb.njit(
    f"int64(int64[:, ::1], int64, int64, int64, int64, int32[::1], int64, int64, int64, int32[::1], {LABELS}, int64[:, ::1], "
    "int32[:, ::1])",
    cache=True,
    nogil=True,
)
def sweep(
    table: Table,
    days: int,
    row: int,
    first_venue: int,
    last_venue: int,
    infectious: Int32s,
    end: int,
    minimum: int,
    residual: int,
    exposed: Int32s,
    moment: Int32s,
    labels: Labels,
    found: Int64s,
    contacts: Int32s,
) -> int:
    """Offer labels to everybody in one segment's venues `[first_venue, last_venue)`.

    Whoever is infectious takes part, also from earlier rounds: what they offer again is no earlier than what they gave.
    Gives `last_venue`, or where `found` is too short minus one minus the venue to go on with.
    """
    size = table[row, SIZE]
    offsets = column(table, row, OFFSETS, table[row, VENUES] + 1)
    starts = column(table, row, ENTERED, size)
    exposures, moments, kept = exposed.ctypes.data, moment.ctypes.data, labels.ctypes.data
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
                    table,
                    other,
                    venue,
                    venue,
                    after,
                    end,
                    infectious,
                    end,
                    minimum,
                    residual,
                    found,
                    count,
                )
                for code in others_of(table, row, venue):
                    if count >= 0:
                        count = _gather(
                            table,
                            other,
                            code,
                            venue,
                            after,
                            end,
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
        note_longest(found, 0, count)
        left = walk_visits(
            table,
            row,
            low,
            high,
            minimum,
            found,
            0,
            count,
            contacts.ctypes.data,
            0,
            exposures,
            moments,
            kept,
        )
        offer_found(contacts.ctypes.data, left, found, exposures, moments, kept)
    return last_venue


@nb.njit(
    f"UniTuple(int64, 2)(int64, int64, {LABELS}, {LABELS}, int64, int64, int32[::1], int32[::1], int16[::1], int16[::1])",
    cache=True,
    nogil=True,
)
def settle(
    first: int,
    last: int,
    moment: Int32s,
    labels: Labels,
    other_moment: Int32s,
    other_labels: Labels,
    number: int,
    latent: int,
    exposed: Int32s,
    infectious: Int32s,
    degree: Marks,
    moved: Marks,
) -> tuple[int, int]:
    """Give the people `[first, last)` the better of both threads' labels.

    `degree` and `moved` hold the first and the last round in which somebody's exposure moved. Gives how many are reached by
    now, and of how many the exposure moved in this round.
    """
    reached = changed = 0
    mine, theirs = labels.ctypes.data, other_labels.ctypes.data
    for who in range(first, last):
        at, other = moment[who], other_moment[who]
        earliest = min(at, other)
        if earliest != exposed[who]:
            if at == other:
                offer(
                    who,
                    other,
                    other_labels[who, CLOSE],
                    other_labels[who, VIA],
                    other_labels[who, TOGETHER],
                    other_labels[who, VENUE],
                    exposed.ctypes.data,
                    moment.ctypes.data,
                    mine,
                )
            else:
                # Which of the two is earlier cannot be guessed, and a wrong guess of the processor is dear. So the code
                # picks an address without a branch, and copies the label even where it is the same.
                label = numbers_at((mine if at < other else theirs) + 16 * nb.int64(who), 4)
                for field in range(4):
                    labels[who, field] = label[field]
            exposed[who], infectious[who] = earliest, earliest + latent
            moment[who] = other_moment[who] = earliest
            if degree[who] == 0:
                degree[who] = number
            moved[who] = number
            changed += 1
        reached += degree[who] != 0
    return reached, changed


@nb.njit(
    "void(int64, int64, int16[::1], int64, int32[::1], int32[:, ::1], int16[::1], int16[::1], int32[:, ::1], int16[:, ::1], "
    "int64)",
    cache=True,
    nogil=True,
)
def write_marked(
    first: int,
    last: int,
    marks: Marks,
    least: int,
    exposed: Int32s,
    labels: Labels,
    degree: Marks,
    moved: Marks,
    numbers: NDArray[np.int32],
    rounds: NDArray[np.int16],
    place: int,
) -> None:
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
