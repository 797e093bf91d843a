"""One venue's visits against its infectious stays: who meets them, and what label that gives (`links`).

Going through the visits once works since of all infectious stays begun by a moment the one that ends last serves every
later entry, and a person's own stay can never move their own exposure earlier.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from ansim.tracing.arrays import Int64Rows
from ansim.tracing.index import ALWAYS, NEVER
from ansim.tracing.index.table import (
    ENTERED,
    LEFT,
    PERSON,
    SIZE,
    Table,
    column,
    numbers_at,
    prefetch,
)
from ansim.tracing.reach.lanes import (
    CONTACTS,
    LANES,
    ROOM,
    Coming,
    Stretch,
    There,
    VisitsAt,
    contacts_of_sixteen,
)
from ansim.tracing.reach.links import (
    BEGIN,
    CAUSE,
    LABELS_AT,
    MINUS_CLOSE,
    PLACE,
    LabelsAt,
    offer,
)

_MANY, _VISITS_A_STAY = 64, 4
# Columns of the infectious stays of a venue, beside those of all (`links`): whose each is stands in place of its cause.
SOURCE, AT_VENUE, LONGEST = CAUSE, 4, 5
STAY_COLUMNS = 6


class Cluster(NamedTuple):
    """Infectious stays `[first, last)` of one venue, and the visits `[low, high)` of a segment around them."""

    row: int
    first: int
    last: int
    low: int
    high: int


CLUSTER = nb.types.NamedUniTuple(nb.int64, 5, Cluster)


@nb.njit("boolean(int64[:, ::1], int64, int64, int64, int64)", cache=True, nogil=True)
def _comes_after(stays: Int64Rows, stay: int, begin: int, minus_close: int, source: int) -> bool:
    if stays[stay, BEGIN] != begin:
        return stays[stay, BEGIN] > begin
    if stays[stay, MINUS_CLOSE] != minus_close:
        return stays[stay, MINUS_CLOSE] > minus_close
    return stays[stay, SOURCE] > source


@nb.njit("void(int64[:, ::1], int64)", cache=True, nogil=True)
def sort_stays(stays: Int64Rows, count: int) -> None:
    """Order stays of one venue by begin, then latest close, then person. Many are sorted by their times first."""
    if count > _MANY:
        stays[:count] = stays[:count][
            np.argsort((stays[:count, BEGIN] << 32) + stays[:count, MINUS_CLOSE])
        ]
    for index in range(1, count):
        one, two, three, place = (
            stays[index, BEGIN],
            stays[index, MINUS_CLOSE],
            stays[index, SOURCE],
            stays[index, PLACE],
        )
        at = index
        while at > 0 and _comes_after(stays, at - 1, one, two, three):
            for field in range(AT_VENUE):
                stays[at, field] = stays[at - 1, field]
            at -= 1
        stays[at, BEGIN], stays[at, MINUS_CLOSE], stays[at, SOURCE], stays[at, PLACE] = (
            one,
            two,
            three,
            place,
        )


@nb.njit("void(int64[:, ::1], int64, int64)", cache=True, nogil=True)
def note_longest(stays: Int64Rows, first: int, last: int) -> None:
    """Note with each of these sorted stays which of those up to it ends last; of equals the lowest person's."""
    longest = first
    for stay in range(first, last):
        if stays[stay, MINUS_CLOSE] < stays[longest, MINUS_CLOSE] or (
            stays[stay, MINUS_CLOSE] == stays[longest, MINUS_CLOSE]
            and stays[stay, SOURCE] < stays[longest, SOURCE]
        ):
            longest = stay
        stays[stay, LONGEST] = longest


@nb.njit(inline="always")
def offer_found(contacts: int, number: int, stays: Int64Rows, labels: LabelsAt) -> None:
    """Offer labels to the contacts found, in the array at this address (`walk_visits`)."""
    found = numbers_at(contacts, 4 * ROOM)
    for index in range(number):
        prefetch(
            labels.rows + 16 * nb.int64(found[index + LANES])
        )  # beyond the last: any address will do
        stay = found[3 * ROOM + index]
        offer(
            found[index],
            found[ROOM + index],
            -stays[stay, MINUS_CLOSE],
            stays[stay, SOURCE],
            found[2 * ROOM + index],
            stays[stay, AT_VENUE],
            labels,
        )


@nb.njit(
    nb.void(nb.int64[:, ::1], CLUSTER, nb.int64[:, ::1], nb.int64, LABELS_AT),
    cache=True,
    nogil=True,
)
def _walk_each(
    table: Table, cluster: Cluster, stays: Int64Rows, minimum: int, labels: LabelsAt
) -> None:
    """`walk_visits`, a visit at a time: where stays are about as many as visits, hardly two visits meet the same ones."""
    row, following, last = cluster.row, cluster.first, cluster.last
    size = table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    people = column(table, row, PERSON, size)
    venue, begin = stays[following, AT_VENUE], stays[following, BEGIN]
    which, longest = following, nb.int64(ALWAYS)
    for place in range(cluster.low, cluster.high):
        entered, left, who = nb.int64(starts[place]), nb.int64(ends[place]), people[place]
        if begin <= entered:
            while following < last and stays[following, BEGIN] <= entered:
                following += 1
            which = stays[following - 1, LONGEST]
            longest = -stays[which, MINUS_CLOSE]
            begin = stays[following, BEGIN] if following < last else nb.int64(NEVER)
        together = min(longest, left) - entered
        if together >= minimum:
            if entered <= numbers_at(labels.moment, who + 1)[who]:
                offer(who, entered, longest, stays[which, SOURCE], together, venue, labels)
        elif begin + minimum <= left and begin <= numbers_at(labels.moment, who + 1)[who]:
            close, source = -stays[following, MINUS_CLOSE], stays[following, SOURCE]
            offer(who, begin, close, source, min(close, left) - begin, venue, labels)


@nb.njit(
    nb.int64(nb.int64[:, ::1], CLUSTER, nb.int64[:, ::1], nb.int64, nb.int64, nb.int64, LABELS_AT),
    cache=True,
    nogil=True,
)
def walk_visits(
    table: Table,
    cluster: Cluster,
    stays: Int64Rows,
    minimum: int,
    contacts: int,
    number: int,
    labels: LabelsAt,
) -> int:
    """Find who of a cluster's visits meets its infectious stays, sorted.

    Contacts are added behind the `number` that wait already. Where room runs out, those that wait are offered their
    labels at once. Returns how many wait at the end.
    The visits stand by entry, and so do the stays by begin: between two begins all visits meet the same two stays, the one
    there that ends last, or else the next.
    """
    row, first, last, low, high = cluster
    if high - low < _VISITS_A_STAY * (last - first):
        _walk_each(table, cluster, stays, minimum, labels)
        return number
    visits = VisitsAt(table[row, PERSON], table[row, ENTERED], table[row, LEFT])
    starts = numbers_at(visits.entered, table[row, SIZE])
    never = nb.int64(NEVER) - minimum
    following = first
    there = There(nb.int64(ALWAYS), nb.int64(ALWAYS) + minimum, first)
    coming = Coming(stays[first, BEGIN], -stays[first, MINUS_CLOSE], first)
    while low < high:
        below = coming.begin if following < last else nb.int64(NEVER)
        number += contacts_of_sixteen(
            visits,
            Stretch(low, high, below),
            there,
            coming,
            minimum,
            labels.moment,
            contacts + 4 * number,
        )
        if number > CONTACTS:
            offer_found(contacts, number, stays, labels)
            number = 0
        if starts[min(low + LANES, high) - 1] < below:
            low += LANES
            continue
        since = coming.begin
        while following < last and stays[following, BEGIN] == since:
            following += 1
        which = stays[following - 1, LONGEST]
        there = There(since, -stays[which, MINUS_CLOSE], which)
        begin, close = (
            (stays[following, BEGIN], -stays[following, MINUS_CLOSE])
            if following < last
            else (never, never)
        )
        coming = Coming(begin, close, following)
    return number
