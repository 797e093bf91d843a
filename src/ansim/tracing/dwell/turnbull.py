"""The non-parametric estimate of stays that are known exactly or to lie between two bounds (Turnbull 1976).

Binned to minutes, so that a province's stays are at most a million distinct pairs and each round of the
self-consistency (EM) equations is a few passes over 1,440 numbers. Tested against `lifelines`, whose rounds walk every
stay in Python.
"""

import numpy as np
from numpy.typing import NDArray

from ansim.domain.errors import AnsimError

_ROUNDS = 5_000
_STILL = 1e-7


class StayBoundsError(AnsimError):
    """Bounds of a stay that make no sense; the message names the row."""


def survival_of(
    lower: NDArray[np.int64],
    upper: NDArray[np.int64],
    minutes: int,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """S(k) = P(stay >= k minutes) for k = 0 … `minutes`, from stays within [lower, upper] whole minutes, both included.

    `lower == upper` is an exact stay. Where the data do not say how mass lies between two bounds it is spread evenly.
    Raises StayBoundsError.
    """
    wrong = np.flatnonzero((lower > upper) | (lower < 0) | (upper >= minutes))
    if wrong.size or not lower.size:
        row = int(wrong[0]) if wrong.size else -1
        told = f"stay {row}: bounds {lower[row]} to {upper[row]} min" if wrong.size else "no stays"
        raise StayBoundsError(
            f"{told}; wanted 0 <= lower <= upper < {minutes}, and one stay at least"
        )
    mass = np.ones(lower.size) if weights is None else weights
    pairs, place = np.unique(lower * minutes + upper, return_inverse=True)
    low, high = np.divmod(pairs, minutes)
    share = np.bincount(place, mass) / mass.sum()
    chance = np.full(minutes, 1.0 / minutes)
    for _ in range(_ROUNDS):
        upto = np.concatenate(([0.0], np.cumsum(chance)))
        pull = share / np.maximum(upto[high + 1] - upto[low], 1e-300)
        steps = np.bincount(low, pull, minutes + 1) - np.bincount(high + 1, pull, minutes + 1)
        fresh = chance * np.cumsum(steps)[:-1]
        still = np.abs(fresh - chance).max() < _STILL
        chance = fresh
        if still:
            break
    survival = np.concatenate((np.cumsum(chance[::-1])[::-1], [0.0]))
    survival = np.minimum.accumulate(np.clip(survival, 0.0, 1.0))
    survival[0] = 1.0
    return survival
