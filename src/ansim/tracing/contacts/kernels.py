"""Who was there at the same time: contacts of stays, compiled. The meaning is `reference.contacts_of_stay`'s.

A pair is found once: in the day where the case's stay begins (among natives and guests), or where the other one is
native on a later day the stay reaches into. Runs hold no guests, so all of a run counts.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from ansim.tracing.arrays import Floats, Int32Rows, Int32s
from ansim.tracing.index import NEVER
from ansim.tracing.index.table import (
    END,
    ENTERED,
    FINAL,
    LATEST_LEFT,
    LEFT,
    OFFSETS,
    PERSON,
    PLACES,
    SIZE,
    START,
    ZONE_MOST,
    Table,
    column,
    first_above,
    is_home,
    others_of,
    venue_of,
    visits_of,
)

# Columns of a row of results.
WHO, OVERLAP, ENCOUNTERS, FIRST, LAST, WHERE = range(6)
WIDTH = 6
# Columns of a stay of the case.
AT, ENTERED_AT, LEFT_AT = range(3)
_MOST = nb.int64(NEVER)


class DosedPairs(NamedTuple):
    """Rows of pairs, and the dose of each."""

    rows: Int32Rows
    doses: Floats


class Totals(NamedTuple):
    """Room for a row and a dose of everybody met; `slots` holds -1 for every person, before and after a search."""

    slots: Int32s
    rows: Int32Rows
    doses: Floats


_DOSED_PAIRS = nb.types.NamedTuple((nb.int32[:, ::1], nb.float64[::1]), DosedPairs)
_TOTALS = nb.types.NamedTuple((nb.int32[::1], nb.int32[:, ::1], nb.float64[::1]), Totals)


@nb.njit(
    "int64(int64[:, ::1], int64, int64, int64, int64, int64, int64, int32[:, ::1], int64)",
    cache=True,
    nogil=True,
)
def pairs(
    table: Table,
    venue: int,
    entered: int,
    left: int,
    residual: int,
    minimum: int,
    me: int,
    rows: Int32Rows,
    count: int,
) -> int:
    """Append (person, overlap, 1, first, last, venue) for each stay that overlaps `[entered, left + residual)`.

    Returns the new count; where the rows do not suffice, minus the number needed at least.
    """
    if left <= entered:
        return count
    air = left + residual
    for row in range(table.shape[0]):
        if table[row, START] >= air or table[row, END] <= entered:
            continue
        offsets = column(table, row, OFFSETS, venue + 2)
        low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        if low == high:
            continue
        size = table[row, SIZE]
        latest = column(table, row, LATEST_LEFT, size)
        if latest[high - 1] <= entered:
            continue
        starts = column(table, row, ENTERED, size)
        ends = column(table, row, LEFT, size)
        people = column(table, row, PERSON, size)
        high = first_above(starts, low, high, air - 1)
        low = first_above(latest, low, high, entered)
        if not is_home(table, row, entered):
            low = first_above(starts, low, high, table[row, START] - 1)
        if count + high - low > rows.shape[0]:
            return -(count + high - low)
        for place in range(low, high):
            first = max(entered, nb.int64(starts[place]))
            last = min(air, nb.int64(ends[place]))
            if last - first >= minimum and people[place] != me:
                rows[count, WHO] = people[place]
                rows[count, OVERLAP] = last - first
                rows[count, ENCOUNTERS] = 1
                rows[count, FIRST] = first
                rows[count, LAST] = last
                rows[count, WHERE] = venue
                count += 1
    return count


@nb.njit("int64(int64[:, ::1], int64, int64, int64, int32[:, ::1])", cache=True, nogil=True)
def stays_of(table: Table, person: int, start: int, end: int, stays: Int32Rows) -> int:
    """Write (venue, entered, left) of a person's stays within the window, clipped; returns their number.

    Minus the number needed at least where `stays` is too short.
    """
    count = 0
    for row in range(table.shape[0]):
        if table[row, START] >= end or table[row, FINAL] <= start:
            continue
        first, last = visits_of(table, row, person)
        if first == last:
            continue
        if count + last - first > stays.shape[0]:
            return -(count + last - first)
        size = table[row, SIZE]
        places = column(table, row, PLACES, last)
        starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
        for index in range(first, last):
            place = places[index]
            begin, close = max(nb.int64(starts[place]), start), min(nb.int64(ends[place]), end)
            if close > begin:
                stays[count, AT] = venue_of(table, row, place)
                stays[count, ENTERED_AT] = begin
                stays[count, LEFT_AT] = close
                count += 1
    return count


@nb.njit("int32[:, ::1](int32[:, ::1], int64)", cache=True, nogil=True)
def joined_by_air(stays: Int32Rows, residual: int) -> Int32Rows:
    """Presences of the case that hang together by lingering air made one, so that no second counts twice."""
    key = (stays[:, AT].astype(np.int64) << 32) + stays[:, ENTERED_AT]
    order = np.argsort(key)
    joined, count = np.empty_like(stays), 0
    for place in order:
        venue, entered, left = stays[place, AT], stays[place, ENTERED_AT], stays[place, LEFT_AT]
        last = count - 1
        if count and joined[last, AT] == venue:
            until = nb.int64(joined[last, LEFT_AT]) + residual
            if entered <= until:
                joined[last, LEFT_AT] = max(joined[last, LEFT_AT], left)
                continue
        joined[count, AT], joined[count, ENTERED_AT], joined[count, LEFT_AT] = venue, entered, left
        count += 1
    return joined[:count]


@nb.njit("boolean(int64[:, ::1], int32[:, ::1])", cache=True, nogil=True)
def meet_other_codes(table: Table, stays: Int32Rows) -> bool:
    """Whether any of these stays is at a venue of several codes, its own and its zones'."""
    met = 0
    if table.shape[0] and table[0, ZONE_MOST]:
        for stay in range(stays.shape[0]):
            met += others_of(table, 0, stays[stay, AT]).size
    return met > 0


@nb.njit(
    "Tuple((int32[:, ::1], int32[:, ::1]))(int64[:, ::1], int32[:, ::1])", cache=True, nogil=True
)
def by_codes(table: Table, stays: Int32Rows) -> tuple[Int32Rows, Int32Rows]:
    """The stays at venues of one code; and all others, once for each code that they meet."""
    most = 1 + table[0, ZONE_MOST]
    plain, several = np.empty_like(stays), np.empty((most * stays.shape[0], 3), np.int32)
    number = count = 0
    for stay in range(stays.shape[0]):
        others = others_of(table, 0, stays[stay, AT])
        if others.size == 0:
            plain[number] = stays[stay]
            number += 1
            continue
        several[count] = stays[stay]
        count += 1
        for other in others:
            several[count] = stays[stay]
            several[count, AT] = other
            count += 1
    return plain[:number], several[:count]


@nb.njit(
    "Tuple((int32[:, ::1], float64[::1]))(int32[:, ::1], int32[::1], float64[::1])",
    cache=True,
    nogil=True,
)
def united(pairs_found: Int32Rows, family: Int32s, hazard: Floats) -> tuple[Int32Rows, Floats]:
    """What somebody shared at the codes of one venue, made one where it overlaps or touches; and the dose of each.

    Rows of pairs stand by person, family, first, last and venue. A second counts at the code where the sharing began first.
    """
    rows, doses, count = np.empty_like(pairs_found), np.zeros(len(pairs_found)), 0
    for pair in range(len(pairs_found)):
        who, first, last = pairs_found[pair, WHO], pairs_found[pair, FIRST], pairs_found[pair, LAST]
        venue = pairs_found[pair, WHERE]
        rate = hazard[venue] if venue < hazard.size else 0.0
        one = count - 1
        if (
            count
            and rows[one, WHO] == who
            and family[rows[one, WHERE]] == family[venue]
            and first <= rows[one, LAST]
        ):
            more = max(0, nb.int64(last) - rows[one, LAST])
            rows[one, OVERLAP] += more
            rows[one, LAST] += more
            doses[one] += rate * more
            continue
        rows[count] = pairs_found[pair]
        doses[count] = rate * (nb.int64(last) - first)
        count += 1
    return rows[:count], doses[:count]


@nb.njit(
    nb.int64(
        nb.int64[:, ::1],
        nb.int32[:, ::1],
        nb.int64,
        nb.int64,
        nb.int64,
        nb.float64[::1],
        _DOSED_PAIRS,
        _TOTALS,
    ),
    cache=True,
    nogil=True,
)
def together(  # noqa: C901, PLR0912 one loop over pairs, one over people
    table: Table,
    stays: Int32Rows,
    residual: int,
    minimum: int,
    me: int,
    hazard: Floats,
    also: DosedPairs,
    totals: Totals,
) -> int:
    """Everybody who met these stays, one row a person: totals over all pairs, if they reach `minimum` seconds.

    `also` are pairs found elsewhere (`united`). A total ends at 2**31 - 1 seconds, which only a log of many copies reaches.
    The dose is the sum of the seconds times the `hazard` of the venue where they were shared; 0 for venues without one.
    Returns the number of rows, or minus the rows needed.
    """
    more_rows, more_doses = also
    slots, rows, doses = totals
    found = 0
    # One body, as arrays handed to an inlined function would have their references counted at each pair.
    for stay in range(stays.shape[0] + 1):
        rate, last = 0.0, stay == stays.shape[0]
        if not last:
            more = pairs(
                table,
                stays[stay, AT],
                stays[stay, ENTERED_AT],
                stays[stay, LEFT_AT],
                residual,
                1,
                me,
                rows,
                found,
            )
            rate = hazard[stays[stay, AT]] if stays[stay, AT] < hazard.size else 0.0
        elif found + more_rows.shape[0] > rows.shape[0]:
            more = -(found + more_rows.shape[0])
        else:
            more = found + more_rows.shape[0]
            for row in range(more_rows.shape[0]):
                for field in range(WIDTH):
                    rows[found + row, field] = more_rows[row, field]
        if more < 0:
            for row in range(found):
                slots[rows[row, WHO]] = -1
            return more
        begun = kept = found
        for row in range(begun, more):
            who = rows[row, WHO]
            slot = slots[who]
            dose = more_doses[row - begun] if last else rate * rows[row, OVERLAP]
            if slot < 0:
                slots[who] = kept
                doses[kept] = dose
                for field in range(WIDTH):
                    rows[kept, field] = rows[row, field]
                kept += 1
            else:
                rows[slot, OVERLAP] = min(nb.int64(rows[slot, OVERLAP]) + rows[row, OVERLAP], _MOST)
                rows[slot, ENCOUNTERS] += 1
                doses[slot] += dose
                if rows[row, FIRST] < rows[slot, FIRST]:
                    rows[slot, FIRST] = rows[row, FIRST]
                    rows[slot, WHERE] = rows[row, WHERE]
                rows[slot, LAST] = max(rows[slot, LAST], rows[row, LAST])
        found = kept
    kept = 0
    for row in range(found):
        slots[rows[row, WHO]] = -1
        if rows[row, OVERLAP] >= minimum:
            for field in range(WIDTH):
                rows[kept, field] = rows[row, field]
            doses[kept] = doses[row]
            kept += 1
    return kept
