"""Small files: searched by the reference, which nobody waits for.

Compiled kernels answer in microseconds, after a second and 70 MB for loading them. The reference needs neither: by it a
search of a small file costs what reading the file does. Both give the same (`test_offline_equals_the_reference`).
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ansim.tracing import reference
from ansim.tracing.offline.question import Question, Reached, Together
from ansim.tracing.offline.read_visits import VisitTable
from ansim.tracing.reference import Stay

MOST_VISITS = 10_000
"""A file of more is indexed: reading it into stays, and the ends that nobody recorded, cost the second that is saved."""
MOST_COMPARISONS = 1_000_000
"""Pairs of visits: so many take 0.2 to 0.6 seconds of a processor, loading the kernels 1.4."""


def is_small(table: VisitTable) -> bool:
    """Whether any question of a file may be answered here."""
    return len(table) <= MOST_VISITS


def is_quick(table: VisitTable, question: Question) -> bool:
    """Whether the reference answers at once. It compares visits of one venue: a hub where everybody meets counts squared."""
    visits = np.bincount(table.venue)
    asked = visits
    if question.degrees == 1:
        asked = np.bincount(table.venue[table.person == question.case], minlength=len(visits))
    return question.degrees * int((visits * asked).sum()) <= MOST_COMPARISONS


class Plain:
    """The reference over a file's visits."""

    def __init__(
        self, table: VisitTable, entered: NDArray[np.int64], left: NDArray[np.int64]
    ) -> None:
        columns = (table.person, table.venue, entered, left)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        self.stays = reference.united(map(Stay._make, rows))
        self.here = reference.by_venue(self.stays)
        self.places: dict[int, set[int]] = {}
        for stay in self.stays:
            self.places.setdefault(stay.person, set()).add(stay.venue)

    def met(self, person: int, start: int, end: int, minimum: int = 1) -> Mapping[int, Together]:
        """By `reference.contacts_of_itinerary`, among the visits of the person's venues."""
        near = [stay for venue in self.places[person] for stay in self.here[venue]]
        found = reference.contacts_of_itinerary(near, person, start, end, minimum)
        return {
            other: (met.overlap, met.encounters, met.first, met.last)
            for other, met in found.items()
        }

    def reached(self, question: Question) -> Iterable[Reached]:
        """By `reference.reach`."""
        case, start, end, minimum, degrees, back = question
        search = reference.reach_back if back else reference.reach
        for person, one in search(self.stays, case, start, end, degrees, minimum).items():
            yield person, one.degree, one.exposed, one.via
