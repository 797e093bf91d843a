"""The infectious stays of a frontier, written down by venue and day: what `walks` goes through.

Every infectious stay is written down for each segment it touches, with its own place in it. What costs is waiting for
memory: so people and stays are taken in batches, and what the next step needs is asked for before it is needed.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from ansim.tracing.arrays import Int32s, Int64Rows, Int64s
from ansim.tracing.index.table import (
    BLOCKS,
    END,
    ENTERED,
    FINAL,
    HINT_BITS,
    HINTS,
    LATEST_LEFT,
    LEFT,
    NATIVES,
    OFFSETS,
    PLACES,
    SHIFT,
    SIZE,
    START,
    VENUES,
    ZONE_MOST,
    Table,
    column,
    others_of,
    prefetch,
    venue_of,
    visits_of,
)
from ansim.tracing.reach.links import BEGIN, CAUSE, MINUS_CLOSE, PLACE, TERMS, LinkTerms

# People whose stays are looked up together, and the stays of one batch at most.
_PEOPLE, _STAYS = 64, 1024


class Sources(NamedTuple):
    """Who infects: the events of `person[i]` are `firsts[i]` to `firsts[i + 1]`; `times` holds when each infects, rising."""

    person: Int32s
    firsts: Int32s
    times: Int32s


class WrittenStays(NamedTuple):
    """Infectious stays written down: `entries` are rows of BEGIN, MINUS_CLOSE, CAUSE, PLACE, and keys sort them.

    The key is `(segment * venues + venue) << 32 | row`, so that sorted ones stand by venue and day. Rows end before `room`.
    """

    keys: Int64s
    entries: Int64Rows
    room: int


class _Batch(NamedTuple):
    """Stays looked up together: their places, and whose they are; so many."""

    places: Int64s
    sources: Int64s
    number: int


class _Infectious(NamedTuple):
    """When a stay is infectious, and by which event."""

    begin: int
    close: int
    event: int


SOURCES = nb.types.NamedUniTuple(nb.int32[::1], 3, Sources)
WRITTEN = nb.types.NamedTuple((nb.int64[::1], nb.int64[:, ::1], nb.int64), WrittenStays)
_BATCH = nb.types.NamedTuple((nb.int64[::1], nb.int64[::1], nb.int64), _Batch)
_INFECTIOUS = nb.types.NamedUniTuple(nb.int64, 3, _Infectious)


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
        column(table, row, ENTERED, size)[low] < close
        and column(table, row, LATEST_LEFT, size)[high - 1] > begin
    )


@nb.njit(
    nb.int64(nb.int64[:, ::1], nb.int64, nb.int64, nb.int64, _INFECTIOUS, WRITTEN, nb.int64),
    cache=True,
    nogil=True,
)
def _write(
    table: Table,
    days: int,
    row: int,
    place: int,
    stay: _Infectious,
    written: WrittenStays,
    count: int,
) -> int:
    """Write one infectious stay for every segment it touches; returns the new count."""
    keys, entries, _room = written
    begin, close, event = stay
    venue = venue_of(table, row, place)
    # A day's stay touches that day, the days after it until it ends, and the runs, which come last.
    other = row if row < days else 0
    while other < table.shape[0]:
        if other < days and table[other, START] >= close:
            other = days
            continue
        if other == row or _touches(table, other, venue, begin, close):
            keys[count] = ((other * table[other, VENUES] + venue) << 32) | count
            entries[count, BEGIN] = begin
            entries[count, MINUS_CLOSE] = -close
            entries[count, CAUSE] = event
            entries[count, PLACE] = place if other == row else -1
            count += 1
        other += 1
    for code in others_of(table, row, venue):
        # Nobody's own stay stands at another code, so all segments are looked at alike.
        other = row if row < days else 0
        while other < table.shape[0]:
            if other < days and table[other, START] >= close:
                other = days
                continue
            if _touches(table, other, code, begin, close):
                keys[count] = ((other * table[other, VENUES] + code) << 32) | count
                entries[count, BEGIN] = begin
                entries[count, MINUS_CLOSE] = -close
                entries[count, CAUSE] = event
                entries[count, PLACE] = -1
                count += 1
            other += 1
    return count


@nb.njit(
    nb.int64(nb.int64[:, ::1], nb.int64, nb.int64, _BATCH, SOURCES, TERMS, WRITTEN, nb.int64),
    cache=True,
    nogil=True,
)
def _take(
    table: Table,
    days: int,
    row: int,
    batch: _Batch,
    sources: Sources,
    terms: LinkTerms,
    written: WrittenStays,
    count: int,
) -> int:
    """Write a batch of stays of one segment, as far as they are infectious.

    Returns the new count, or minus the room needed.
    """
    places_of, source_of, number = batch
    _person, firsts, times = sources
    rows, size = table.shape[0] * (1 + table[row, ZONE_MOST]), table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    hints = column(table, row, HINTS, (size >> HINT_BITS) + 2)
    for stay in range(number):
        prefetch(table[row, OFFSETS] + 4 * nb.int64(hints[places_of[stay] >> HINT_BITS]))
    for stay in range(number):
        place, source = places_of[stay], source_of[stay]
        entered, left = nb.int64(starts[place]), nb.int64(ends[place])
        close = min(left + terms.residual, terms.end)
        event, beyond = nb.int64(firsts[source]), nb.int64(firsts[source + 1])
        if count + (beyond - event) * rows > written.room:
            return -2 * (count + (beyond - event) * rows)
        while event + 1 < beyond and times[event + 1] <= entered:
            event += 1
        while event < beyond and times[event] < left:
            begin = max(entered, nb.int64(times[event]))
            if begin < left and close - begin >= terms.minimum:
                count = _write(
                    table, days, row, place, _Infectious(begin, close, event), written, count
                )
            event += 1
    return count


@nb.njit(inline="always")
def _first_place(table: Table, row: int, shift: int, person: int) -> int:
    return nb.int64(column(table, row, BLOCKS, (person >> shift) + 1)[person >> shift])


@nb.njit(
    nb.int64(nb.int64[:, ::1], nb.int64, SOURCES, TERMS, WRITTEN, nb.int64),
    cache=True,
    nogil=True,
)
def collect(  # noqa: C901 batches: people, their places, their stays
    table: Table,
    days: int,
    sources: Sources,
    terms: LinkTerms,
    written: WrittenStays,
    count: int,
) -> int:
    """Write the infectious stays of the sources from row `count` on.

    A stay counts from its entry by the last event before it, and anew from each event within it. Returns the count after;
    minus the room needed at least where there is too little.
    """
    people, firsts, times = sources
    places_of, source_of = np.empty(_STAYS, np.int64), np.empty(_STAYS, np.int64)
    for row in range(table.shape[0]):
        if table[row, START] >= terms.end or table[row, NATIVES] == 0:
            continue
        shift, final = table[row, SHIFT], table[row, FINAL]
        places = column(table, row, PLACES, table[row, NATIVES])
        for batch in range(0, people.size, _PEOPLE):
            after = min(batch + _PEOPLE, people.size)
            for index in range(after, min(after + _PEOPLE, people.size)):
                prefetch(table[row, BLOCKS] + 4 * (nb.int64(people[index]) >> shift))
            for index in range(batch, after):
                prefetch(table[row, PLACES] + 4 * _first_place(table, row, shift, people[index]))
            number = 0
            for index in range(batch, after):
                first, last = (
                    visits_of(table, row, people[index]) if times[firsts[index]] < final else (0, 0)
                )
                for at in range(first, last):
                    place = nb.int64(places[at])
                    places_of[number], source_of[number] = place, index
                    prefetch(table[row, ENTERED] + 4 * place)
                    prefetch(table[row, LEFT] + 4 * place)
                    prefetch(table[row, HINTS] + 4 * (place >> HINT_BITS))
                    number += 1
                    if number == _STAYS:
                        stays = _Batch(places_of, source_of, number)
                        count = _take(table, days, row, stays, sources, terms, written, count)
                        number = 0
                        if count < 0:
                            return count
            stays = _Batch(places_of, source_of, number)
            count = _take(table, days, row, stays, sources, terms, written, count)
            if count < 0:
                return count
    return count
