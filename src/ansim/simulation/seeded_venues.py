"""The venues of a seeded province: kind, place, hours, and a popularity with a heavy tail."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.domain.invented_names import english_names, korean_names
from ansim.domain.opening import WEEKDAYS
from ansim.simulation.districts_of_jeju import DISTRICTS
from ansim.simulation.trades import TRADES, VENUES

CATEGORIES = tuple(TRADES)
_TAIL = 1.15  # Pareto exponent of the popularity: close to the rank law of shops and stations
_MOST = 400.0  # no shop draws more than this many times the smallest
_HOUR = 3600
_ALWAYS = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Venues:
    """Venues as arrays of one length; a venue's id is its place + 1.

    `category`: numbers of Category. `row`: the same as a place in CATEGORIES. `district`: place in DISTRICTS. `opens`,
    `closes`: seconds after local midnight, past 86,400 the next morning. `closed_on`: weekday, or -1. `weight`:
    popularity among its kind, 1 and up.
    """

    category: NDArray[np.int16]
    row: NDArray[np.int8]
    district: NDArray[np.int16]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    opens: NDArray[np.int32]
    closes: NDArray[np.int32]
    closed_on: NDArray[np.int8]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return self.category.size

    def names(self) -> tuple[list[str], list[str]]:
        """Invented names in Korean and English, by place."""
        kinds = self.category.tolist()
        return korean_names(kinds), english_names(kinds)

    def opening_hours(self, place: int) -> dict[str, list[list[str]]] | None:
        """Weekly hours as the venue table keeps them; None where it never closes."""
        opens, closes = int(self.opens[place]), int(self.closes[place])
        if closes - opens >= _ALWAYS:
            return None
        span = [_clock(opens), _clock(closes)]
        return {
            day: [span] for number, day in enumerate(WEEKDAYS) if number != self.closed_on[place]
        }


def build_venues(rng: np.random.Generator, scale: float) -> Venues:
    """The venues of a province of this size (1 = 50,054). Every category has at least one."""
    counts = venue_counts(scale)
    row = np.repeat(np.arange(len(CATEGORIES), dtype=np.int8), counts)
    size = row.size
    residents = np.array([place.thousands for place in DISTRICTS])
    pull = residents * np.array([place.pull for place in DISTRICTS])
    district = rng.choice(len(DISTRICTS), size, p=pull / pull.sum()).astype(np.int16)
    spread = np.array([place.spread for place in DISTRICTS])[district]
    trades = [TRADES[category] for category in CATEGORIES]
    opens = np.array([trade.opens for trade in trades])[row] + rng.integers(-2, 3, size) / 2
    closes = np.array([trade.closes for trade in trades])[row] + rng.integers(-3, 3, size) / 2
    always = np.array([trade.closes - trade.opens >= 24 for trade in trades])[row]
    order = rng.permutation(size)  # ids say nothing about the category
    columns: list[Any] = [
        np.array([int(category) for category in CATEGORIES], np.int16)[row],
        row,
        district,
        np.array([place.latitude for place in DISTRICTS])[district] + rng.normal(0, spread),
        np.array([place.longitude for place in DISTRICTS])[district] + rng.normal(0, spread),
        (np.where(always, 0, np.clip(opens, 0, 24)) * _HOUR).astype(np.int32),
        (np.where(always, 48, closes) * _HOUR).astype(np.int32),
        np.where((rng.random(size) < 0.15) & ~always, rng.integers(0, 7, size), -1).astype(np.int8),
        np.minimum((1 - rng.random(size)) ** (-1 / _TAIL), _MOST),
    ]
    return Venues(*(column[order] for column in columns))


def venue_counts(scale: float) -> NDArray[np.int64]:
    """How many venues of each of CATEGORIES; together round(50,054 × scale) where that leaves one for each."""
    full = np.array([TRADES[category].venues for category in CATEGORIES], np.float64)
    counts = np.maximum(1, np.round(full * scale)).astype(np.int64)
    rest = CATEGORIES.index(Category.OTHER)
    counts[rest] = 0
    counts[rest] = max(1, round(VENUES * scale) - counts.sum())
    return counts


def _clock(seconds: int) -> str:
    """A local time; the end of a day is 24:00, one past it the next morning's."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours if seconds <= _ALWAYS else hours - 24:02d}:{minutes:02d}"
