"""What may be shown of how many people checked in at a place: nobody is counted one by one.

A day's total is exact from five up. How it spreads over hours, ways of checking in or codes is shown in bands, each of five
people and more, which together are the total: there is no hidden part that a subtraction could give back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

EXACT_FROM: Final = 5


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

    A band ends with the cell that brings it to five; what is left behind the last one belongs to it. So the bands of hours
    say no more than the running total said at the end of some hours: docs/adr/0028.
    """
    found: list[Band] = []
    first = held = 0
    for cell, people in enumerate(cells):
        held += people
        if held >= EXACT_FROM:
            found.append(Band(first, cell, held))
            first, held = cell + 1, 0
    if found:
        before = found.pop()
        found.append(Band(before.first, len(cells) - 1, before.people + held))
    return tuple(found)
