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

GRACE: Final = timedelta(hours=48)
"""How long a code may stay good that was replaced, stopped or closed, where its owner wants time for the poster."""

_SKEW: Final = timedelta(seconds=POLICY.skew_seconds)


FARTHEST_CLOSING: Final = timedelta(days=400)
"""How far ahead a closing may be set by a partner's system."""

MOST_ZONES: Final = 200
"""Zones of one place that are open at a time."""


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
    HANDED_OVER = "handed-over"  # another business answers for it
    REGISTERED = "registered"
    CHANGED = "changed"  # what is known of it: name, kind, address, phone, size, hours
    LISTED = "listed"  # a list changed what is known of it
    CODE_ISSUED = "code-issued"  # where no code was good
    CODE_REPLACED = "code-replaced"
    CODE_STOPPED = "code-stopped"
    ASKED = "asked"  # its owner asks a clerk to change what was checked
    ASKED_NO_MORE = "asked-no-more"
    TURNED_DOWN = "turned-down"  # a clerk does not change it


class OldCode(StrEnum):
    """What becomes of the code before, as the reason of a step says it. The words are stored: never rename, only append."""

    WAITS = "wait"
    AT_ONCE = "at-once"


class ReopenFault(Enum):
    """Why a closed venue does not open again."""

    AROUND = "around"  # the place around it is closed
    MOVED = "moved"  # the zone goes on under another place
    TAKEN = "taken"  # another zone has its name by now
    FULL = "full"  # its place has as many zones as it may
    AUTHORITY = "authority"  # a clerk or the register closed it, and an owner asks


def reopen_fault(
    why: str, *, by_owner: bool, around_closed: bool, name_taken: bool, full: bool
) -> ReopenFault | None:
    """What stands against opening a venue again that closed for `why` (a `Closing`, empty where nobody knows)."""
    found = (
        (ReopenFault.MOVED, why == Closing.MOVED),
        (ReopenFault.AUTHORITY, by_owner and why in {Closing.CLERK, Closing.REGISTER}),
        (ReopenFault.AROUND, around_closed),
        (ReopenFault.TAKEN, name_taken),
        (ReopenFault.FULL, full),
    )
    return next((fault for fault, holds in found if holds), None)


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


@dataclass(frozen=True, slots=True)
class CodeEnd:
    """The end of a code at `at`. `graced`: it was set ahead, to leave time to take the poster down."""

    at: datetime
    graced: bool


def code_is_good(end: CodeEnd, visited: datetime, now: datetime) -> bool:
    """Whether a visit that began at `visited` and is judged at `now` may be made with a code that ends.

    An end that was set ahead is judged by the moment of the visit, as a closing is. One that took hold at once is not: whoever
    copied the poster would only have to claim an earlier moment. How late a visit may come at all is another rule's.
    """
    if now < end.at:
        return True
    return end.graced and visited < end.at + _SKEW


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
