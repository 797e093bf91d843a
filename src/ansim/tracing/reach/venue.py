"""One venue's visits against its infectious stays: who meets them, and what label that gives.

A label is a row of (exposure, end of the exposer's stay, exposer, seconds together, venue); the earliest exposure
wins, then the latest end, then the lowest person number, then the longest overlap and the lowest venue. Going through the
visits once works since of all infectious stays begun by a moment the one that ends last serves every later entry, and a
person's own stay can never move their own exposure earlier.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int64s
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
from ansim.tracing.reach.lanes import LANES, contacts_of_sixteen

UNREACHED = NEVER
CLOSE, VIA, TOGETHER, VENUE = range(4)
Labels = NDArray[np.int32]
LABELS = "int32[::1], int32[:, ::1]"
_MANY, _CONTACTS, _VISITS_A_STAY = 64, 4096, 4
# Infectious stays of a venue are rows of these columns. `PLACE` is where one stands among the visits, -1 as a guest.
BEGIN, MINUS_CLOSE, SOURCE, PLACE, AT_VENUE, LONGEST = range(6)
STAY_COLUMNS = 6
# Contacts found are four rows of this length. The caller makes the array: numba frees one after the last use of its
# name, and here its address alone is used.
ROOM = _CONTACTS + 2 * LANES


@nb.njit(inline="always")
def offer(
    who: int,
    at: int,
    close: int,
    source: int,
    together: int,
    venue: int,
    exposed: int,
    moment: int,
    labels: int,
) -> None:
    """Keep the better of somebody's label and a new one, in the arrays at these addresses.

    `moment` begins a round as a copy of `exposed`.
    """
    moments = numbers_at(moment, who + 1)
    if at > moments[who]:
        return
    label = numbers_at(labels + 16 * nb.int64(who), 4)
    if at == moments[who]:
        if at == numbers_at(exposed, who + 1)[who] or close < label[CLOSE]:
            return
        if close == label[CLOSE]:
            if source > label[VIA]:
                return
            if source == label[VIA]:
                if together < label[TOGETHER]:
                    return
                if together == label[TOGETHER] and venue >= label[VENUE]:
                    return
    moments[who] = at
    label[CLOSE], label[VIA], label[TOGETHER], label[VENUE] = close, source, together, venue


@nb.njit("boolean(int64[:, ::1], int64, int64, int64, int64)", cache=True, nogil=True)
def _comes_after(stays: Int64s, stay: int, begin: int, minus_close: int, source: int) -> bool:
    if stays[stay, BEGIN] != begin:
        return stays[stay, BEGIN] > begin
    if stays[stay, MINUS_CLOSE] != minus_close:
        return stays[stay, MINUS_CLOSE] > minus_close
    return stays[stay, SOURCE] > source


@nb.njit("void(int64[:, ::1], int64)", cache=True, nogil=True)
def sort_stays(stays: Int64s, count: int) -> None:
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
def note_longest(stays: Int64s, first: int, last: int) -> None:
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
def offer_found(
    contacts: int, number: int, stays: Int64s, exposed: int, moment: int, labels: int
) -> None:
    """Offer labels to the contacts found, in the array at this address (`walk_visits`)."""
    found = numbers_at(contacts, 4 * ROOM)
    for index in range(number):
        prefetch(
            labels + 16 * nb.int64(found[index + LANES])
        )  # beyond the last: any address will do
        stay = found[3 * ROOM + index]
        offer(
            found[index],
            found[ROOM + index],
            -stays[stay, MINUS_CLOSE],
            stays[stay, SOURCE],
            found[2 * ROOM + index],
            stays[stay, AT_VENUE],
            exposed,
            moment,
            labels,
        )


@nb.njit(
    "void(int64[:, ::1], int64, int64, int64, int64, int64[:, ::1], int64, int64, int64, int64, int64)",
    cache=True,
    nogil=True,
)
def _walk_each(
    table: Table,
    row: int,
    low: int,
    high: int,
    minimum: int,
    stays: Int64s,
    first: int,
    last: int,
    exposed: int,
    moment: int,
    labels: int,
) -> None:
    """`walk_visits`, a visit at a time: where stays are about as many as visits, hardly two visits meet the same ones."""
    size = table[row, SIZE]
    starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
    people = column(table, row, PERSON, size)
    venue, following, begin = stays[first, AT_VENUE], first, stays[first, BEGIN]
    which, longest = first, nb.int64(ALWAYS)
    for place in range(low, high):
        entered, left, who = nb.int64(starts[place]), nb.int64(ends[place]), people[place]
        if begin <= entered:
            while following < last and stays[following, BEGIN] <= entered:
                following += 1
            which = stays[following - 1, LONGEST]
            longest = -stays[which, MINUS_CLOSE]
            begin = stays[following, BEGIN] if following < last else nb.int64(NEVER)
        together = min(longest, left) - entered
        if together >= minimum:
            if entered <= numbers_at(moment, who + 1)[who]:
                offer(
                    who,
                    entered,
                    longest,
                    stays[which, SOURCE],
                    together,
                    venue,
                    exposed,
                    moment,
                    labels,
                )
        elif begin + minimum <= left and begin <= numbers_at(moment, who + 1)[who]:
            close = -stays[following, MINUS_CLOSE]
            source = stays[following, SOURCE]
            offer(
                who, begin, close, source, min(close, left) - begin, venue, exposed, moment, labels
            )


@nb.njit(
    "int64(int64[:, ::1], int64, int64, int64, int64, int64[:, ::1], int64, int64, int64, int64, int64, int64, int64)",
    cache=True,
    nogil=True,
)
def walk_visits(
    table: Table,
    row: int,
    low: int,
    high: int,
    minimum: int,
    stays: Int64s,
    first: int,
    last: int,
    contacts: int,
    number: int,
    exposed: int,
    moment: int,
    labels: int,
) -> int:
    """Find who of the visits `[low, high)` of one venue meets its infectious stays `[first, last)`, sorted.

    Contacts are added behind the `number` that wait already. Where room runs out, those that wait are offered their
    labels at once. Returns how many wait at the end.
    The visits stand by entry, and so do the stays by begin: between two begins all visits meet the same two stays, the one
    there that ends last, or else the next.
    """
    if high - low < _VISITS_A_STAY * (last - first):
        _walk_each(table, row, low, high, minimum, stays, first, last, exposed, moment, labels)
        return number
    people, entered, left = table[row, PERSON], table[row, ENTERED], table[row, LEFT]
    starts = numbers_at(entered, table[row, SIZE])
    never = nb.int64(NEVER) - minimum
    which = following = first
    least, longest, begin, close = (
        nb.int64(ALWAYS),
        nb.int64(ALWAYS) + minimum,
        stays[first, BEGIN],
        -stays[first, MINUS_CLOSE],
    )
    while low < high:
        below = begin if following < last else nb.int64(NEVER)
        number += contacts_of_sixteen(
            people,
            entered,
            left,
            low,
            high,
            least,
            below,
            longest,
            which,
            begin,
            close,
            following,
            minimum,
            moment,
            contacts + 4 * number,
            ROOM,
        )
        if number > _CONTACTS:
            offer_found(contacts, number, stays, exposed, moment, labels)
            number = 0
        if starts[min(low + LANES, high) - 1] < below:
            low += LANES
            continue
        least = begin
        while following < last and stays[following, BEGIN] == least:
            following += 1
        which = stays[following - 1, LONGEST]
        longest = -stays[which, MINUS_CLOSE]
        begin, close = (
            (stays[following, BEGIN], -stays[following, MINUS_CLOSE])
            if following < last
            else (never, never)
        )
    return number
