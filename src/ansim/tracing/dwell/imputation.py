"""Ends that nobody recorded: the earliest of what bounds them (DESIGN §6), the same for all scans of one presence."""

from typing import NamedTuple

import numpy as np

from ansim.domain.quantities import OPEN
from ansim.tracing.arrays import Flags, Int32s, Int64s

UNBOUNDED = np.iinfo(np.int64).max
"""Stands for a moment that never comes: nothing bounds the stay."""
DWELL_SHARE = 0.9
"""Open stays are held to end where this share of their category's stays have ended."""
TRAVEL = 120
"""Seconds at least between leaving one venue and checking in at the next."""


class StayLengths(NamedTuple):
    """Seconds by category number: how long an open stay is held to last, and the longest stay that is credible."""

    imputed: Int64s
    credible: Int64s


class StayBounds(NamedTuple):
    """What bounds stays that nobody ended, in seconds: `dwell` and `credible` as in StayLengths, for each stay.

    `travel` is the way to wherever they checked in next; `closing` the moment of each, UNBOUNDED for none.
    """

    dwell: Int64s
    travel: int = 0
    closing: Int64s | None = None
    credible: Int64s | None = None


def impute_end(
    entered: int,
    left: int | None,
    next_elsewhere: int | None,
    travel: int,
    closing: int | None,
    dwell: int,
) -> int:
    """The end of one stay: its check-out, or else the earliest of what bounds it; never before the entry.

    Bounds are the next check-in elsewhere less the way there, closing time, and the category's dwell quantile. All in
    seconds.
    """
    if left is not None:
        return left
    bounds = [entered + dwell]
    if next_elsewhere is not None:
        bounds.append(next_elsewhere - travel)
    if closing is not None:
        bounds.append(closing)
    return max(entered, min(bounds))


def impute_ends(
    person: Int32s,
    venue: Int32s,
    entered: Int64s,
    left: Int64s,
    bounds: StayBounds,
    *,
    home: Int32s | None = None,
    compiled: bool = True,
) -> Int64s:
    """The ends of many stays; `left` is OPEN where nobody recorded it.

    A later check-in at the same venue bounds nothing: within the stay it says that the person was still there, and shares
    its end (`ends_in_order`).
    `home` holds the venue of each stay's code, where zones have codes of their own (ADR 17). A scan at another code of the
    venue is no check-in elsewhere: it says that the person was there until then, and where they are since. So it ends an
    open stay at that very moment, and is within the presence at the venue.
    An end later than `credible` seconds after the entry is a forgotten check-out: it counts as not recorded. Without
    `compiled` the same rule is followed by the interpreter: for few stays that is sooner done than compiled code is loaded.
    """
    dwell, travel, closing, credible = bounds
    zones = home is not None and bool((home != venue).any())
    at = home if home is not None and zones else venue
    order = np.lexsort((entered, person))
    following = next_elsewhere(person, at, entered, order)
    bound = np.where(following == UNBOUNDED, UNBOUNDED, following - travel)
    bound = np.minimum(entered + dwell, bound)
    if closing is not None:
        bound = np.minimum(bound, closing)
    known = left != OPEN
    if credible is not None:
        known &= left - entered <= credible
    ends = np.where(known, left, np.maximum(entered, bound))
    if compiled:
        from ansim.tracing.dwell.shared_ends import shared_ends  # noqa: PLC0415 loads numba

        ends = shared_ends(person, at, entered, ends, known)
    else:
        ends = ends_in_order(np.lexsort((entered, at, person)), person, at, entered, ends, known)
    if zones:
        moved = next_elsewhere(person, venue, entered, order)
        ends = np.where(known | (moved >= following), ends, np.minimum(ends, moved))
    return ends


def ends_in_order(
    order: Int64s, person: Int32s, venue: Int32s, entered: Int64s, ends: Int64s, known: Flags
) -> Int64s:
    """The ends, where scans within one presence share it: a later scan never adds time.

    A scan is within the presence where the presence has not ended by it. A recorded end of any of its scans is the end of
    the presence; of several recorded ones the latest. Example: scans at 12:00 and 12:05 without check-out, held to end at
    13:53 and 13:58, both end at 13:53; with a check-out at 12:50 of the second, both end at 12:50.
    `order` sorts the scans by person, venue and entry.
    """
    shared = ends.copy()
    begin = 0
    while begin < order.size:
        first = order[begin]
        end, recorded = ends[first], known[first]
        after = begin + 1
        while after < order.size:
            scan = order[after]
            if person[scan] != person[first] or venue[scan] != venue[first] or entered[scan] >= end:
                break
            if known[scan]:
                end = max(end, ends[scan]) if recorded else ends[scan]
                recorded = True
            after += 1
        for place in range(begin, after):
            if not known[order[place]]:
                shared[order[place]] = end
        begin = after
    return shared


def next_elsewhere(
    person: Int32s | Int64s, venue: Int32s | Int64s, entered: Int64s, order: Int64s
) -> Int64s:
    """When each one's person checked in at another place next; UNBOUNDED for never. `order` is by person and entry."""
    following = np.full(len(person), UNBOUNDED, np.int64)
    if len(person) < 2:
        return following
    person, venue, entered = person[order], venue[order], entered[order]
    # Walk groups of equal (person, venue) from the back: the next group of the same person is the next place.
    changes = np.flatnonzero((np.diff(person) != 0) | (np.diff(venue) != 0)) + 1
    starts = np.concatenate(([0], changes))
    lengths = np.diff(np.concatenate((starts, [len(person)])))
    first_of_next = np.full(len(starts), UNBOUNDED, np.int64)
    same_person = person[starts[1:]] == person[starts[:-1]]
    first_of_next[:-1][same_person] = entered[starts[1:]][same_person]
    following[order] = np.repeat(first_of_next, lengths)
    return following
