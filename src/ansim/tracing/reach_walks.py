"""The compiled walk of `reach`: the venues and days that a frontier touches, each once.

First every infectious stay is written down for each segment it touches; sorted, they stand in groups by venue and day, and
each group is walked as `reach_kernels` sweeps a whole venue. The labels are the same.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.log import Int32s
from ansim.tracing.reach_kernels import LABELS, Labels, sort_stays, venue_of, walk_venue
from ansim.tracing.table import (
    END,
    ENTERED,
    FINAL,
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


@nb.njit(inline="always")
def _touches(table: Table, row: int, venue: int, begin: int, close: int) -> bool:
    if table[row, START] >= close or table[row, END] <= begin:
        return False
    offsets = column(table, row, OFFSETS, venue + 2)
    low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
    if low == high:
        return False
    size = table[row, SIZE]
    return (
        column(table, row, ENTERED, size)[low] < close and column(table, row, LATEST, size)[high - 1] > begin
    )


@nb.njit(
    "int64(int64[:, ::1], int64, int32[::1], int32[::1], int64, int64, int64, int64[::1], int64[:, ::1])",
    cache=True,
    nogil=True,
)
def collect(  # noqa: C901 people, days, stays, places: one loop each
    table: Table, days: int, sources: Int32s, infectious: Int32s, end: int, minimum: int, residual: int,
    keys: NDArray[np.int64], entries: NDArray[np.int64],
) -> int:  # fmt: skip
    """Write each infectious stay of the sources once for every segment it touches: (begin, -close, person).

    The key is `(segment * venues + venue) << 32 | begin`, so that sorting it groups stays by venue and day. Gives the
    number of entries; minus those needed at least where there is no room.
    """
    count = 0
    for index in range(sources.size):
        source = sources[index]
        for row in range(table.shape[0]):
            if table[row, FINAL] <= infectious[source] or table[row, START] >= end:
                continue
            first, last = visits_of(table, row, source)
            if first == last:
                continue
            size = table[row, SIZE]
            places = column(table, row, PLACES, last)
            starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
            for number in range(first, last):
                place = places[number]
                left = nb.int64(ends[place])
                begin = max(nb.int64(starts[place]), nb.int64(infectious[source]))
                close = min(left + residual, end)
                if begin >= left or close - begin < minimum:
                    continue
                venue = venue_of(table, row, place)
                if count + table.shape[0] > keys.size:
                    return -2 * (count + table.shape[0])
                # A day's stay touches that day, the days after it until it ends, and the runs, which come last.
                other = row if row < days else 0
                while other < table.shape[0]:
                    if other < days and table[other, START] >= close:
                        other = days
                        continue
                    if _touches(table, other, venue, begin, close):
                        keys[count] = ((other * table[other, VENUES] + venue) << 32) | (
                            begin + nb.int64(2147483648)
                        )
                        entries[count, 0] = begin
                        entries[count, 1] = -close
                        entries[count, 2] = source
                        count += 1
                    other += 1
    return count


@nb.njit(
    f"void(int64[:, ::1], int64[::1], int64[:, ::1], int64[::1], int64, int64, int64, int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def walk_groups(
    table: Table, keys: NDArray[np.int64], entries: NDArray[np.int64], order: NDArray[np.int64], first: int, last: int,
    minimum: int, exposed: Int32s, moment: Int32s, labels: Labels,
) -> None:  # fmt: skip
    """Walk the venues and days of the entries `order[first:last]`, whole groups; gaps between stays are passed over."""
    found = np.empty((256, 3), np.int64)
    begin = first
    while begin < last:
        group = keys[order[begin]] >> 32
        row, venue = group // table[0, VENUES], group % table[0, VENUES]
        # A cluster: stays of the group that hang together in time.
        count = 0
        latest_close = nb.int64(-(2**40))
        place = begin
        while (
            place < last
            and keys[order[place]] >> 32 == group
            and (count == 0 or entries[order[place], 0] < latest_close)
        ):
            if count == found.shape[0]:
                larger = np.empty((2 * count, 3), np.int64)
                larger[:count] = found
                found = larger
            entry = order[place]
            found[count, 0], found[count, 1], found[count, 2] = (
                entries[entry, 0],
                entries[entry, 1],
                entries[entry, 2],
            )
            latest_close = max(latest_close, -entries[entry, 1])
            count += 1
            place += 1
        begin = place
        sort_stays(found, count)
        size = table[row, SIZE]
        offsets = column(table, row, OFFSETS, venue + 2)
        starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
        low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        high = first_above(starts, low, high, latest_close - minimum)
        low = first_above(column(table, row, LATEST, size), low, high, found[0, 0])
        people = column(table, row, PERSON, size)
        walk_venue(starts, ends, people, venue, low, high, minimum, found, count, exposed, moment, labels)
