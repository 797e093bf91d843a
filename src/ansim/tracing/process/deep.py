"""More than one link away, forward and backward: what the tracer keeps for it, and how it asks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ansim.tracing.arrays import Floats
from ansim.tracing.index import Snapshot
from ansim.tracing.process.calls import ContactsOf
from ansim.tracing.ranking import RankedContacts, backward, risk
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach, riskiest

Found = tuple[RankedContacts, list[int]]
"""The rows, of which the first `request.limit` by risk are exact, and how many contacts there are of each degree."""


class DeepSearches:
    """Deep searches take turns, since their labels for a province are tens of megabytes: one set is kept."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._work: ReachWorkspace | None = None

    def forward(
        self,
        snapshot: Snapshot,
        hazard: Floats,
        request: ContactsOf,
        person: int,
        window: tuple[int, int],
        direct: RankedContacts,
    ) -> Found:
        """Everybody reached, with the riskiest chains."""
        question = ReachQuestion(
            person,
            *window,
            request.degrees,
            minimum=request.minimum_overlap,
            latent=request.latent,
            residual=request.residual,
        )
        known = (direct.person, direct.risk)
        with self._labels(snapshot) as work:
            reached = reach(snapshot, work, question)
            chains = riskiest(snapshot, work, question, request.limit, hazard, direct=known)
        rows = risk.along_chains(direct, chains, reached)
        return rows, risk.totals(reached, direct, request.degrees)

    def back(
        self,
        snapshot: Snapshot,
        hazard: Floats,
        request: ContactsOf,
        person: int,
        window: tuple[int, int],
        direct: RankedContacts,
    ) -> Found:
        """Everybody who may have infected the case."""
        question = ReachQuestion(
            person,
            *window,
            request.degrees,
            minimum=request.minimum_overlap,
            latent=request.latent,
        )
        with self._labels(snapshot) as work:
            reached = reach(snapshot, work, question, back=True)
        rows = backward.rows(direct, reached, hazard)
        return rows, risk.totals(reached, direct, request.degrees)

    @contextmanager
    def _labels(self, snapshot: Snapshot) -> Iterator[ReachWorkspace]:
        with self._turn:
            if self._work is None or self._work.people < snapshot.people:
                self._work = ReachWorkspace(snapshot.people)
            yield self._work
