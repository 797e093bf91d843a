"""What searches read: one log or the other. The kept one is the province's; the other is invented (`invented_log`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

import psycopg

from ansim.domain.days import day_bounds, local_day
from ansim.domain.quantities import PersonId
from ansim.domain.retention import POLICY
from ansim.settings.environment import dsn
from ansim.tracing.dwell import Bounded, DwellCurves
from ansim.tracing.index import BASE, KnownVenues, People, Snapshot
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.follower import Follower


class SearchedLog(Protocol):
    """A log as the searches need it. `venues_from` is what the numbers of its venues are told with on top."""

    venues_from: ClassVar[int]

    def now(self) -> float:
        """Epoch seconds."""

    @property
    def snapshot(self) -> Snapshot:
        """The visits, as they stand."""

    @property
    def people(self) -> People:
        """Everybody in it."""

    @property
    def venues(self) -> KnownVenues:
        """Its venues, by the numbers of the snapshot."""

    @property
    def curves(self) -> DwellCurves:
        """How long people stay."""

    def stays(self, person: PersonId, window: calls.Window) -> list[calls.ItineraryStay]:
        """The stays of one person on the days of a window, oldest first."""

    def stays_and_bounds(
        self, person: PersonId, window: calls.Window
    ) -> tuple[list[calls.ItineraryStay], list[Bounded]]:
        """The same, each with what bounds its end, in one order."""

    def bounded(
        self, people: Sequence[PersonId], window: calls.Window
    ) -> Mapping[PersonId, list[Bounded]]:
        """The stays of many people on the days of a window, each with what bounds its end."""


@dataclass(frozen=True, slots=True)
class KeptLog:
    """The province's log: in memory as the follower keeps it, evidence and companions from the database."""

    follower: Follower
    venues_from: ClassVar[int] = 0

    def now(self) -> float:
        """Epoch seconds."""
        return self.follower.clock()

    @property
    def snapshot(self) -> Snapshot:
        """The visits, as they stand."""
        return self.follower.index.snapshot

    @property
    def people(self) -> People:
        """Everybody in it."""
        return self.follower.loader.people

    @property
    def venues(self) -> KnownVenues:
        """The venues of the main database."""
        return self.follower.loader.venues

    @property
    def curves(self) -> DwellCurves:
        """Those of last night."""
        return self.follower.curves

    def stays(self, person: PersonId, window: calls.Window) -> list[calls.ItineraryStay]:
        """From the database itself, which alone has evidence, method and companions."""
        loader = self.follower.loader
        return itinerary.assemble(self._rows(person, window), loader.venues, loader.lengths)

    def stays_and_bounds(
        self, person: PersonId, window: calls.Window
    ) -> tuple[list[calls.ItineraryStay], list[Bounded]]:
        """From the database as well, read once."""
        loader, rows = self.follower.loader, self._rows(person, window)
        return (
            itinerary.assemble(rows, loader.venues, loader.lengths),
            itinerary.bounded(rows, loader.venues, loader.lengths),
        )

    def bounded(
        self, people: Sequence[PersonId], window: calls.Window
    ) -> Mapping[PersonId, list[Bounded]]:
        """From the database as well."""
        loader, days = self.follower.loader, self._days(window)
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            return itinerary.of_many(
                visits, loader.late, self.follower.days, days, people, loader.venues, loader.lengths
            )

    def state(self, _request: calls.TracerHealth) -> calls.TracerState:
        """How much is held, and up to when."""
        snapshot, people, curves = self.snapshot, self.people, self.curves
        total = snapshot.nbytes + people.nbytes
        return calls.TracerState(
            visits=snapshot.visits,
            people=len(people),
            days=[local_day(day.start + BASE).isoformat() for day in snapshot.days],
            bytes_per_visit=total / snapshot.visits if snapshot.visits else 0.0,
            newest=self.follower.loader.newest,
            curves_made_on=curves.made_on.isoformat(),
            curves_source=curves.source,
        )

    def _rows(self, person: PersonId, window: calls.Window) -> list[itinerary.Row]:
        days = self.follower.days
        tags = {day: days.tagger(day)(person) for day in self._days(window)}
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            return itinerary.read(visits, self.follower.loader.late, tags)

    def _days(self, window: calls.Window) -> list[date]:
        """The kept days on which a stay within the window may have begun, oldest first."""
        first = first_kept_day(self.now())
        days = self.follower.days.days()
        return [day for day in days if day >= first and _touches(day, window)]


def first_kept_day(now: float) -> date:
    """The oldest day within its period: what is older is never told, swept or not."""
    return POLICY.first_kept_day(local_day(now))


def _touches(day: date, window: calls.Window) -> bool:
    """Whether a stay of that day may reach into a window: it may begin on the day before."""
    start, end = day_bounds(day)
    return start < window.end and end + 86400 > window.start
