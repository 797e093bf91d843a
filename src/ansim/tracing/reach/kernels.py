"""The compiled rounds of `reach`: push and sweep, and what settles their labels (`venue`)."""

# ruff: noqa: FBT001  compiled functions take plain positional flags

from typing import NamedTuple

import numba as nb

from ansim.tracing.arrays import Int16s, Int32Rows, Int32s, Int64Rows
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
from ansim.tracing.reach.links import (
    BEGIN,
    CLOSE,
    LABELS,
    LABELS_AT,
    MINUS_CLOSE,
    STANDING,
    TERMS,
    TOGETHER,
    VENUE,
    VIA,
    Labels,
    LabelsAt,
    LinkTerms,
    Standing,
    addresses,
    offer,
)
from ansim.tracing.reach.venue import (
    AT_VENUE,
    SOURCE,
    Cluster,
    note_longest,
    offer_found,
    sort_stays,
    walk_visits,
)


class VenueRange(NamedTuple):
    """The venues `[first, last)` of a segment."""

    row: int
    first: int
    last: int


class ReachedRows(NamedTuple):
    """Columns, one a row: (person, exposed, via, together, venue), and (degree, moved)."""

    numbers: Int32Rows
    rounds: Int16s


VENUE_RANGE = nb.types.NamedUniTuple(nb.int64, 3, VenueRange)
REACHED_ROWS = nb.types.NamedTuple((nb.int32[:, ::1], nb.int16[:, ::1]), ReachedRows)


@nb.njit(
    nb.int64(
        nb.int64[:, ::1], nb.int64, nb.int64, nb.int64, nb.int64, nb.int64, nb.boolean, LABELS_AT
    ),
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
    labels: LabelsAt,
) -> int:
    looked = 0
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
                    offer(people[place], -at - together, -begin, source, together, venue, labels)
                else:
                    offer(people[place], at, close, source, together, venue, labels)
    return looked


@nb.njit(
    nb.int64(nb.int64[:, ::1], nb.int32[::1], nb.int32[::1], TERMS, nb.boolean, LABELS),
    cache=True,
    nogil=True,
)
def push(
    table: Table,
    sources: Int32s,
    infectious: Int32s,
    terms: LinkTerms,
    back: bool,
    labels: Labels,
) -> int:
    """Offer labels to all contacts of the sources; returns how many pairs were looked at.

    Backward, all moments in `infectious`, `exposed` and the labels are mirrored: the latest becomes the least.
    """
    looked, kept = 0, addresses(labels)
    start, end, minimum, residual = terms
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
                looked += _push_stay(table, venue, begin, close, source, minimum, back, kept)
                for other in others_of(table, row, venue):
                    looked += _push_stay(table, other, begin, close, source, minimum, back, kept)
    return looked


@nb.njit(
    nb.int64(
        nb.int64[:, ::1],
        nb.int64,
        nb.int64,
        nb.int64,
        nb.int64,
        nb.int32[::1],
        TERMS,
        nb.int64[:, ::1],
        nb.int64,
    ),
    cache=True,
    nogil=True,
)
def _gather(
    table: Table,
    row: int,
    code: int,
    venue: int,
    after: int,
    infectious: Int32s,
    terms: LinkTerms,
    found: Int64Rows,
    count: int,
) -> int:
    """Write the stays of one code in one segment, infectious beyond `after`, as of `venue`.

    Returns the new count, minus the room needed.
    """
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
        close = min(left + terms.residual, terms.end)
        if begin < left and close - begin >= terms.minimum and close > after and begin < terms.end:
            found[count, BEGIN], found[count, MINUS_CLOSE] = begin, -close
            found[count, SOURCE], found[count, AT_VENUE] = person, venue
            count += 1
    return count


@nb.njit(
    nb.int64(
        nb.int64[:, ::1],
        nb.int64,
        VENUE_RANGE,
        nb.int32[::1],
        TERMS,
        LABELS,
        nb.int64[:, ::1],
        nb.int32[:, ::1],
    ),
    cache=True,
    nogil=True,
)
def sweep(
    table: Table,
    days: int,
    venues: VenueRange,
    infectious: Int32s,
    terms: LinkTerms,
    labels: Labels,
    found: Int64Rows,
    contacts: Int32Rows,
) -> int:
    """Offer labels to everybody in these venues.

    Whoever is infectious takes part, also from earlier rounds: what they offer again is no earlier than what they gave.
    Returns `venues.last`, or where `found` is too short minus one minus the venue to go on with.
    """
    row, waiting, kept = venues.row, nb.int64(contacts.ctypes.data), addresses(labels)
    size = table[row, SIZE]
    offsets = column(table, row, OFFSETS, table[row, VENUES] + 1)
    starts = column(table, row, ENTERED, size)
    is_run = row >= days
    for venue in range(venues.first, venues.last):
        low, high = nb.int64(offsets[venue]), nb.int64(offsets[venue + 1])
        if low == high or starts[low] >= terms.end:
            continue
        # Within a day: its own stays and guests, and the runs'. For a run: every segment's stays that may touch it.
        after, count = nb.int64(starts[low]), 0
        for other in range(table.shape[0]):
            # Air lasts over midnight where no guest does, so the days before may matter too.
            airs = terms.residual > 0 and other < row and table[other, END] + terms.residual > after
            if other == row or other >= days or is_run or airs:
                if other < days and is_run and table[other, END] + terms.residual <= after:
                    continue
                count = _gather(table, other, venue, venue, after, infectious, terms, found, count)
                for code in others_of(table, row, venue):
                    if count >= 0:
                        count = _gather(
                            table, other, code, venue, after, infectious, terms, found, count
                        )
                if count < 0:
                    return -1 - venue
        if count == 0:
            continue
        sort_stays(found, count)
        note_longest(found, 0, count)
        everybody = Cluster(row, 0, count, low, high)
        left = walk_visits(table, everybody, found, terms.minimum, waiting, 0, kept)
        offer_found(waiting, left, found, kept)
    return venues.last


@nb.njit(
    nb.types.UniTuple(nb.int64, 2)(
        nb.int64, nb.int64, LABELS, LABELS, STANDING, nb.int64, nb.int64
    ),
    cache=True,
    nogil=True,
)
def settle(
    first: int,
    last: int,
    labels: Labels,
    other_labels: Labels,
    standing: Standing,
    number: int,
    latent: int,
) -> tuple[int, int]:
    """Give the people `[first, last)` the better of both threads' labels, in round `number`.

    Returns how many are reached by now, and of how many the exposure moved in this round.
    """
    moment, rows, kept = labels.moment, labels.rows, addresses(labels)
    other_moment, other_rows = other_labels.moment, other_labels.rows
    other_kept = addresses(other_labels)
    exposed, infectious, degree, moved = standing
    reached = changed = 0
    for who in range(first, last):
        at, other = moment[who], other_moment[who]
        earliest = min(at, other)
        if earliest != exposed[who]:
            if at == other:
                offer(
                    who,
                    other,
                    other_rows[who, CLOSE],
                    other_rows[who, VIA],
                    other_rows[who, TOGETHER],
                    other_rows[who, VENUE],
                    kept,
                )
            else:
                # Which of the two is earlier cannot be guessed, and a wrong guess of the processor is dear. So the code
                # picks an address without a branch, and copies the label even where it is the same.
                better = kept.rows if at < other else other_kept.rows
                label = numbers_at(better + 16 * nb.int64(who), 4)
                for field in range(4):
                    rows[who, field] = label[field]
            exposed[who], infectious[who] = earliest, earliest + latent
            moment[who] = other_moment[who] = earliest
            if degree[who] == 0:
                degree[who] = number
            moved[who] = number
            changed += 1
        reached += degree[who] != 0
    return reached, changed


@nb.njit(
    nb.void(
        nb.int64,
        nb.int64,
        nb.int16[::1],
        nb.int64,
        STANDING,
        nb.int32[:, ::1],
        REACHED_ROWS,
        nb.int64,
    ),
    cache=True,
    nogil=True,
)
def write_marked(
    first: int,
    last: int,
    marks: Int16s,
    least: int,
    standing: Standing,
    labels: Int32Rows,
    found: ReachedRows,
    place: int,
) -> None:
    """Write those of `[first, last)` whose mark is `least` or more from `place` on."""
    exposed, _infectious, degree, moved = standing
    numbers, rounds = found
    for who in range(first, last):
        if marks[who] >= least:
            numbers[0, place], numbers[1, place] = who, exposed[who]
            numbers[2, place] = labels[who, VIA]
            numbers[3, place] = labels[who, TOGETHER]
            numbers[4, place] = labels[who, VENUE]
            rounds[0, place], rounds[1, place] = degree[who], moved[who]
            place += 1
