"""Windows that may be published: of a case's stays, and as a page shows them."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ansim.domain.exposure_feed import ExposureWindowError, require_publishable
from ansim.investigation.lookups import ToldVenue, venues_told
from ansim.investigation.models import PublishedExposure
from ansim.investigation.time_fields import moment


@dataclass(frozen=True, order=True, slots=True)
class VenueWindow:
    """A venue and whole hours, epoch seconds, half-open."""

    start: int
    end: int
    venue: int

    @property
    def mark(self) -> str:
        """By which a form names it."""
        return f"{self.venue}.{self.start}.{self.end}"


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window with its venue, as it would be published; `stands` is the one that is published already."""

    window: VenueWindow
    venue: ToldVenue | None
    stands: PublishedExposure | None = None

    @property
    def start(self) -> datetime:
        """When it begins, Korean time."""
        return moment(self.window.start)

    @property
    def end(self) -> datetime:
        """When it ends."""
        return moment(self.window.end)


def windows_of(stays: Iterable[tuple[int, int, int]], residual: int) -> list[VenueWindow]:
    """The windows of stays (venue, from, to) with the air that lingers after them in seconds, oldest first, each once.

    One that goes on counts until now; those too old for the feed, or too long, are left out.
    """
    now = time.time()
    found = set()
    for venue, entered, left in stays:
        try:
            found.add(
                VenueWindow(*require_publishable(entered, min(left + residual, now), now), venue)
            )
        except ExposureWindowError:
            continue
    return sorted(found)


def rows_of(windows: Iterable[VenueWindow], agency: str) -> list[WindowRow]:
    """Windows with their venues and what of them the agency published already."""
    wanted = list(windows)
    venues = venues_told(one.venue for one in wanted)
    standing = PublishedExposure.objects.filter(
        agency=agency, withdrawn_at=None, venue__in={one.venue for one in wanted}
    )
    by_window = {window_of(one): one for one in standing}
    return [WindowRow(one, venues.get(one.venue), by_window.get(one)) for one in wanted]


def window_of(exposure: PublishedExposure) -> VenueWindow:
    """The window of a published exposure."""
    return VenueWindow(
        int(exposure.starts.timestamp()), int(exposure.ends.timestamp()), exposure.venue
    )
