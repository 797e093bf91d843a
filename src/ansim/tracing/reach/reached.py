"""What a search for contacts of contacts gives, and the memory that it needs while it runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ansim.tracing.arrays import Int16s, Int32s
from ansim.tracing.index import ALWAYS
from ansim.tracing.reach.lanes import ROOM
from ansim.tracing.reach.links import UNREACHED, Labels, Standing
from ansim.tracing.reach.venue import STAY_COLUMNS

_Result = TypeVar("_Result")
THREADS = 2


@dataclass(frozen=True, slots=True)
class Round:
    """Whose exposure moved in a round (rising numbers), to when (seconds since BASE), and by whom."""

    person: Int32s
    exposed: Int32s
    via: Int32s


@dataclass(frozen=True, slots=True)
class Reached:
    """Everybody reached. `exposed` is their earliest exposure by any chain of the degrees asked.

    `via` is who exposed them then, `together` the seconds of that link, `venue` where it was. `degree` counts the fewest
    links by which they are reached at all, `moved` those of the chain of the earliest exposure.
    """

    case: int
    person: Int32s
    degree: Int16s
    moved: Int16s
    exposed: Int32s
    via: Int32s
    together: Int32s
    venue: Int32s
    rounds: tuple[Round, ...]
    """All but the last round, whose labels are those above."""

    def __len__(self) -> int:
        return len(self.person)

    def chain(self, person: int) -> list[tuple[int, int]]:
        """How the case reached somebody: (person, exposure) from the case's first contact to them, or [] if not reached."""
        if (place := _find(self.person, person)) < 0:
            return []
        links = [(person, int(self.exposed[place]))]
        person, below = int(self.via[place]), int(self.moved[place]) - 1
        while person != self.case:
            # Their exposure as it stood when they passed it on: the latest label of an earlier round.
            below, place = next(
                (number, found)
                for number in range(below - 1, -1, -1)
                if (found := _find(self.rounds[number].person, person)) >= 0
            )
            links.append((person, int(self.rounds[below].exposed[place])))
            person = int(self.rounds[below].via[place])
        return links[::-1]


def _find(people: Int32s, person: int) -> int:
    place = int(np.searchsorted(people, person))
    return place if place < len(people) and people[place] == person else -1


class ReachWorkspace:
    """Labels for every person, one set a thread; one search at a time."""

    def __init__(self, people: int) -> None:
        self.people = people
        exposed, infectious = np.empty(people, np.int32), np.empty(people, np.int32)
        degree, moved = np.empty(people, np.int16), np.empty(people, np.int16)
        self.standing = Standing(exposed, infectious, degree, moved)
        self.labels = [
            Labels(exposed, np.empty(people, np.int32), np.empty((people, 4), np.int32))
            for _ in range(THREADS)
        ]
        self.keys, self.entries = np.empty(1 << 17, np.int64), np.empty((1 << 17, 4), np.int64)
        self.found = [np.empty((1 << 14, STAY_COLUMNS), np.int64) for _ in range(THREADS)]
        self.contacts = [np.zeros((4, ROOM), np.int32) for _ in range(THREADS)]
        self.pool = ThreadPoolExecutor(THREADS)

    def begin(self, case: int, since: int, people: int) -> None:
        """Forget the search before; nobody but the case is reached, infectious since then."""
        exposed, infectious, degree, moved = self.standing
        moments = [labels.moment for labels in self.labels]
        for array in (exposed, infectious, *moments):
            array[:people].fill(UNREACHED)
        for marks in (degree, moved):
            marks[:people].fill(0)
        for array in (exposed, *moments):
            array[case] = ALWAYS
        infectious[case] = since

    def both(self, task: Callable[[int], _Result]) -> list[_Result]:
        """Do a task once in each thread."""
        return list(self.pool.map(task, range(THREADS)))

    def widen(self, entries: int) -> None:
        """Make room for this many infectious stays."""
        self.keys, self.entries = np.empty(entries, np.int64), np.empty((entries, 4), np.int64)
