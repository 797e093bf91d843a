"""The minutes for which the tracer says how probably a contact shared them with the case."""

from typing import Final

MINUTES: Final = (1, 5, 10, 15, 30, 60, 120, 240)
"""Ascending. The first stands for any time at all, the others are those that rules for contacts name, and wider ones."""
HIGHLY: Final = 90
"""Percent that speak for the lower end of a range, and against its upper end."""


def percent_shared(chances: bytes, minutes: int) -> int:
    """P(shared `minutes`) in percent, from one byte for each of `MINUTES`.

    Between two of them the longer one's: never more than is known. Raises ValueError beyond the last.
    """
    place = next((number for number, most in enumerate(MINUTES) if minutes <= most), None)
    if place is None:
        raise ValueError(f"minutes: {MINUTES[-1]} at most, got {minutes}")
    return chances[place]


def likely_range(chances: bytes) -> tuple[int, int | None]:
    """Minutes that were shared almost surely (0: none), and minutes that almost surely were not (None: no such)."""
    sure = [most for most, chance in zip(MINUTES, chances, strict=True) if chance >= HIGHLY]
    beyond = (most for most, chance in zip(MINUTES, chances, strict=True) if chance <= 100 - HIGHLY)
    return max(sure, default=0), next(beyond, None)
