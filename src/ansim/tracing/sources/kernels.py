"""Who of a set was where near whom, compiled. The meanings are `reference.shared_venues`'s and `reference.co_presence`'s."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int32Rows, Int32s
from ansim.tracing.contacts.kernels import AT, ENTERED_AT, LEFT_AT, stays_of
from ansim.tracing.index.table import (
    END,
    ENTERED,
    LEFT,
    OFFSETS,
    PLACES,
    SCAN_COUNT,
    SCANS,
    SIZE,
    START,
    Table,
    column,
    first_above,
    others_of,
    venue_of,
    visits_of,
)
from ansim.tracing.sources.significance import BUSY, CASES, CLUSTERS, FIRST, LAST, VENUE

# Columns of a check-in of a set: the venue, when, and the number within the set of who it is.
PLACE, CAME, WHO = range(3)
CHECK_IN_WIDTH = 3
# A stay of a set has the columns of a stay of the case (at a code, entered, left), and the number within the set.
WHOSE = 3
STAY_WIDTH = 4
# Columns of what a pair of numbers within the set shared at a venue, the lower number first.
ONE, OTHER, SHARED_SECONDS, SHARED_FROM, SHARED_UNTIL, SHARED_AT = range(6)
PAIR_WIDTH = 6
# When a pair was seen together.
SEEN_FIRST, SEEN_LAST = range(2)


@nb.njit("int64(int64[:, ::1], int32[::1], int64, int64, int32[:, ::1])", cache=True, nogil=True)
def check_ins(table: Table, people: Int32s, start: int, end: int, rows: Int32Rows) -> int:
    """Write where presences of `people` begin in `[start, end)`; returns their number, or minus the rows needed at least."""
    count = 0
    for row in range(table.shape[0]):
        if table[row, START] >= end or table[row, END] <= start:
            continue
        size = table[row, SIZE]
        starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
        for number in range(len(people)):
            first, last = visits_of(table, row, people[number])
            if first == last:
                continue
            if count + last - first > rows.shape[0]:
                return -(count + last - first)
            places = column(table, row, PLACES, last)
            for index in range(first, last):
                place = places[index]
                if start <= starts[place] < end and ends[place] >= starts[place]:
                    rows[count, PLACE] = venue_of(table, row, place)
                    rows[count, CAME] = starts[place]
                    rows[count, WHO] = number
                    count += 1
    return count


@nb.njit("int64(int64[:, ::1], int32[::1], int64, int64, int32[:, ::1])", cache=True, nogil=True)
def stays(table: Table, people: Int32s, start: int, end: int, rows: Int32Rows) -> int:
    """Write the stays of `people`, clipped to the window; returns as `check_ins` does."""
    count, mine = 0, np.empty((1024, WHOSE), np.int32)
    for number in range(len(people)):
        more = stays_of(table, people[number], start, end, mine)
        while more < 0:
            mine = np.empty((2 * len(mine) - more, WHOSE), np.int32)
            more = stays_of(table, people[number], start, end, mine)
        if count + more > len(rows):
            return -(count + more)
        rows[count : count + more, :WHOSE] = mine[:more]
        rows[count : count + more, WHOSE] = number
        count += more
    return count


@nb.njit(inline="always")
def _root(parent: Int32s, one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = nb.int64(parent[one])
    return one


@nb.njit("int64(int64[::1], int64)", cache=True, nogil=True)
def _slot(keys: NDArray[np.int64], key: int) -> int:
    mask = len(keys) - 1
    slot = (key * 0x9E3779B1 >> 15) & mask
    while keys[slot] >= 0 and keys[slot] != key:
        slot = (slot + 1) & mask
    return slot


@nb.njit("Tuple((int64[::1], int32[:, ::1]))(int64[::1], int32[:, ::1])", cache=True, nogil=True)
def _doubled(
    keys: NDArray[np.int64], moments: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    more = np.full(2 * len(keys), -1, np.int64)
    theirs = np.empty((2 * len(keys), 2), np.int32)
    for old in range(len(keys)):
        if keys[old] >= 0:
            slot = _slot(more, keys[old])
            more[slot] = keys[old]
            theirs[slot] = moments[old]
    return more, theirs


@nb.njit("int32[::1](int32[:, ::1], int64, int64)", cache=True, nogil=True)
def travelling_together(rows: Int32Rows, people: int, together: int) -> Int32s:
    """The group of each of the set's numbers, as `reference.travelling_together`; `rows` stand by (venue, entered)."""
    parent = np.arange(people).astype(np.int32)
    # Pairs seen together, by open addressing: the pair, and the first and the last moment.
    keys = np.full(256, -1, np.int64)
    moments = np.empty((256, 2), np.int32)
    used = 0
    for number in range(len(rows)):
        later = number + 1
        while later < len(rows) and rows[later, PLACE] == rows[number, PLACE]:
            if nb.int64(rows[later, CAME]) - rows[number, CAME] > together:
                break
            one, other = nb.int64(rows[number, WHO]), nb.int64(rows[later, WHO])
            later += 1
            if one == other:
                continue
            if 2 * used >= len(keys):
                keys, moments = _doubled(keys, moments)
            key, moment = min(one, other) * people + max(one, other), rows[number, CAME]
            slot = _slot(keys, key)
            if keys[slot] < 0:
                keys[slot], moments[slot, SEEN_FIRST], moments[slot, SEEN_LAST] = (
                    key,
                    moment,
                    moment,
                )
                used += 1
                continue
            moments[slot, SEEN_FIRST], moments[slot, SEEN_LAST] = (
                min(moments[slot, SEEN_FIRST], moment),
                max(moments[slot, SEEN_LAST], moment),
            )
            if nb.int64(moments[slot, SEEN_LAST]) - moments[slot, SEEN_FIRST] > together:
                parent[_root(parent, other)] = _root(parent, one)
    for number in range(people):
        parent[number] = _root(parent, number)
    return parent


@nb.njit("int64(int64[:, ::1], int64, int64, int64)", cache=True, nogil=True)
def check_ins_at(table: Table, venue: int, start: int, end: int) -> int:
    """How many presences begin at a venue in `[start, end)`."""
    total = 0
    for row in range(table.shape[0]):
        # A guest entered before its segment's start.
        low, high = max(table[row, START], start), min(table[row, END], end)
        if low >= high:
            continue
        offsets = column(table, row, OFFSETS, venue + 2)
        first, last = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        if first == last:
            continue
        starts = column(table, row, ENTERED, table[row, SIZE])
        first = first_above(starts, first, last, low - 1)
        last = first_above(starts, first, last, high - 1)
        total += last - first
        if table[row, SCAN_COUNT]:
            again = table[row, SCAN_COUNT]
            scans = column(table, row, SCANS, again)
            total -= first_above(scans, 0, again, last - 1) - first_above(
                scans, 0, again, first - 1
            )
    return total


@nb.njit("int64(int64[:, ::1], int64, int64, int64)", cache=True, nogil=True)
def _check_ins_of(table: Table, venue: int, start: int, end: int) -> int:
    """`check_ins_at` a venue and its zones."""
    total = check_ins_at(table, venue, start, end)
    for zone in others_of(table, 0, venue):
        total += check_ins_at(table, zone, start, end)
    return total


@nb.njit("int64(int64[:, ::1], int32[:, ::1], int64, int64, int64, int64)", cache=True, nogil=True)
def _busy(table: Table, rows: Int32Rows, begin: int, close: int, within: int, end: int) -> int:
    """Everybody's check-ins in the `within` seconds after those of the set at a venue, each once."""
    total, opened = 0, nb.int64(rows[begin, CAME])
    for row in range(begin, close):
        moment = nb.int64(rows[row, CAME])
        if row + 1 == close or rows[row + 1, CAME] - moment > within:
            total += _check_ins_of(table, rows[begin, PLACE], opened, min(moment + within + 1, end))
            if row + 1 < close:
                opened = nb.int64(rows[row + 1, CAME])
    return total


@nb.njit(
    "UniTuple(int64, 4)(int32[:, ::1], int32[::1], int64, int64, int64, int32[::1], int32[::1])",
    cache=True,
    nogil=True,
)
def _clusters(
    rows: Int32Rows,
    group: Int32s,
    begin: int,
    close: int,
    within: int,
    parent: Int32s,
    size: Int32s,
) -> tuple[int, int, int, int]:
    """How many groups joined another one's cluster at a venue, how many clusters there are, first and last check-in that met.

    Check-ins that follow each other within reach are of one cluster: whoever stands between two in reach, reaches both.
    """
    joined = clusters = first = last = 0
    for row in range(begin + 1, close):
        moment = nb.int64(rows[row, CAME])
        one, other = group[rows[row - 1, WHO]], group[rows[row, WHO]]
        if one == other or moment - rows[row - 1, CAME] > within:
            continue
        if not joined:
            earlier = row - 1
            while (
                earlier > begin
                and group[rows[earlier - 1, WHO]] == one
                and moment - rows[earlier - 1, CAME] <= within
            ):
                earlier -= 1
            first = nb.int64(rows[earlier, CAME])
        last, later = moment, row + 1
        while (
            later < close
            and group[rows[later, WHO]] == other
            and rows[later, CAME] - nb.int64(rows[row - 1, CAME]) <= within
        ):
            last, later = nb.int64(rows[later, CAME]), later + 1
        one, other = _root(parent, one), _root(parent, other)
        if one != other:
            joined += 1
            clusters += (size[one] == 1) & (size[other] == 1)
            clusters -= (size[one] > 1) & (size[other] > 1)
            parent[other] = one
            size[one] += size[other]
    return joined, clusters, first, last


@nb.njit(
    "UniTuple(int64, 3)(int64[:, ::1], int32[:, ::1], int32[::1], int64, int64, int64[:, ::1])",
    cache=True,
    nogil=True,
)
def meetings(
    table: Table, rows: Int32Rows, group: Int32s, within: int, end: int, shared: NDArray[np.int64]
) -> tuple[int, int, int]:
    """Write a row for each venue where groups met; `rows` stand by (venue, entered), `shared` has a row for each of them.

    Returns how many rows, at how many venues anybody of the set checked in, and how often groups came to a venue.
    """
    found = venues = visits = 0
    came = np.full(
        len(group), -1, np.int64
    )  # the row of a group's last check-in, while at this venue
    parent, size = np.empty(len(group), np.int32), np.empty(len(group), np.int32)
    begin = 0
    while begin < len(rows):
        venue = rows[begin, PLACE]
        close = begin
        while close < len(rows) and rows[close, PLACE] == venue:
            close += 1
        venues += 1
        for row in range(begin, close):
            one = group[rows[row, WHO]]
            visits += (
                came[one] < begin or nb.int64(rows[row, CAME]) - rows[came[one], CAME] > within
            )
            came[one] = row
            parent[one], size[one] = one, 1
        joined, clusters, first, last = _clusters(rows, group, begin, close, within, parent, size)
        if joined:
            shared[found, VENUE], shared[found, CASES], shared[found, CLUSTERS] = (
                venue,
                joined + clusters,
                clusters,
            )
            shared[found, FIRST], shared[found, LAST] = first, last
            shared[found, BUSY] = _busy(table, rows, begin, close, within, end)
            found += 1
        begin = close
    return found, venues, visits


@nb.njit("int64(int32[:, ::1], int32[::1], int32[:, ::1])", cache=True, nogil=True)
def overlaps(stays: Int32Rows, family: Int32s, rows: Int32Rows) -> int:
    """Write what each pair shared whose stays at codes meet, one < other.

    `stays` stand by venue (`family` of the code) and entry. Returns how many there are, also beyond the room in `rows`.
    """
    count = 0
    for stay in range(len(stays)):
        code, later = stays[stay, AT], stay + 1
        while (
            later < len(stays)
            and family[stays[later, AT]] == family[code]
            and stays[later, ENTERED_AT] < stays[stay, LEFT_AT]
        ):
            one, other = stays[stay, WHOSE], stays[later, WHOSE]
            meet = (
                stays[later, AT] == code
                or family[code] == code
                or family[stays[later, AT]] == stays[later, AT]
            )
            if meet and one != other and stays[later, LEFT_AT] > stays[later, ENTERED_AT]:
                if count < len(rows):
                    first = stays[later, ENTERED_AT]
                    last = min(stays[stay, LEFT_AT], stays[later, LEFT_AT])
                    rows[count, ONE], rows[count, OTHER] = min(one, other), max(one, other)
                    rows[count, SHARED_SECONDS] = last - first
                    rows[count, SHARED_FROM], rows[count, SHARED_UNTIL] = first, last
                    rows[count, SHARED_AT] = family[code]
                count += 1
            later += 1
    return count


@nb.njit("int32[:, ::1](int32[:, ::1])", cache=True, nogil=True)
def united(rows: Int32Rows) -> Int32Rows:
    """What pairs shared at the codes of a venue (`overlaps`, by pair, venue and first), one where it overlaps or touches."""
    joined, count = np.empty_like(rows), 0
    for row in range(len(rows)):
        one = count - 1
        if (
            count
            and joined[one, ONE] == rows[row, ONE]
            and joined[one, OTHER] == rows[row, OTHER]
            and joined[one, SHARED_AT] == rows[row, SHARED_AT]
            and rows[row, SHARED_FROM] <= joined[one, SHARED_UNTIL]
        ):
            joined[one, SHARED_UNTIL] = max(joined[one, SHARED_UNTIL], rows[row, SHARED_UNTIL])
            joined[one, SHARED_SECONDS] = joined[one, SHARED_UNTIL] - joined[one, SHARED_FROM]
            continue
        joined[count] = rows[row]
        count += 1
    return joined[:count]
