"""A venue's life: from when until when its codes are good, judged by the moment of a visit.

Nobody loses an honest check-in to a limit drawn by the calendar: events have days, and guests come the evening before
and stay past midnight; a closing is a moment, and phones' clocks differ from ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Final

from ansim.domain.retention import POLICY

EVENT_MARGIN: Final = timedelta(hours=6)
"""How long before its first and after its last day an event's code is good: setting up, and feasts past midnight."""

CLOSING_GRACE: Final = timedelta(hours=48)
"""How long a closed place's code may stay good, where its owner wants time to take the poster down."""

_SKEW: Final = timedelta(seconds=POLICY.skew_seconds)


class Closing(StrEnum):
    """Why a venue closed. The words are stored: never rename, only append."""

    OWNER = "owner"  # whoever answers for it closed it
    CLERK = "clerk"
    REGISTER = "register"  # the register of licensed venues says so
    SITE = "site"  # the place around it closed
    MOVED = "moved"  # a zone that goes on under another place


class VenueChange(StrEnum):
    """One change in a venue's life. The words are stored: never rename, only append."""

    CLOSED = "closed"
    REOPENED = "reopened"
    DATES = "dates"  # an event's days were changed
    RENAMED = "renamed"
    JOINED = "joined"  # became part of a site
    PARTED = "parted"


class LifeStage(Enum):
    """What the code of a venue is good for at a moment."""

    OPEN = "open"
    NOT_YET = "not-yet"  # an event that has not begun
    ENDED = "ended"  # an event that is over
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Life:
    """From when until when: `valid_until` and `closed_at` are the first moments that are no longer within."""

    valid_from: datetime | None = None
    valid_until: datetime | None = None
    closed_at: datetime | None = None


def stage_at(life: Life, at: datetime) -> LifeStage:
    """How a venue stood at the moment of a visit. A closing goes before dates: it was decided, they were planned."""
    for holds, found in _RULES:
        if holds(life, at):
            return found
    return LifeStage.OPEN


def _closed(life: Life, at: datetime) -> bool:
    return life.closed_at is not None and at >= life.closed_at + _SKEW


def _not_yet(life: Life, at: datetime) -> bool:
    return life.valid_from is not None and at < life.valid_from - EVENT_MARGIN


def _ended(life: Life, at: datetime) -> bool:
    return life.valid_until is not None and at >= life.valid_until + EVENT_MARGIN


_RULES: Final[tuple[tuple[Callable[[Life, datetime], bool], LifeStage], ...]] = (
    (_closed, LifeStage.CLOSED),
    (_not_yet, LifeStage.NOT_YET),
    (_ended, LifeStage.ENDED),
)
