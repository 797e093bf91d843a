"""When people leave, by the clock: at noon for lunch and at six for home, whenever they came.

A proportional-hazards model of the stay's length with the time of day as covariate (Cox 1972): after t minutes at clock c
people leave at the rate baseline(t) x leaving(c). Breslow's estimate of the baseline; `leaving` is how many left in ten
minutes of the day over how many the baseline expects, drawn towards 1 by `weight` stays on either side.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Floats

SLOT_MINUTES = 10
SLOTS = 24 * 60 // SLOT_MINUTES
ANY_SLOT = SLOTS
"""Stands for entries at any time of day."""
_MINUTES = 24 * 60
_ZONE_MINUTES = 9 * 60  # Asia/Seoul has kept UTC+9 without summer time since 1988
_MOST = 50.0  # a rate a minute that nobody outlasts
_ROUNDS = 2  # a third changes nothing that the calibration shows
# The slot of the clock, by the slot of entry (its middle) and the minutes since.
_CLOCK = (
    (np.arange(SLOTS)[:, None] * SLOT_MINUTES + SLOT_MINUTES // 2 + np.arange(_MINUTES))
    // SLOT_MINUTES
) % SLOTS


@dataclass(frozen=True, slots=True)
class Clock:
    """`baseline[k]` = P(stay >= k minutes) were every time of day alike; `leaving[s]`: the rate in slot s over that."""

    baseline: Floats
    leaving: Floats

    def survival(self) -> Floats:
        """P(stay >= k minutes) for each slot of entry, shape (SLOTS, minutes + 1)."""
        rates = np.minimum(_rates(self.baseline) * self.leaving[_CLOCK], _MOST)
        rows = np.concatenate((np.ones((SLOTS, 1)), np.exp(-np.cumsum(rates, axis=1))), axis=1)
        rows[:, -1] = 0.0
        return rows


def minute_of(moment: NDArray[np.int64]) -> NDArray[np.int64]:
    """The minute of the local day, 0 to 1439, in which moments (epoch seconds) lie."""
    minutes: NDArray[np.int64] = (moment // 60 + _ZONE_MINUTES) % _MINUTES
    return minutes


def slot_of(moment: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ten minutes of the local day, 0 to SLOTS - 1, in which moments (epoch seconds) lie."""
    return minute_of(moment) // SLOT_MINUTES


@dataclass(frozen=True, slots=True)
class Leavers:
    """What the clock is estimated from. `there[s, k]`: stay-minutes in slot s of the clock, k minutes after entry.

    `ended[k]`, `left[s]`: how many left after k minutes, and in slot s.
    """

    there: Floats
    ended: Floats
    left: Floats

    @classmethod
    def of(cls, stays: Floats, prior: Floats, prior_weight: float) -> "Leavers":
        """Of `stays[a, k]`, who entered in minute a of the day and stayed k; and `prior_weight` more as long as in `prior`."""
        shares = stays.sum(axis=1, keepdims=True) / stays.sum()
        counts = stays + prior_weight * shares * -np.diff(prior)
        # Whoever leaves within a minute is counted as there for half of it.
        there = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1] - counts / 2
        return cls(_by_clock(there), counts.sum(axis=0), _by_clock(counts).sum(axis=1))


def fit_clock(seen: Leavers, weight: float) -> Clock:
    """The clock, its `leaving` drawn towards 1 as by `weight` further stays."""
    leaving = np.ones(SLOTS)
    for round_ in range(_ROUNDS + 1):
        exposure = leaving @ seen.there
        rates = np.divide(seen.ended, exposure, out=np.zeros(_MINUTES), where=exposure > 1e-9)
        if round_ < _ROUNDS:
            leaving = (seen.left + weight) / (seen.there @ rates + weight)
    baseline = np.exp(-np.cumsum(np.minimum(rates, _MOST)))
    return Clock(np.concatenate(([1.0], baseline[:-1], [0.0])), leaving)


def _by_clock(counts: Floats) -> Floats:
    """Counts by minute of entry and minutes since, added up by slot of the clock and minutes since."""
    turned = np.take(counts.ravel(), _turned())
    added: Floats = turned.reshape(SLOTS, SLOT_MINUTES, _MINUTES).sum(axis=1)
    return added


@cache
def _turned() -> NDArray[np.intp]:
    """Where a table by minute of entry and minutes since has each cell of the one by minute of the clock; made at need."""
    since = np.arange(_MINUTES)
    return (since[:, None] - since) % _MINUTES * _MINUTES + since


def _rates(survival: Floats) -> Floats:
    """Of a curve, the rate of leaving in each minute."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(survival[:-1] > 0, -np.log(survival[1:] / survival[:-1]), _MOST)
    capped: Floats = np.minimum(rates, _MOST)
    return capped
