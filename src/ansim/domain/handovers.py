"""Which place may go from one business to another.

A place is counted with its own zones, and another business's place within it for itself (ADR 28). No handover may make two
places one in the counting: somebody who saw both numbers would learn those hidden in the difference.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

OFFER_LIFE: Final = timedelta(hours=72)
"""How long the link of an offer is good, as that of an invitation."""


class HandoverFault(Enum):
    """Why a place does not go to another business."""

    ZONE = "it is a zone of one's own place: the place goes with its zones"
    SAME = "it belongs to that business already"
    JOINS = "that business runs the place around it, or one within it"


@dataclass(frozen=True, slots=True)
class Handed:
    """A place as far as a handover is judged: whose it is, who runs the place around it, and who those within it.

    Former parts count as parts, as long as searches and counts still know them together.
    """

    business: int
    around: int | None = None
    within: Collection[int] = ()


def offer_fault(place: Handed) -> HandoverFault | None:
    """Why a place cannot be offered to anybody; None where it can."""
    return HandoverFault.ZONE if place.around == place.business else None


def take_fault(place: Handed, taker: int) -> HandoverFault | None:
    """Why a business cannot take a place over; None where it can."""
    if taker == place.business:
        return HandoverFault.SAME
    if taker == place.around or taker in place.within:
        return HandoverFault.JOINS
    return offer_fault(place)
