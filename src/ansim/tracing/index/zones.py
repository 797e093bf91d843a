"""Zones of venues: a hall of a market has a code of its own beside the market's (entrance, zone unknown).

Who scanned the venue's own code may have been in any zone, so codes *meet*: a code meets itself, a venue's own code meets
every zone of it and each zone the venue's own code. Two zones of a venue do not meet. The numbers of zones are venue numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ansim.tracing.arrays import Int32s


@dataclass(frozen=True, eq=False)
class Zones:
    """The zones among venues numbered from 0 to `venues` - 1; `venue_of` holds the venue of each zone."""

    venue_of: Mapping[int, int]
    venues: int = 0

    @cached_property
    def family(self) -> Int32s:
        """By number: the venue of a zone, and every other venue itself."""
        family = np.arange(self.venues, dtype=np.int32)
        for zone, venue in self._pairs:
            family[zone] = venue
        return family

    @cached_property
    def firsts(self) -> Int32s:
        """By number: where its others stand in `others`; empty where there are no zones."""
        if not self._pairs:
            return np.empty(0, np.int32)
        counts = np.zeros(self.venues + 1, np.int64)
        for pair in self._pairs:
            for one in pair:
                counts[one + 1] += 1
        return np.cumsum(counts).astype(np.int32)

    @cached_property
    def others(self) -> Int32s:
        """The other codes that a code meets, code by code."""
        both = [*self._pairs, *((venue, zone) for zone, venue in self._pairs)]
        return np.array([other for _one, other in sorted(both)], np.int32)

    def within(self, venues: int) -> "Zones":
        """The same zones, among so many venues."""
        return self if venues == self.venues else Zones(self.venue_of, venues)

    def met_by(self, code: int) -> list[int]:
        """The codes that a code meets, itself first."""
        if not self.firsts.size:
            return [code]
        return [code, *self.others[self.firsts[code] : self.firsts[code + 1]].tolist()]

    def codes_of(self, venue: int) -> list[int]:
        """The codes of a venue: its own and its zones'; of a zone its own alone."""
        return [venue] if venue in self.venue_of else self.met_by(venue)

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        # A zone may be known before anybody has scanned it, so beyond what the index has room for.
        return sorted(
            (zone, venue)
            for zone, venue in self.venue_of.items()
            if 0 <= zone < self.venues and 0 <= venue < self.venues
        )


NO_ZONES = Zones({})
