"""The compiled walk of `reach`: the venues and days that a frontier touches, each once.

First every infectious stay is written down for each segment it touches. Where few others are near it, its contacts are
sought around its own place. The rest, sorted, stand in groups by venue and day, and each group is walked as
`reach_kernels` sweeps a whole venue. The labels are the same. What costs is waiting for memory: so people, stays and groups
are taken in batches, and what the next step needs is asked for before it is needed.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.lanes import LANES, contacts_of_sixteen
from ansim.tracing.log import Int32s
from ansim.tracing.reach_kernels import LABELS, Labels, offer, sort_stays, walk_venue
from ansim.tracing.table import (
    BLOCKS,
    END,
    ENTERED,
    FINAL,
    HINTS,
    LATEST,
    LEFT,
    NATIVES,
    OFFSETS,
    PERSON,
    PLACES,
    SHIFT,
    SIZE,
    START,
    VENUES,
    Table,
    column,
    first_above,
    numbers_at,
    prefetch,
    venue_of,
    visits_of,
)

_PEOPLE, _STAYS, _GROUPS = 64, 1024, 32
# Stays whose contacts are sought together, the contacts they may find before labels are offered, and how many visits
# around a stay are few.
_BATCH, _CONTACTS, _NEAR = 64, 4096, 1024
ROOM = _CONTACTS + 2 * LANES
# Of a stay at hand: where to look for its contacts, and what its label says.
_ROW, _FIRST, _LAST, _BEGIN, _CLOSE, _SOURCE, _VENUE = range(7)
Numbers = NDArray[np.int64]


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
    "int64(int64[:, ::1], int64, int64, int64, int64, int64, int64, int64, int64[::1], int64[:, ::1], int64)",
    cache=True,
    nogil=True,
)
def _write(
    table: Table, days: int, row: int, place: int, begin: int, close: int, event: int, minimum: int,
    keys: Numbers, entries: Numbers, count: int,
) -> int:  # fmt: skip
    """Write one infectious stay for every segment it touches; gives the new count."""
    if close - begin < minimum:
        return count
    venue = venue_of(table, row, place)
    # A day's stay touches that day, the days after it until it ends, and the runs, which come last.
    other = row if row < days else 0
    while other < table.shape[0]:
        if other < days and table[other, START] >= close:
            other = days
            continue
        if other == row or _touches(table, other, venue, begin, close):
            keys[count] = ((other * table[other, VENUES] + venue) << 32) | count
            entries[count, 0] = begin
            entries[count, 1] = -close
            entries[count, 2] = event
            entries[count, 3] = place if other == row else -1
            count += 1
        other += 1
    return count


@nb.njit(
    "int64(int64[:, ::1], int64, int64, int64[::1], int64[::1], int64, int32[::1], int32[::1], int64, int64, int64, "
    "int64[::1], int64[:, ::1], int64, int64)",
    cache=True,
    nogil=True,
)
def _take(
    table: Table, days: int, row: int, places_of: Numbers, source_of: Numbers, number: int, firsts: Int32s, times: Int32s,
    end: int, minimum: int, residual: int, keys: Numbers, entries: Numbers, count: int, room: int,
) -> int:  # fmt: skip
    """Write a batch of stays of one segment, as far as they are infectious; gives the new count, or minus the room needed."""
    rows, size = table.shape[0], table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    for stay in range(number):
        place, source = places_of[stay], source_of[stay]
        entered, left = nb.int64(starts[place]), nb.int64(ends[place])
        close = min(left + residual, end)
        event, beyond = nb.int64(firsts[source]), nb.int64(firsts[source + 1])
        if count + (beyond - event) * rows > room:
            return -2 * (count + (beyond - event) * rows)
        while event + 1 < beyond and times[event + 1] <= entered:
            event += 1
        while event < beyond and times[event] < left:
            begin = max(entered, nb.int64(times[event]))
            if begin < left:
                count = _write(table, days, row, place, begin, close, event, minimum, keys, entries, count)
            event += 1
    return count


@nb.njit(inline="always")
def _first_place(table: Table, row: int, shift: int, person: int) -> int:
    return nb.int64(column(table, row, BLOCKS, (person >> shift) + 1)[person >> shift])


@nb.njit(
    "int64(int64[:, ::1], int64, int32[::1], int32[::1], int32[::1], int64, int64, int64, int64[::1], int64[:, ::1], "
    "int64, int64)",
    cache=True,
    nogil=True,
)
def collect(  # noqa: C901 batches: people, their places, their stays
    table: Table, days: int, sources: Int32s, firsts: Int32s, times: Int32s, end: int, minimum: int, residual: int,
    keys: Numbers, entries: Numbers, count: int, room: int,
) -> int:  # fmt: skip
    """Write the infectious stays of the sources from `count` on: (begin, -close, event, its place or -1 as a guest).

    The events of source i are `firsts[i]` to `firsts[i + 1]`; `times` holds when each makes infectious, rising. A stay
    counts from its entry by the last event before it, and anew from each event within it. The key is
    `(segment * venues + venue) << 32 | entry`, so that sorting it groups stays by venue and day. Gives the count after;
    minus the room needed at least where `room` is too little.
    """
    rows = table.shape[0]
    places_of, source_of = np.empty(_STAYS, np.int64), np.empty(_STAYS, np.int64)
    for row in range(rows):
        if table[row, START] >= end or table[row, NATIVES] == 0:
            continue
        shift, final = table[row, SHIFT], table[row, FINAL]
        places = column(table, row, PLACES, table[row, NATIVES])
        for batch in range(0, sources.size, _PEOPLE):
            after = min(batch + _PEOPLE, sources.size)
            for index in range(after, min(after + _PEOPLE, sources.size)):
                prefetch(table[row, BLOCKS] + 4 * (nb.int64(sources[index]) >> shift))
            for index in range(batch, after):
                prefetch(table[row, PLACES] + 4 * _first_place(table, row, shift, sources[index]))
            number = 0
            for index in range(batch, after):
                first, last = (
                    visits_of(table, row, sources[index]) if times[firsts[index]] < final else (0, 0)
                )
                for at in range(first, last):
                    place = nb.int64(places[at])
                    places_of[number], source_of[number] = place, index
                    prefetch(table[row, ENTERED] + 4 * place)
                    prefetch(table[row, LEFT] + 4 * place)
                    prefetch(table[row, HINTS] + 4 * (place >> 5))
                    number += 1
                    if number == _STAYS:
                        count = _take(
                            table, days, row, places_of, source_of, number, firsts, times, end, minimum, residual, keys,
                            entries, count, room,
                        )  # fmt: skip
                        number = 0
                        if count < 0:
                            return count
            count = _take(
                table, days, row, places_of, source_of, number, firsts, times, end, minimum, residual, keys, entries, count,
                room,
            )  # fmt: skip
            if count < 0:
                return count
    return count


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
    prefetch(table[row, LATEST] + 4 * place)
    prefetch(table[row, LATEST] + 4 * (place - LANES))


@nb.njit(inline="always")
def _around(
    table: Table, row: int, venue: int, place: int, begin: int, close: int, minimum: int
) -> tuple[int, int]:
    """The visits around a stay's own place among which its contacts are, and up to LANES more; _NEAR or more are cut."""
    size = table[row, SIZE]
    offsets = column(table, row, OFFSETS, venue + 2)
    starts, latest = column(table, row, ENTERED, size), column(table, row, LATEST, size)
    low, high = max(nb.int64(offsets[venue]), place - _NEAR), min(nb.int64(offsets[venue + 1]), place + _NEAR)
    first, last = place, place + 1
    while last < high and starts[last] <= close - minimum:
        last += LANES
    while first > low and latest[first - 1] >= begin + minimum:
        first -= LANES
    return max(first, low), min(last, high)


@nb.njit(inline="always")
def _offer_found(
    found: int, room: int, number: int, near: Numbers, exposed: int, moment: int, labels: int
) -> None:
    contact = numbers_at(found, 4 * room)
    for index in range(number):
        prefetch(labels + 16 * nb.int64(contact[index + LANES]))  # beyond the last: any address will do
        stay = contact[3 * room + index]
        offer(
            contact[index], contact[room + index], near[stay, _CLOSE], near[stay, _SOURCE], contact[2 * room + index],
            near[stay, _VENUE], exposed, moment, labels,
        )  # fmt: skip


@nb.njit(
    f"int64(int64[:, ::1], int64[::1], int64[:, ::1], int32[::1], int64, int32[::1], {LABELS}, int32[:, ::1])",
    cache=True,
    nogil=True,
)
def offer_near(
    table: Table, keys: Numbers, entries: Numbers, source_of: Int32s, minimum: int,
    exposed: Int32s, moment: Int32s, labels: Labels, contacts: NDArray[np.int32],
) -> int:  # fmt: skip
    """Offer labels to the contacts of the stays that have few visits around them.

    `keys` are as `collect` writes them, by day and so the earliest first. Those that are left to be walked are moved to the
    front; gives how many they are. `contacts` is scratch, four rows of ROOM: the caller's, as an array made here whose
    address alone is used would be given back before its use.
    """
    exposures, moments, kept = exposed.ctypes.data, moment.ctypes.data, labels.ctypes.data
    room, found = ROOM, contacts.ctypes.data
    near = np.empty((_BATCH, 7), np.int64)
    rest = 0
    for batch in range(0, keys.size, _BATCH):
        after = min(batch + _BATCH, keys.size)
        for index in range(batch, after):
            _ask_around(table, keys[index] >> 32, entries[keys[index] & 0xFFFFFFFF, 3])
        stays = 0
        for index in range(batch, after):
            group, entry = keys[index] >> 32, keys[index] & 0xFFFFFFFF
            place, begin, close = entries[entry, 3], entries[entry, 0], -entries[entry, 1]
            row = group // table[0, VENUES]
            venue = group - row * table[0, VENUES]
            first, last = (
                _around(table, row, venue, place, begin, close, minimum) if place >= 0 else (0, _NEAR)
            )
            if last - first >= _NEAR:
                keys[rest] = keys[index]
                rest += 1
                continue
            near[stays, _ROW], near[stays, _FIRST], near[stays, _LAST] = row, first, last
            near[stays, _BEGIN], near[stays, _CLOSE], near[stays, _VENUE] = begin, close, venue
            near[stays, _SOURCE] = source_of[entries[entry, 2]]
            stays += 1
        number = 0
        for stay in range(stays):
            row, last = near[stay, _ROW], near[stay, _LAST]
            for place in range(near[stay, _FIRST], last, LANES):
                number += contacts_of_sixteen(
                    table[row, PERSON], table[row, ENTERED], table[row, LEFT], place, last, near[stay, _BEGIN],
                    near[stay, _CLOSE], minimum, moments, stay, found + 4 * number, room,
                )  # fmt: skip
                if number > _CONTACTS:
                    _offer_found(found, room, number, near, exposures, moments, kept)
                    number = 0
        _offer_found(found, room, number, near, exposures, moments, kept)
    return rest


@nb.njit("int64(int64[::1], int64, int64)", cache=True, nogil=True)
def group_end(keys: Numbers, first: int, last: int) -> int:
    """Where the group of sorted keys that begins at `first` ends."""
    group = keys[first] >> 32
    while first < last and keys[first] >> 32 == group:
        first += 1
    return first


@nb.njit(
    f"void(int64[:, ::1], int64[::1], int64[:, ::1], int32[::1], int64, int64, int64, int32[::1], {LABELS})",
    cache=True,
    nogil=True,
)
def walk_groups(
    table: Table, keys: Numbers, entries: Numbers, source_of: Int32s, first: int, last: int, minimum: int,
    exposed: Int32s, moment: Int32s, labels: Labels,
) -> None:  # fmt: skip
    """Walk the venues and days of the sorted keys `[first, last)`, whole groups; gaps between stays are passed over."""
    venues = table[0, VENUES]
    found = np.empty((256, 3), np.int64)
    # Clusters: stays of a group that hang together in time. Segment, venue, first and last of `found`, latest close, bounds.
    cluster = np.empty((256, 7), np.int64)
    at = first
    while at < last:
        used = clusters = 0
        while at < last and clusters < _GROUPS:
            after = group_end(keys, at, last)
            if used + after - at > found.shape[0]:
                larger = np.empty((2 * (used + after - at), 3), np.int64)
                larger[:used] = found[:used]
                more = np.empty((larger.shape[0], 7), np.int64)
                more[:clusters] = cluster[:clusters]
                found, cluster = larger, more
            start = used
            for key in range(at, after):
                entry = keys[key] & 0xFFFFFFFF
                found[used, 0] = entries[entry, 0]
                found[used, 1] = entries[entry, 1]
                found[used, 2] = source_of[entries[entry, 2]]
                used += 1
            sort_stays(found[start:used], used - start)
            row, venue = (keys[at] >> 32) // venues, (keys[at] >> 32) % venues
            close = nb.int64(-(2**40))
            for stay in range(start, used):
                if found[stay, 0] >= close:
                    cluster[clusters, 0], cluster[clusters, 1], cluster[clusters, 2] = row, venue, stay
                    clusters += 1
                close = max(close, -found[stay, 1])
                cluster[clusters - 1, 3], cluster[clusters - 1, 4] = stay + 1, close
            offsets = column(table, row, OFFSETS, venue + 2)
            middle = (nb.int64(offsets[venue]) + nb.int64(offsets[venue + 1])) >> 1
            prefetch(table[row, ENTERED] + 4 * middle)
            prefetch(table[row, LATEST] + 4 * middle)
            at = after
        for one in range(clusters):
            row, venue = cluster[one, 0], cluster[one, 1]
            size = table[row, SIZE]
            offsets = column(table, row, OFFSETS, venue + 2)
            low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
            high = first_above(column(table, row, ENTERED, size), low, high, cluster[one, 4] - minimum)
            low = first_above(
                column(table, row, LATEST, size), low, high, found[cluster[one, 2], 0] + minimum - 1
            )
            cluster[one, 5], cluster[one, 6] = low, high
            for place in range(low, high, 16):
                prefetch(table[row, ENTERED] + 4 * place)
                prefetch(table[row, LEFT] + 4 * place)
                prefetch(table[row, PERSON] + 4 * place)
        for one in range(clusters):
            row, venue, low, high = cluster[one, 0], cluster[one, 1], cluster[one, 5], cluster[one, 6]
            walk_venue(
                table,
                row,
                venue,
                low,
                high,
                minimum,
                cluster[one, 2],
                cluster[one, 3],
                found,
                exposed,
                moment,
                labels,
            )
