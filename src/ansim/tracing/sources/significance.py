"""Which venues cases share beyond chance: Poisson tails, and the false discovery rate over all venues."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc

from ansim.tracing.arrays import Floats
from ansim.tracing.reference import SharedVenue

# What is counted of a venue where cases met: `BUSY` is everybody's check-ins in the windows after the cases'.
VENUE, CASES, CLUSTERS, BUSY, FIRST, LAST = range(6)
SHARED = 6


def poisson_tail(count: ArrayLike, mean: ArrayLike) -> Floats:
    """P(X >= count) of Poisson variables with these means above 0."""
    counts = np.asarray(count, np.float64)
    return np.where(
        counts > 0, gammainc(np.maximum(counts, 1.0), np.asarray(mean, np.float64)), 1.0
    )


def q_values(p_values: Floats, tested: int) -> Floats:
    """Benjamini and Hochberg's (1995) q of each p, where the other of `tested` tests gave p = 1."""
    if not len(p_values):
        return p_values
    order = np.argsort(p_values)
    ranked = p_values[order] * (tested / np.arange(1, len(p_values) + 1))
    values = np.empty_like(p_values)
    values[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return values


def beyond_chance(
    shared: NDArray[np.int64], share: float, tested: int, false_discovery_rate: float
) -> list[SharedVenue]:
    """Which of the venues where cases met are a surprise, most surprising first.

    `shared`: SHARED columns a row; `share`: the part of all check-ins that is the cases'; `tested`: venues where one
    checked in. What is expected, and why, is said in `reference.shared_venues`.
    """
    expected = shared[:, BUSY] * share
    p_values = poisson_tail(shared[:, CASES] - shared[:, CLUSTERS], expected)
    q_of = q_values(p_values, tested)
    columns = (
        shared[:, VENUE],
        shared[:, CASES],
        expected,
        p_values,
        q_of,
        shared[:, FIRST],
        shared[:, LAST],
    )
    chosen = np.flatnonzero(q_of <= false_discovery_rate)
    flagged = [
        SharedVenue(*row)
        for row in zip(*(column[chosen].tolist() for column in columns), strict=True)
    ]
    return sorted(flagged, key=lambda one: (one.q_value, -one.cases, one.venue))
