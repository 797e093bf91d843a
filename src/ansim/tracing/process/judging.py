"""How probably direct contacts shared the minimum with a case, and the class that is proposed for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ansim.domain.classification import classify
from ansim.domain.quantities import PersonId
from ansim.domain.signed_places import Stay
from ansim.tracing.arrays import Floats
from ansim.tracing.dwell import Bounded, probabilities
from ansim.tracing.process import calls
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.kept_log import SearchedLog
from ansim.tracing.process.own_stays import OwnStays, united_stays


class JudgedContacts(NamedTuple):
    """Of each contact: P(shared the minimum in all), and the class proposed."""

    probability: Floats
    classification: list[str]


@dataclass(frozen=True, slots=True)
class Judging:
    """What is judged from a log, of the days of a window."""

    log: SearchedLog
    window: calls.Window

    def own_stays(self, case: SearchedCase, typed: Sequence[Stay]) -> OwnStays:
        """The stays of the log, where the case is about somebody, and those typed in."""
        if case.told.person is None:
            return united_stays([], [], typed)
        logged, bounded = self.log.stays_and_bounds(case.person, self.window)
        return united_stays(logged, bounded, typed)

    def judge(
        self,
        own: PersonId | Sequence[Bounded],
        others: Sequence[PersonId],
        request: calls.ContactsOf,
        residual: int,
    ) -> JudgedContacts:
        """Others against the case: by its person id, or by its stays."""
        people = [own, *others] if isinstance(own, bytes) else [*others]
        stays = self.log.bounded(people, self.window)
        mine = stays.get(own, []) if isinstance(own, bytes) else own
        theirs = [stays.get(who, []) for who in others]
        known = self.log.venues

        def shared(minimum: int) -> Floats:
            return probabilities(
                mine,
                theirs,
                (self.window.start, self.window.end),
                minimum,
                residual,
                self.log.curves,
                known.category_of,
                known.venue_of,
            )

        any_minute = shared(60)
        close = any_minute if request.close is None else shared(request.close)
        minutes = None if request.close is None else request.close / 60
        classes: list[str] = [
            classify(minutes, float(one), float(brief))
            for one, brief in zip(close, any_minute, strict=True)
        ]
        return JudgedContacts(shared(request.minimum_overlap), classes)
