"""Ends that nobody recorded: the earliest of what bounds them (DESIGN §6)."""

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int64s

UNBOUNDED = np.iinfo(np.int64).max
"""Stands for a moment that never comes: nothing bounds the stay."""
DWELL_SHARE = 0.9
"""Open stays are held to end where this share of their category's stays have ended."""
TRAVEL = 120
"""Seconds at least between leaving one venue and checking in at the next."""


def impute_end(
    entered: int,
    left: int | None,
    next_elsewhere: int | None,
    travel: int,
    closing: int | None,
    dwell: int,
) -> int:
    """The end of one stay: its check-out, else the earliest of the next check-in elsewhere less the way there, closing
    time, and the category's dwell quantile; never before the entry. All in seconds."""  # noqa: D205, D209
    if left is not None:
        return left
    bounds = [entered + dwell]
    if next_elsewhere is not None:
        bounds.append(next_elsewhere - travel)
    if closing is not None:
        bounds.append(closing)
    return max(entered, min(bounds))


def impute_ends(
    person: NDArray[np.int32],
    venue: NDArray[np.int32],
    entered: Int64s,
    left: Int64s,
    dwell: Int64s,
    *,
    travel: int = 0,
    closing: Int64s | None = None,
    open_end: int = -1,
) -> Int64s:
    """The ends of many stays; `left` is `open_end` where nobody recorded it.

    `dwell` (and `closing`, UNBOUNDED for none) hold a number of seconds (a moment) for each stay. A later check-in at the
    same venue bounds nothing: people step out and in.
    """
    order = np.lexsort((entered, person))
    following = np.full(len(person), UNBOUNDED, np.int64)
    if len(person) > 1:
        _next_elsewhere(person[order], venue[order], entered[order], following, order)
    bound = np.minimum(
        entered + dwell, np.where(following == UNBOUNDED, UNBOUNDED, following - travel)
    )
    if closing is not None:
        bound = np.minimum(bound, closing)
    return np.where(left == open_end, np.maximum(entered, bound), left)


def _next_elsewhere(
    person: NDArray[np.int32],
    venue: NDArray[np.int32],
    entered: Int64s,
    following: Int64s,
    order: NDArray[np.intp],
) -> None:
    # Walk groups of equal (person, venue) from the back: the next group of the same person is the next place.
    changes = np.flatnonzero((np.diff(person) != 0) | (np.diff(venue) != 0)) + 1
    starts = np.concatenate(([0], changes))
    lengths = np.diff(np.concatenate((starts, [len(person)])))
    first_of_next = np.full(len(starts), UNBOUNDED, np.int64)
    same_person = person[starts[1:]] == person[starts[:-1]]
    first_of_next[:-1][same_person] = entered[starts[1:]][same_person]
    following[order] = np.repeat(first_of_next, lengths)
