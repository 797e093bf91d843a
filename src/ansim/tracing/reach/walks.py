"""The compiled walk of `reach`: the venues and days that a frontier touches, each once.

The infectious stays were written down by venue and day (`collecting`). Sorted, they stand in groups by venue and day, a
group falls into clusters of stays that hang together in time, and of each cluster the visits around it are gone through
once (`venue`). What costs is waiting for memory: so people and stays are taken in batches,
and what the next step needs is asked for before it is needed.
"""

import numba as nb
import numpy as np

from ansim.tracing.arrays import Int32Rows, Int32s, Int64Rows, Int64s
from ansim.tracing.index import ALWAYS
from ansim.tracing.index.table import (
    ENTERED,
    LATEST_LEFT,
    LEFT,
    OFFSETS,
    PERSON,
    SIZE,
    VENUES,
    Table,
    column,
    first_above,
    prefetch,
)
from ansim.tracing.reach.collecting import WRITTEN, WrittenStays
from ansim.tracing.reach.lanes import LANES
from ansim.tracing.reach.links import (
    BEGIN,
    CAUSE,
    LABELS,
    MINUS_CLOSE,
    PLACE,
    Labels,
    addresses,
)
from ansim.tracing.reach.venue import (
    AT_VENUE,
    SOURCE,
    STAY_COLUMNS,
    Cluster,
    note_longest,
    offer_found,
    sort_stays,
    walk_visits,
)

# Stays whose contacts are sought together, and how many visits around a stay are few.
_BATCH, _NEAR = 64, 512
# Of a cluster: its segment, its first and last stay, their latest close, and their places, then the visits around them.
_ROW, _FIRST, _LAST, _CLOSE, _LOWEST, _HIGHEST = range(6)


@nb.njit(inline="always")
def _ask_around(table: Table, group: int, place: int) -> None:
    if place < 0:
        return
    row = group // table[0, VENUES]
    prefetch(table[row, OFFSETS] + 4 * (group - row * table[0, VENUES]))
    for line in range(place - LANES, place + 2 * LANES, LANES):
        prefetch(table[row, ENTERED] + 4 * line)
        prefetch(table[row, LEFT] + 4 * line)
        prefetch(table[row, PERSON] + 4 * line)
    prefetch(table[row, LATEST_LEFT] + 4 * place)
    prefetch(table[row, LATEST_LEFT] + 4 * (place - LANES))


@nb.njit(inline="always")
def _around(
    table: Table,
    row: int,
    venue: int,
    lowest: int,
    highest: int,
    begin: int,
    close: int,
    minimum: int,
) -> tuple[int, int]:
    """The visits among which the contacts of infectious stays within `[begin, close)` are.

    Up to LANES more come with them on either side. The stays stand at the places `lowest` to
    `highest`; a `lowest` below 0 if that is not known.
    """
    size = table[row, SIZE]
    offsets = column(table, row, OFFSETS, venue + 2)
    starts, latest = column(table, row, ENTERED, size), column(table, row, LATEST_LEFT, size)
    low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
    if lowest < 0:
        high = first_above(starts, low, high, close - minimum)
        return first_above(latest, low, high, begin + minimum - 1), high
    # Most have few visits around them: so step by step, and only then by halves.
    first, last = lowest, highest + 1
    while first > low and latest[first - 1] >= begin + minimum:
        if lowest - first >= _NEAR:
            first = first_above(latest, low, first, begin + minimum - 1)
            break
        first -= LANES
    while last < high and starts[last] <= close - minimum:
        if last - highest >= _NEAR:
            last = first_above(starts, last, high, close - minimum)
            break
        last += LANES
    return max(first, low), min(last, high)


@nb.njit("int64(int64[::1], int64, int64)", cache=True, nogil=True)
def group_end(keys: Int64s, first: int, last: int) -> int:
    """Where the group of sorted keys that begins at `first` ends."""
    group = keys[first] >> 32
    while first < last and keys[first] >> 32 == group:
        first += 1
    return first


@nb.njit(inline="always")
def _clusters_of(
    stays: Int64Rows, first: int, last: int, row: int, cluster: Int64Rows, number: int
) -> int:
    """Cut one venue's sorted stays into clusters, which hang together in time; returns how many there are now."""
    close = nb.int64(ALWAYS)
    for stay in range(first, last):
        place = stays[stay, PLACE]
        if stays[stay, BEGIN] >= close:
            cluster[number, _ROW], cluster[number, _FIRST] = row, stay
            cluster[number, _LOWEST] = cluster[number, _HIGHEST] = place
            number += 1
        close = max(close, -stays[stay, MINUS_CLOSE])
        one = number - 1
        cluster[one, _LAST], cluster[one, _CLOSE] = stay + 1, close
        cluster[one, _LOWEST] = min(cluster[one, _LOWEST], place)
        cluster[one, _HIGHEST] = max(cluster[one, _HIGHEST], place)
    return number


@nb.njit(
    nb.void(
        nb.int64[:, ::1],
        WRITTEN,
        nb.int32[::1],
        nb.int64,
        nb.int64,
        nb.int64,
        LABELS,
        nb.int32[:, ::1],
    ),
    cache=True,
    nogil=True,
)
def walk_groups(
    table: Table,
    written: WrittenStays,
    source_of: Int32s,
    first: int,
    last: int,
    minimum: int,
    labels: Labels,
    contacts: Int32Rows,
) -> None:
    """Walk the venues and days of the sorted keys `[first, last)`, whole groups; gaps between stays are passed over.

    `source_of` holds whose each cause is.
    """
    keys, entries, _room = written
    kept, found = addresses(labels), nb.int64(contacts.ctypes.data)
    stays, cluster = (
        np.empty((4 * _BATCH, STAY_COLUMNS), np.int64),
        np.empty((4 * _BATCH, 6), np.int64),
    )
    at = first
    while at < last:
        end = group_end(keys, min(at + _BATCH, last) - 1, last)
        if end - at > stays.shape[0]:
            stays, cluster = (
                np.empty((2 * (end - at), STAY_COLUMNS), np.int64),
                np.empty((2 * (end - at), 6), np.int64),
            )
        for key in range(at, end):
            _ask_around(table, keys[key] >> 32, entries[keys[key] & 0xFFFFFFFF, PLACE])
        used = clusters = 0
        while at < end:
            after, begun = group_end(keys, at, end), used
            row = (keys[at] >> 32) // table[0, VENUES]
            venue = (keys[at] >> 32) - row * table[0, VENUES]
            for key in range(at, after):
                entry = keys[key] & 0xFFFFFFFF
                stays[used, BEGIN] = entries[entry, BEGIN]
                stays[used, MINUS_CLOSE] = entries[entry, MINUS_CLOSE]
                stays[used, SOURCE] = source_of[entries[entry, CAUSE]]
                stays[used, PLACE] = entries[entry, PLACE]
                stays[used, AT_VENUE] = venue
                used += 1
            if used - begun > 1:
                sort_stays(stays[begun:used], used - begun)
            clusters = _clusters_of(stays, begun, used, row, cluster, clusters)
            at = after
        for one in range(clusters):
            row, begun = cluster[one, _ROW], cluster[one, _FIRST]
            note_longest(stays, begun, cluster[one, _LAST])
            cluster[one, _LOWEST], cluster[one, _HIGHEST] = _around(
                table,
                row,
                stays[begun, AT_VENUE],
                cluster[one, _LOWEST],
                cluster[one, _HIGHEST],
                stays[begun, BEGIN],
                cluster[one, _CLOSE],
                minimum,
            )
        number = 0
        for one in range(clusters):
            around = Cluster(
                cluster[one, _ROW],
                cluster[one, _FIRST],
                cluster[one, _LAST],
                cluster[one, _LOWEST],
                cluster[one, _HIGHEST],
            )
            number = walk_visits(table, around, stays, minimum, found, number, kept)
        offer_found(found, number, stays, kept)
