"""How probably direct contacts shared the minimum with a case, and the class that is proposed for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import psycopg

from ansim.domain.classification import classify
from ansim.domain.quantities import PersonId
from ansim.domain.signed_places import Stay
from ansim.settings.environment import dsn
from ansim.tracing.arrays import Floats
from ansim.tracing.dwell import Bounded, probabilities
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.follower import Follower
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.own_stays import OwnStays, united_stays


class JudgedContacts(NamedTuple):
    """Of each contact: P(shared the minimum in all), and the class proposed."""

    probability: Floats
    classification: list[str]


@dataclass(frozen=True, slots=True)
class Judging:
    """What is judged from the database itself: visits of these days."""

    follower: Follower
    days: Sequence[date]

    def own_stays(self, case: SearchedCase, typed: Sequence[Stay]) -> OwnStays:
        """The stays of the log, where the case is about somebody, and those typed in."""
        if case.told.person is None:
            return united_stays([], [], typed)
        person, loader = case.person, self.follower.loader
        tags = {day: self.follower.days.tagger(day)(person) for day in self.days}
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            rows = itinerary.read(visits, loader.late, tags)
        logged = itinerary.assemble(rows, loader.venues, loader.lengths)
        bounded = itinerary.bounded(rows, loader.venues, loader.lengths)
        return united_stays(logged, bounded, typed)

    def judge(
        self,
        own: PersonId | Sequence[Bounded],
        others: Sequence[PersonId],
        request: calls.ContactsOf,
        window: calls.Window,
        residual: int,
    ) -> JudgedContacts:
        """Others against the case: by its person id, or by its stays."""
        loader = self.follower.loader
        people = [own, *others] if isinstance(own, bytes) else [*others]
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            stays = itinerary.of_many(
                visits,
                loader.late,
                self.follower.days,
                self.days,
                people,
                loader.venues,
                loader.lengths,
            )
        mine = stays.get(own, []) if isinstance(own, bytes) else own
        theirs = [stays.get(who, []) for who in others]

        def shared(minimum: int) -> Floats:
            return probabilities(
                mine,
                theirs,
                (window.start, window.end),
                minimum,
                residual,
                self.follower.curves,
                loader.venues.category_of,
                loader.venues.venue_of,
            )

        any_minute = shared(60)
        close = any_minute if request.close is None else shared(request.close)
        minutes = None if request.close is None else request.close / 60
        classes: list[str] = [
            classify(minutes, float(one), float(brief))
            for one, brief in zip(close, any_minute, strict=True)
        ]
        return JudgedContacts(shared(request.minimum_overlap), classes)
