"""How surprising a count is: the tail of the Poisson distribution, and the false discovery rate over many tests."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc
from scipy.stats import false_discovery_control

Floats = NDArray[np.float64]


def poisson_tail(count: ArrayLike, mean: ArrayLike) -> Floats:
    """P(X >= count) of Poisson variables with these means above 0."""
    counts = np.asarray(count, np.float64)
    return np.where(counts > 0, gammainc(np.maximum(counts, 1.0), mean), 1.0)


def q_values(p_values: Floats, tested: int) -> Floats:
    """Benjamini and Hochberg's (1995) q of each p, where the other of `tested` tests gave p = 1."""
    if not len(p_values):
        return p_values
    rest = np.ones(tested - len(p_values))
    return np.asarray(false_discovery_control(np.concatenate((p_values, rest)))[: len(p_values)])
