"""n-th degree contacts along links that respect time. The meaning is `reference.reach`'s.

Each round takes the people whose exposure moved earlier in the round before (the frontier). A few are *pushed*: each of
their stays reads its venue. For more of them their stays are sorted by venue and day, and each such place is *walked*
once, in order of entry, against the infectious stays there, so that a stay costs the same however many it overlaps. When
they are a good part of everybody, all venues are *swept* that way. All give the same labels (`kernels`).
"""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Int32s
from ansim.tracing.index import Snapshot, questions
from ansim.tracing.index.table import END, START
from ansim.tracing.reach import collecting, kernels, walks
from ansim.tracing.reach.collecting import Sources, WrittenStays
from ansim.tracing.reach.links import LinkTerms
from ansim.tracing.reach.reached import THREADS, Reached, ReachWorkspace, Round
from ansim.tracing.reach.venue import STAY_COLUMNS
from ansim.tracing.reach_question import ReachQuestion

ENGINES = ("cheapest", "push", "walk", "sweep")
_FEW = 16
_SHARE_TO_SWEEP = 0.15
_VENUES_A_PIECE = 4096


def reach(
    snapshot: Snapshot,
    work: ReachWorkspace,
    question: ReachQuestion[int],
    *,
    engine: str = "cheapest",
    back: bool = False,
) -> Reached:
    """Everybody whom the case reaches within the window by at most `degrees` links. Seconds; times since BASE.

    `engine` is "push", "walk", "sweep", or "cheapest" (chosen anew each round). `back` turns time round: everybody who
    may have infected the case, `exposed` being the end of their last encounter that still leads to it; always pushed, and
    without air that lingers. Raises WindowError, UnknownNumberError.
    """
    case, start, end, degrees, *_ = question = checked(snapshot, work, question)
    if back and question.residual:
        raise questions.WindowError(f"residual={question.residual}: air does not linger backward")
    if engine not in ENGINES:
        raise questions.WindowError(f"engine={engine}: wanted one of {', '.join(ENGINES)}")
    degrees = min(degrees, _MOST_DEGREES)
    search = _Search(snapshot, work, terms_of(question), question.latent, back)
    work.begin(case, -end if back else start, snapshot.people)
    frontier = np.array([case], np.int32)
    rounds: list[Round] = []
    for number in range(1, degrees + 1):
        search.offer(frontier, engine)
        reached, moved = search.settle(number)
        if number == degrees or not sum(moved):
            break
        (frontier, exposed, via, *_), _ = search.marked(work.standing.moved, number, moved)
        rounds.append(Round(frontier, -exposed if back else exposed, via))
    (person, exposed, via, together, venue), (degree, moved) = search.marked(
        work.standing.degree, 1, reached
    )
    return Reached(
        case,
        person,
        degree,
        moved,
        -exposed if back else exposed,
        via,
        together,
        venue,
        tuple(rounds),
    )


_MOST_DEGREES = 2**15 - 1


def checked(
    snapshot: Snapshot, work: ReachWorkspace, question: ReachQuestion[int]
) -> ReachQuestion[int]:
    """The question, its window cut to the times that a log may hold.

    Raises WindowError, UnknownNumberError where it makes no sense.
    """
    case, start, end, degrees, minimum, latent, residual = question
    questions.whole(1, degrees=degrees)
    questions.seconds(minimum=minimum, latent=latent, residual=residual)
    questions.person(snapshot, case)
    questions.whole(snapshot.people, **{"the workspace's people": work.people})
    start, end = questions.window(start, end)
    return question._replace(start=start, end=end)


def terms_of(question: ReachQuestion[int]) -> LinkTerms:
    """The same as compiled code takes it; no time together is no link."""
    return LinkTerms(
        int(question.start),
        int(question.end),
        max(int(question.minimum), 1),
        int(question.residual),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: what stays the same from round to round. A round offers labels, then settles them."""

    snapshot: Snapshot
    work: ReachWorkspace
    terms: LinkTerms
    latent: int
    back: bool

    def offer(self, frontier: Int32s, engine: str) -> None:
        chosen = (
            "push"
            if self.back
            else engine
            if engine != "cheapest"
            else _cheapest(self.snapshot, frontier)
        )
        {"push": self._push, "walk": self._walk, "sweep": self._sweep}[chosen](frontier)

    def settle(self, number: int) -> tuple[list[int], list[int]]:
        """Make the labels offered those of their people.

        Returns, of either half, how many are reached by now, and of how many the exposure moved in this round.
        """
        work, bounds = self.work, self._halves()
        mine, others = work.labels

        def settle(half: int) -> tuple[int, int]:
            return kernels.settle(*bounds[half], mine, others, work.standing, number, self.latent)

        (reached, moved), (also_reached, also_moved) = work.both(settle)
        return [reached, also_reached], [moved, also_moved]

    def marked(
        self, marks: NDArray[np.int16], least: int, counts: list[int]
    ) -> kernels.ReachedRows:
        """The labels of the people with this mark or a greater one, and how many each half holds (`kernels.write_marked`)."""
        work, bounds = self.work, self._halves()
        found = kernels.ReachedRows(
            np.empty((5, sum(counts)), np.int32), np.empty((2, sum(counts)), np.int16)
        )

        def write(half: int) -> int:
            kernels.write_marked(
                *bounds[half],
                marks,
                least,
                work.standing,
                work.labels[0].rows,
                found,
                counts[0] * half,
            )
            return 0

        work.both(write)
        return found

    def _halves(self) -> list[tuple[int, int]]:
        middle = self.snapshot.people // 2
        return [(0, middle), (middle, self.snapshot.people)]

    def _push(self, frontier: Int32s) -> None:
        work = self.work

        def push(thread: int, sources: Int32s) -> int:
            return kernels.push(
                self.snapshot.table,
                sources,
                work.standing.infectious,
                self.terms,
                self.back,
                work.labels[thread],
            )

        if len(frontier) > _FEW:
            work.both(lambda thread: push(thread, frontier[thread::THREADS].copy()))
        else:
            push(0, frontier)

    def _walk(self, frontier: Int32s) -> None:
        work, snapshot = self.work, self.snapshot
        one_each = np.arange(len(frontier) + 1, dtype=np.int32)
        sources = Sources(frontier, one_each, work.standing.infectious[frontier])
        written = collect_stays(snapshot, work, sources, self.terms)
        pieces = iter(pieces_of_groups(written.keys))

        def walk(thread: int) -> int:
            while piece := next(pieces, None):
                walks.walk_groups(
                    snapshot.table,
                    written,
                    frontier,
                    *piece,
                    self.terms.minimum,
                    work.labels[thread],
                    work.contacts[thread],
                )
            return 0

        work.both(walk)

    def _sweep(self, _frontier: Int32s) -> None:
        work, snapshot, terms = self.work, self.snapshot, self.terms
        pieces = iter(
            [
                kernels.VenueRange(row, venue, min(venue + _VENUES_A_PIECE, snapshot.venues))
                for row, segment in enumerate(snapshot.segments)
                if snapshot.table[row, START] < terms.end
                and snapshot.table[row, END] > terms.start
                and len(segment.person)
                for venue in range(0, snapshot.venues, _VENUES_A_PIECE)
            ]
        )

        def sweep(thread: int) -> int:
            while piece := next(pieces, None):
                while piece.first < piece.last:
                    venue = kernels.sweep(
                        snapshot.table,
                        len(snapshot.days),
                        piece,
                        work.standing.infectious,
                        terms,
                        work.labels[thread],
                        work.found[thread],
                        work.contacts[thread],
                    )
                    if venue < 0:
                        work.found[thread] = np.empty(
                            (2 * len(work.found[thread]), STAY_COLUMNS), np.int64
                        )
                        venue = -1 - venue
                    piece = piece._replace(first=venue)
            return 0

        work.both(sweep)


def _cheapest(snapshot: Snapshot, frontier: Int32s) -> str:
    """One person is pushed; while the frontier's stays are few against the log, only their venues are walked."""
    if len(frontier) <= _FEW:
        return "push"
    stays = len(frontier) * snapshot.visits / max(snapshot.people, 1)
    return "walk" if stays < _SHARE_TO_SWEEP * snapshot.visits else "sweep"


def collect_stays(
    snapshot: Snapshot, work: ReachWorkspace, sources: Sources, terms: LinkTerms
) -> WrittenStays:
    """The sources' infectious stays (`collecting.collect`), their keys in order: those of a venue and day stand together.

    The rows are the workspace's: they stand until the next search.
    """
    person, firsts, times = sources
    middle = len(person) // 2
    bounds = [(0, middle), (middle, len(person))]
    while True:
        room = len(work.keys) // 2

        def collect(thread: int, room: int = room) -> int:
            first, last = bounds[thread]
            start = thread * room
            stop = collecting.collect(
                snapshot.table,
                len(snapshot.days),
                Sources(person[first:last], firsts[first : last + 1], times),
                terms,
                WrittenStays(work.keys, work.entries, start + room),
                start,
            )
            work.keys[start : max(stop, start)].sort()
            return stop

        first, second = work.both(collect)
        if first >= 0 and second >= 0:
            keys = np.concatenate((work.keys[:first], work.keys[room:second]))
            keys.sort(kind="stable")  # merges what is in order already
            return WrittenStays(keys, work.entries, len(keys))
        work.widen(2 * max(-first, -second, len(work.keys)))


def pieces_of_groups(keys: NDArray[np.int64], pieces: int = 16) -> list[tuple[int, int]]:
    """Ranges of sorted keys that cut no group, about equal: threads take them in turn."""
    groups = keys >> 32
    cuts: Any = (
        np.searchsorted(groups, groups[np.arange(1, pieces) * len(keys) // pieces])
        if len(keys)
        else []
    )
    bounds = np.unique([0, *cuts, len(keys)]).tolist()
    return list(itertools.pairwise(bounds))
