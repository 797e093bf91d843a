"""What an exposure alert says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ExposureKind(StrEnum):
    """What people were exposed in: a venue, or a bus, train, ferry or flight."""

    PLACE = "place"
    RIDE = "ride"


@dataclass(frozen=True, slots=True)
class ExposureWindow:
    """From the first moment to the one that is no longer in it, local time of the venue; no end: until closing."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A venue or ride, the rooms meant (none: all of it), and when."""

    venue: str
    rooms: tuple[str, ...]
    windows: tuple[ExposureWindow, ...]
    kind: ExposureKind = ExposureKind.PLACE


@dataclass(frozen=True, slots=True)
class ExposureAlert:
    """All exposures of one text; `amends` says that it adds to or corrects an earlier alert."""

    exposures: tuple[Exposure, ...]
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Why a text gave no exposure."""

    reason: str
