"""A small seeded source of chance for compiled code: SplitMix64 (Steele, Lea and Flood 2014).

Each household and day starts from a state of its own, so that a province is the same however the work is split.
"""

from math import cos, exp, log, pi, sqrt

import numba as nb
import numpy as np
from numpy.typing import NDArray

State = NDArray[np.uint64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@nb.njit("uint64(uint64)", cache=True, nogil=True)
def mixed(value: np.uint64) -> np.uint64:
    """Every bit of the result depends on every bit of the value."""
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))


@nb.njit("uint64(uint64, int64, int64)", cache=True, nogil=True)
def seeded(seed: np.uint64, one: int, other: int) -> np.uint64:
    """The start state of a pair of numbers under a seed."""
    return mixed(mixed(seed + np.uint64(one) * _GOLDEN) + np.uint64(other) * _FIRST)


@nb.njit("float64(uint64[::1])", cache=True, nogil=True)
def uniform(state: State) -> float:
    """From 0 up to, and not, 1."""
    state[0] += _GOLDEN
    return float(mixed(state[0]) >> np.uint64(11)) * 2.0**-53


@nb.njit("float64(uint64[::1])", cache=True, nogil=True)
def normal(state: State) -> float:
    """Mean 0, deviation 1 (Box and Muller)."""
    return sqrt(-2.0 * log(1.0 - uniform(state))) * cos(2.0 * pi * uniform(state))


@nb.njit("int64(uint64[::1], float64)", cache=True, nogil=True)
def poisson(state: State, mean: float) -> int:
    """A count with this mean, which is small (Knuth)."""
    floor, product, count = exp(-mean), uniform(state), 0
    while product > floor:
        product *= uniform(state)
        count += 1
    return count


@nb.njit("int64(uint64[::1], float64[::1])", cache=True, nogil=True)
def drawn(state: State, cumulative: NDArray[np.float64]) -> int:
    """A place in a list of cumulative weights, by its share."""
    aim = uniform(state) * cumulative[-1]
    low, high = 0, cumulative.size - 1
    while low < high:
        middle = (low + high) // 2
        if cumulative[middle] > aim:
            high = middle
        else:
            low = middle + 1
    return low
