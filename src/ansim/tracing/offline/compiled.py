"""Large files: indexed, and searched by the compiled kernels."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.contacts import search
from ansim.tracing.index import Index, visit_log
from ansim.tracing.offline.question import Question, Reached, Together
from ansim.tracing.offline.read_visits import VisitTable
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach


class Compiled:
    """The kernels over a file's visits; `entered` and `left` as the index counts them."""

    def __init__(
        self, table: VisitTable, entered: NDArray[np.int64], left: NDArray[np.int64]
    ) -> None:
        log = visit_log(table.person, table.venue, entered, left)
        self.snapshot = Index.build(log).snapshot
        self.work = search.Workspace()

    def met(self, person: int, start: int, end: int, minimum: int = 1) -> Mapping[int, Together]:
        """By `contacts.search`."""
        met = search.of_itinerary(self.snapshot, self.work, person, start, end, minimum=minimum)
        columns = (met.overlap, met.encounters, met.first, met.last)
        shared = zip(*(column.tolist() for column in columns), strict=True)
        return dict(zip(met.person.tolist(), shared, strict=True))

    def reached(self, question: Question) -> Iterable[Reached]:
        """By `reach`."""
        case, start, end, minimum, degrees, back = question
        room = ReachWorkspace(self.snapshot.people)
        asked = ReachQuestion(case, start, end, degrees, minimum=minimum)
        found = reach(self.snapshot, room, asked, back=back)
        columns = (found.person, found.degree, found.exposed, found.via)
        return zip(*(column.tolist() for column in columns), strict=True)
