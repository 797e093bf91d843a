"""The rules of ingest: one pure function each, in one list, tried in order; the first that holds refuses.

Pattern: DP-3T's insertion filters. A refused entry loses nothing else of its batch.
"""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from ansim.domain.retention import POLICY
from ansim.visitor.api import problems
from ansim.visitor.api.problems import ProblemKind
from ansim.visitor.venues.lives import (
    CLOSED_VENUE,
    EVENT_NOT_BEGUN,
    EVENT_OVER,
    out_of_its_life,
)
from ansim.visitor.venues.venue_book import KnownVenue

MOST_PER_SLOT: Final = 10
SLOT_SECONDS: Final = 300


class Arrival(Struct, gc=False):
    """A check-in as the rules see it; moments in epoch seconds."""

    visit: bytes
    entered: float
    left: float | None
    now: float
    venue: KnownVenue | None
    revoked: bool
    recent: int  # other check-ins of this person in the same slot
    sent: float | None = None  # by the phone's clock


def is_off(sent: float | None, now: float) -> bool:
    """Whether the clock of a phone that says it is `sent` is off; None where the phone does not say."""
    return sent is not None and abs(sent - now) > POLICY.skew_seconds


def malformed(arrival: Arrival) -> bool:
    """What the types cannot say: the id is a UUIDv7 (RFC 9562), the end does not lie before the start."""
    left = arrival.left
    visit = arrival.visit
    return visit[6] >> 4 != 7 or visit[8] >> 6 != 2 or (left is not None and left < arrival.entered)


def clock_skew(arrival: Arrival) -> bool:
    """The phone's clock is over a minute off: the times of the visit would be as wrong."""
    return is_off(arrival.sent, arrival.now)


def unknown_venue(arrival: Arrival) -> bool:
    """Nobody was ever given this code."""
    return arrival.venue is None


def revoked_venue(arrival: Arrival) -> bool:
    """The code was replaced or stopped: at once, or after a grace period that was over when the visit began."""
    return arrival.revoked


def closed_venue(arrival: Arrival) -> bool:
    """The venue had closed when the visit began; what began before is stored, however late it comes."""
    return out_of_its_life(arrival.venue, arrival.entered) is CLOSED_VENUE


def event_not_begun(arrival: Arrival) -> bool:
    """The visit began more than 6 hours before the event's first day."""
    return out_of_its_life(arrival.venue, arrival.entered) is EVENT_NOT_BEGUN


def event_over(arrival: Arrival) -> bool:
    """The visit began more than 6 hours after the event's last day."""
    return out_of_its_life(arrival.venue, arrival.entered) is EVENT_OVER


def too_old(arrival: Arrival) -> bool:
    """Entered more than 72 hours ago: the day's key has left the gateway."""
    return arrival.now - arrival.entered > POLICY.late_hours * 3600


def in_the_future(arrival: Arrival) -> bool:
    """A moment over 5 minutes ahead of the server's clock."""
    latest = arrival.entered if arrival.left is None else arrival.left
    return latest - arrival.now > POLICY.future_seconds


def implausible_rate(arrival: Arrival) -> bool:
    """Nobody enters more than 10 places within 5 minutes."""
    return arrival.recent >= MOST_PER_SLOT


FILTERS: Final[tuple[tuple[Callable[[Arrival], bool], ProblemKind], ...]] = (
    (malformed, problems.MALFORMED),
    (clock_skew, problems.CLOCK_SKEW),
    (unknown_venue, problems.UNKNOWN_VENUE),
    (revoked_venue, problems.REVOKED_VENUE),
    (closed_venue, CLOSED_VENUE),
    (event_not_begun, EVENT_NOT_BEGUN),
    (event_over, EVENT_OVER),
    (too_old, problems.TOO_OLD),
    (in_the_future, problems.IN_THE_FUTURE),
    (implausible_rate, problems.IMPLAUSIBLE_RATE),
)


def refusal(arrival: Arrival) -> ProblemKind | None:
    """Why a check-in is refused, or None where it may be stored."""
    for holds, kind in FILTERS:
        if holds(arrival):
            return kind
    return None
