"""What an alert says."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExposureWindow:
    """From the first moment to the one that is no longer in it, local time of the venue; no end: until closing."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A venue, the rooms meant (none: all of it), and when."""

    venue: str
    rooms: tuple[str, ...]
    windows: tuple[ExposureWindow, ...]


@dataclass(frozen=True, slots=True)
class ExposureAlert:
    """All exposures of one text; `amends` says that it adds to or corrects an earlier alert."""

    exposures: tuple[Exposure, ...]
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Why a text gave no exposure."""

    reason: str
