"""More than one link away, forward and backward: what the tracer keeps for it, and how it asks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansim.tracing.index.index import Snapshot
from ansim.tracing.process.calls import ContactsOf
from ansim.tracing.ranking import backward, risk
from ansim.tracing.reach.chains import riskiest
from ansim.tracing.reach.reach import ReachWorkspace, reach

Found = tuple[risk.Rows, list[int]]
"""The rows, of which the first `request.limit` by risk are exact, and how many contacts there are of each degree."""


class Further:
    """Labels for a province are tens of megabytes: one set, one deep search at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._work: ReachWorkspace | None = None

    def forward(
        self, snapshot: Snapshot, hazard: risk.Floats, request: ContactsOf, person: int, start: int, end: int,
        direct: risk.Rows,
    ) -> Found:  # fmt: skip
        """Everybody reached, with the riskiest chains."""
        asked: dict[str, Any] = {
            "minimum": request.minimum_overlap, "latent": request.latent, "residual": request.residual,
        }  # fmt: skip
        with self._labels(snapshot) as work:
            reached = reach(snapshot, work, person, start, end, request.degrees, **asked)
            chains = riskiest(
                snapshot, work, person, start, end, request.degrees, request.limit, hazard,
                direct=(direct.person, direct.risk), **asked,
            )  # fmt: skip
        return risk.along_chains(direct, chains, reached), risk.totals(
            reached, direct, request.degrees
        )

    def back(
        self, snapshot: Snapshot, hazard: risk.Floats, request: ContactsOf, person: int, start: int, end: int,
        direct: risk.Rows,
    ) -> Found:  # fmt: skip
        """Everybody who may have infected the case."""
        with self._labels(snapshot) as work:
            reached = reach(
                snapshot, work, person, start, end, request.degrees,
                minimum=request.minimum_overlap, latent=request.latent, back=True,
            )  # fmt: skip
        return backward.rows(direct, reached, hazard), risk.totals(reached, direct, request.degrees)

    @contextmanager
    def _labels(self, snapshot: Snapshot) -> Iterator[ReachWorkspace]:
        with self._turn:
            if self._work is None or self._work.people < snapshot.people:
                self._work = ReachWorkspace(snapshot.people)
            yield self._work
