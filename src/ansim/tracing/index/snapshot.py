"""One consistent state of the index: what a search reads from its first step to its last."""

from dataclasses import dataclass
from functools import cached_property

from ansim.tracing.index.segment import NEVER, Segment
from ansim.tracing.index.table import END, Table, make_table
from ansim.tracing.index.zones import NO_ZONES, Zones


@dataclass(frozen=True)
class Snapshot:
    """One consistent state. `days` are in order of time and leave no gap; `people` and `venues` are how many exist."""

    days: tuple[Segment, ...]
    runs: tuple[Segment, ...]
    people: int
    venues: int
    known_zones: Zones = NO_ZONES

    @cached_property
    def zones(self) -> Zones:
        """The zones among the venues that exist here."""
        return self.known_zones.within(self.venues)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return (*self.days, *self.runs)

    @cached_property
    def table(self) -> Table:
        table = make_table(self.segments, self.zones)
        if self.days:
            # What lasts beyond the last sealed day has no later day to be a guest in: the last one stands for all after.
            table[len(self.days) - 1, END] = NEVER
        return table

    @cached_property
    def visits(self) -> int:
        """How many rows the snapshot holds: scans, and those whose presence was taken in anew once more."""
        return sum(segment.natives for segment in self.segments)

    @property
    def presences(self) -> int:
        """How many presences the snapshot holds, each once."""
        return sum(segment.begun(segment.start, segment.end) for segment in self.segments)

    @property
    def nbytes(self) -> int:
        """Memory of all segments."""
        return sum(segment.nbytes for segment in self.segments)

    def holds(self, person: int) -> bool:
        """Whether this is the number of somebody."""
        return 0 <= person < self.people
