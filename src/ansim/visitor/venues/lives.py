"""Why the code of a venue is not good at a moment: it closed, its event has not begun, or is over."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from ansim.domain.venue_life import LifeStage, stage_at
from ansim.visitor.api.problems import ProblemKind
from ansim.visitor.api.words import N_
from ansim.visitor.venues.venue_book import KnownVenue

CLOSED_VENUE: Final = ProblemKind(
    "closed-venue",
    410,
    N_("This place has closed"),
    N_("It takes no check-ins any more. If it is open, please tell the staff."),
)
EVENT_NOT_BEGUN: Final = ProblemKind(
    "event-not-begun",
    409,
    N_("This event has not begun"),
    N_("Its QR code is good from 6 hours before its first day. Please ask the staff."),
)
EVENT_OVER: Final = ProblemKind(
    "event-over",
    410,
    N_("This event is over"),
    N_("Its QR code was good until 6 hours after its last day. Please ask the staff."),
)
_BY_STAGE: Final = MappingProxyType(
    {
        LifeStage.CLOSED: CLOSED_VENUE,
        LifeStage.NOT_YET: EVENT_NOT_BEGUN,
        LifeStage.ENDED: EVENT_OVER,
    }
)
OUT_OF_LIFE: Final = (CLOSED_VENUE, EVENT_NOT_BEGUN, EVENT_OVER)


def out_of_its_life(venue: KnownVenue | None, at: float) -> ProblemKind | None:
    """Why a visit that began at a moment (epoch seconds) cannot be one of the venue's; None where it can."""
    if venue is None or venue.life is None:
        return None
    return _BY_STAGE.get(stage_at(venue.life, datetime.fromtimestamp(at, UTC)))
