"""Ends that nobody recorded: the earliest of what bounds them (DESIGN §6)."""

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
NEVER = np.iinfo(np.int64).max


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

    `dwell` (and `closing`, NEVER for none) hold a number of seconds (a moment) for each stay. A later check-in at the
    same venue bounds nothing: people step out and in.
    """
    order = np.lexsort((entered, person))
    following = np.full(len(person), NEVER, np.int64)
    if len(person) > 1:
        _next_elsewhere(person[order], venue[order], entered[order], following, order)
    bound = np.minimum(entered + dwell, np.where(following == NEVER, NEVER, following - travel))
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
    first_of_next = np.full(len(starts), NEVER, np.int64)
    same_person = person[starts[1:]] == person[starts[:-1]]
    first_of_next[:-1][same_person] = entered[starts[1:]][same_person]
    following[order] = np.repeat(first_of_next, lengths)
