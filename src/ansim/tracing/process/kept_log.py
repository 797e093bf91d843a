"""What searches read: one log or the other. The kept one is the province's; the other is invented (`invented_log`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

import psycopg

from ansim.domain.days import day_bounds, local_day
from ansim.domain.quantities import EpochSeconds, PersonId
from ansim.domain.retention import POLICY
from ansim.settings.environment import dsn
from ansim.tracing.dwell import DwellCurves, StayLengths
from ansim.tracing.index import BASE, KnownVenues, People, Snapshot
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.follower import DaysMissingError, Follower


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

    @property
    def lengths(self) -> StayLengths:
        """Of the curves, what an end that nobody recorded goes by."""

    def rows(
        self, people: Sequence[PersonId], window: calls.Window
    ) -> Mapping[PersonId, list[itinerary.Row]]:
        """The check-ins of each person on the days of a window, oldest first."""


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
        """The visits, as they stand. Raises DaysMissingError while kept days are read again."""
        self._require_days()
        return self.follower.index.snapshot

    @property
    def people(self) -> People:
        """Everybody in it. Raises DaysMissingError while kept days are read again: whoever is unknown may stand in those."""
        self._require_days()
        return self.follower.loader.people

    @property
    def venues(self) -> KnownVenues:
        """The venues of the main database."""
        return self.follower.loader.venues

    @property
    def curves(self) -> DwellCurves:
        """Those of last night."""
        return self.follower.curves

    @property
    def lengths(self) -> StayLengths:
        """Of those curves."""
        return self.follower.loader.lengths

    def rows(
        self, people: Sequence[PersonId], window: calls.Window
    ) -> Mapping[PersonId, list[itinerary.Row]]:
        """From the database itself, which alone has evidence, method and companions."""
        late, days = self.follower.loader.late, self.follower.days
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            return itinerary.rows_of_many(visits, late, days, self._days(window), people)

    def state(self, _request: calls.TracerHealth) -> calls.TracerState:
        """How much is held, and up to when."""
        snapshot, people = self.follower.index.snapshot, self.follower.loader.people
        curves = self.curves
        total = snapshot.nbytes + people.nbytes
        return calls.TracerState(
            visits=snapshot.visits,
            people=len(people),
            days=[local_day(day.start + BASE).isoformat() for day in snapshot.days],
            bytes_per_visit=total / snapshot.visits if snapshot.visits else 0.0,
            newest=EpochSeconds(self.follower.loader.newest),
            curves_made_on=curves.made_on.isoformat(),
            curves_source=curves.source,
        )

    def _require_days(self) -> None:
        if self.follower.lacks_days:
            raise DaysMissingError(
                "days are missing since a clock was wrong: ask again in a minute"
            )

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
