"""Codes to the number that the register holds for a place: for how long, and how many. Policy, as of 2026-11-27.

Whoever applies for a place can have its number be written to, so the place has the smallest budget.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

CODE_LIFE: Final = timedelta(minutes=10)
"""How long a code is good: the applicant may have to ask somebody at the place for it."""

MOST_TRIES: Final = 5
"""Wrong codes, after which another has to be sent."""

WINDOW: Final = timedelta(days=1)
MOST_TO_A_PLACE: Final = 3
MOST_OF_AN_OWNER: Final = 5
MOST_IN_ALL: Final = 500


class PlaceBudget(Enum):
    """Which budget is spent."""

    PLACE = "place"
    OWNER = "owner"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SentLately:
    """How many codes were sent within the window: to this number, for this owner, in all."""

    place: int
    owner: int
    all: int


def spent(sent: SentLately) -> PlaceBudget | None:
    """The budget for which no further code is sent; None where one may be. The narrowest is named."""
    if sent.place >= MOST_TO_A_PLACE:
        return PlaceBudget.PLACE
    if sent.owner >= MOST_OF_AN_OWNER:
        return PlaceBudget.OWNER
    return PlaceBudget.ALL if sent.all >= MOST_IN_ALL else None
