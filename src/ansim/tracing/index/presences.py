"""Two scans of one door are one presence: a person's stays at a venue, united (`reference.united`).

The first scan of a presence carries all of it, up to its latest end. A later scan within it is kept as a row that ends a
second before it begins (VOID): no search finds it together with anybody, counts of check-ins pass it over, and the search
for the scans nearest to a moment still sees it. So uniting costs the searches nothing.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int32s, Int64s
from ansim.tracing.index.log import VisitLog, columns_of

VOID = -1
"""The length of a row that is a scan within a presence begun by another one."""
_FEW = 32
_ORDER = [f"int64[::1](int32[::1], int32[::1], {kind}[::1], int64)" for kind in ("int32", "int64")]


@nb.njit(_ORDER, cache=True, nogil=True)
def _by_person_and_venue(
    person: Int32s, venue: Int32s, entered: NDArray[np.signedinteger], people: int
) -> Int64s:
    """Counted out by person first, which is one pass; each one's few visits are then sorted where they stand."""
    begins = np.zeros(people + 2, np.int64)
    for who in person:
        begins[who + 2] += 1
    for who in range(2, people + 2):
        begins[who] += begins[who - 1]
    order = np.empty(person.size, np.int64)
    for row in range(person.size):
        who = person[row] + 1
        order[begins[who]] = row
        begins[who] += 1
    for who in range(people):
        low, high = begins[who], begins[who + 1]
        if high - low > _FEW:
            mine = order[low:high].copy()
            mine = mine[np.argsort(entered[mine], kind="mergesort")]
            order[low:high] = mine[np.argsort(venue[mine], kind="mergesort")]
            continue
        for place in range(low + 1, high):
            row, at = order[place], place
            while at > low and (
                venue[order[at - 1]] > venue[row]
                or (venue[order[at - 1]] == venue[row] and entered[order[at - 1]] > entered[row])
            ):
                order[at] = order[at - 1]
                at -= 1
            order[at] = row
    return order


@nb.njit("int32[::1](int64[::1], int32[::1], int32[::1], int32[::1], int32[::1])", cache=True)
def _ends(order: Int64s, person: Int32s, venue: Int32s, entered: Int32s, left: Int32s) -> Int32s:
    ends = left.copy()
    first = nb.int64(-1)
    for row in order:
        if (
            first >= 0
            and person[row] == person[first]
            and venue[row] == venue[first]
            and entered[row] <= ends[first]
        ):
            ends[first] = max(ends[first], left[row])
            ends[row] = entered[row] - 1
        else:
            first = row
    return ends


def by_person_and_venue(
    person: Int32s, venue: Int32s, entered: NDArray[np.signedinteger]
) -> Int64s:
    """The order of visits by person, venue and entry; of equals the first given comes first."""
    people = int(person.max(initial=-1)) + 1
    if people > 4 * person.size + (1 << 20):  # few people with great numbers: by rank
        ranks = np.unique(person, return_inverse=True)[1].astype(np.int32)
        return by_person_and_venue(ranks, venue, entered)
    order: Int64s = _by_person_and_venue(
        np.ascontiguousarray(person),
        np.ascontiguousarray(venue),
        np.ascontiguousarray(entered),
        people,
    )
    return order


def united(log: VisitLog) -> VisitLog:
    """The same rows: each presence whole in its first scan, the scans within it VOID. Rows given VOID stay so."""
    order = by_person_and_venue(log.person, log.venue, log.entered)
    if (void := log.left < log.entered).any():
        order = order[~void[order]]
    person, venue, entered, left = (np.ascontiguousarray(column) for column in columns_of(log))
    return VisitLog(person, venue, entered, _ends(order, person, venue, entered, left))
