"""What may be shown of how many people checked in at a place: nobody is counted one by one.

A day's total is exact from five up. How it spreads over hours, ways of checking in or codes is shown in bands, which
together are the total: there is no hidden part that a subtraction could give back. A band holds six and more: whoever was
there, and takes away their own check-in, is left with five others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

EXACT_FROM: Final = 5
BAND_FROM: Final = EXACT_FROM + 1


@dataclass(frozen=True, slots=True)
class Band:
    """Cells from `first` to `last`, both within, and the people of all of them together."""

    first: int
    last: int
    people: int


def shown(people: int) -> int | None:
    """The number where it may be shown, None for "fewer than 5"."""
    return people if people >= EXACT_FROM else None


def bands(cells: Sequence[int]) -> tuple[Band, ...]:
    """The people of each cell (an hour, a method, a code) as bands that cover all cells; none where all are too few.

    A band ends with the cell that brings it to six; what is left behind the last one belongs to it. So the bands of hours
    say no more than the running total said at the end of some hours: docs/adr/0028.
    """
    found: list[Band] = []
    first = held = 0
    for cell, people in enumerate(cells):
        held += people
        if held >= BAND_FROM:
            found.append(Band(first, cell, held))
            first, held = cell + 1, 0
    if found:
        before = found.pop()
        found.append(Band(before.first, len(cells) - 1, before.people + held))
    return tuple(found)
