"""What searches must know of venues: category, place, opening hours; arrays by number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.opening import OpeningHours

NEVER_CLOSES = np.iinfo(np.int64).max
_KNOWN = frozenset(map(int, Category))
_EARTH = 6_371_000.0


@dataclass
class KnownVenues:
    """Venues by id. Ids are small serial numbers, so they index arrays as they are."""

    category: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    position: dict[int, tuple[float, float]] = field(default_factory=dict)
    hours: dict[int, OpeningHours] = field(default_factory=dict)
    venue_of: dict[int, int] = field(default_factory=dict)
    """The venue of each zone."""

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]]) -> "KnownVenues":
        """From rows of (id, category, latitude, longitude, opening hours or None, the venue of a zone or None)."""
        venues = cls(
            np.full(1 + max((row[0] for row in rows), default=-1), Category.OTHER, np.int16)
        )
        for venue, category, latitude, longitude, hours, zone_of in rows:
            venues.category[venue] = category if category in _KNOWN else Category.OTHER
            if latitude is not None and longitude is not None:
                venues.position[venue] = (latitude, longitude)
            if zone_of is not None:
                venues.venue_of[venue] = zone_of
            if hours is not None:
                venues.hours[venue] = hours
        return venues

    def categories(self, venues: NDArray[np.int32]) -> NDArray[np.int16]:
        """The category of each venue; OTHER for one that is not known yet."""
        known = venues < len(self.category)
        return np.where(
            known,
            self.category[np.where(known, venues, 0)] if len(self.category) else 0,
            Category.OTHER,
        )

    def homes(self, venues: NDArray[np.int32]) -> NDArray[np.int32]:
        """The venue of each code: of a zone its venue, of every other venue itself."""
        if not self.venue_of:
            return venues
        home = np.arange(max(int(venues.max(initial=0)), *self.venue_of) + 1, dtype=np.int32)
        home[list(self.venue_of)] = list(self.venue_of.values())
        homes: NDArray[np.int32] = home[venues]
        return homes

    def home_of(self, venue: int) -> int:
        """The venue of a code: of a zone its venue, of every other venue itself."""
        return self.venue_of.get(venue, venue)

    def category_of(self, venue: int) -> int:
        """The category of one venue."""
        return int(self.category[venue]) if venue < len(self.category) else int(Category.OTHER)

    def closing(self, venue: int, moment: int) -> int | None:
        """When the venue closes next, in epoch seconds, for a check-in while it is open."""
        hours = self.hours.get(venue)
        return None if hours is None else hours.closing(moment)

    def closings_of_day(
        self, day: date, venues: NDArray[np.int32], entered: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The closing moment of each check-in of a day; NEVER_CLOSES where none is known.

        Opening hours are looked up once per venue and day. Every check-in before the last closing after noon ends there by
        the latest: of a café open until 22:00, those of 9:00 and of 21:30 alike.
        """
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=VENUE_ZONE)
        last = np.full(
            max(int(venues.max(initial=0)) + 1, len(self.category)), NEVER_CLOSES, np.int64
        )
        for venue, hours in self.hours.items():
            for probe in (noon + timedelta(hours=6), noon, noon - timedelta(hours=4)):
                closing = hours.closing(probe.timestamp())
                if closing is not None:
                    last[venue] = closing
                    break
        closing_of = last[venues]
        return np.where(closing_of > entered, closing_of, NEVER_CLOSES)

    def metres(self, one: int, other: int) -> float | None:
        """The distance between two venues on the sphere, None where a place is unknown."""
        if one not in self.position or other not in self.position:
            return None
        (north, east), (north2, east2) = self.position[one], self.position[other]
        chord = (
            sin(radians(north2 - north) / 2) ** 2
            + cos(radians(north)) * cos(radians(north2)) * sin(radians(east2 - east) / 2) ** 2
        )
        return 2 * _EARTH * asin(sqrt(min(1.0, chord)))
