"""n-th degree contacts along links that respect time. The meaning is `reference.reach`'s.

Each round takes the people whose exposure moved earlier in the round before (the frontier). A few are *pushed*: each of
their stays reads its venue. For more of them their stays are sorted by venue and day, and each such place is *walked*
once, in order of entry, against the infectious stays there, so that a stay costs the same however many it overlaps. When
they are a good part of everybody, all venues are *swept* that way. All give the same labels (`reach_kernels`).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from ansim.tracing import reach_kernels as kernels
from ansim.tracing import reach_walks as walks
from ansim.tracing.index import Snapshot
from ansim.tracing.log import Int32s, UnknownNumberError
from ansim.tracing.reach_kernels import CLOSE, TOGETHER, UNREACHED, VENUE, VIA
from ansim.tracing.search import WindowError
from ansim.tracing.segment import ALWAYS
from ansim.tracing.table import END, START


@dataclass(frozen=True, slots=True)
class Round:
    """The labels that a round set: people, their exposure (seconds since BASE), and their exposers."""

    person: Int32s
    exposed: Int32s
    via: Int32s
    together: Int32s
    venue: Int32s


@dataclass(frozen=True, slots=True)
class Reached:
    """Everybody reached. `exposed` is their earliest exposure by any chain of the degrees asked.

    `via` is who exposed them then, `together` the seconds of that link, `venue` where it was. `degree` counts the fewest
    links by which they are reached at all.
    """

    case: int
    person: Int32s
    degree: Int32s
    exposed: Int32s
    via: Int32s
    together: Int32s
    venue: Int32s
    rounds: tuple[Round, ...]

    def __len__(self) -> int:
        return len(self.person)

    def chain(self, person: int) -> list[tuple[int, int]]:
        """How the case reached somebody: (person, exposure) from the case's first contact to them, or [] if not reached."""
        links: list[tuple[int, int]] = []
        below = len(self.rounds)
        while person != self.case:
            for number in range(below - 1, -1, -1):
                labels = self.rounds[number]
                place = int(np.searchsorted(labels.person, person))
                if place < len(labels.person) and labels.person[place] == person:
                    links.append((person, int(labels.exposed[place])))
                    person, below = int(labels.via[place]), number
                    break
            else:
                return []
        return links[::-1]


_FEW = 16
_SHARE_TO_SWEEP = 0.15
_VENUES_A_PIECE = 4096


class ReachWorkspace:
    """Labels for every person, one set a thread."""

    def __init__(self, people: int, threads: int = 2) -> None:
        self.people, self.threads = people, threads
        self.exposed = np.empty(people, np.int32)
        self.infectious = np.empty(people, np.int32)
        self.moment = [np.full(people, UNREACHED, np.int32) for _ in range(threads)]
        self.labels = [np.empty((people, 4), np.int32) for _ in range(threads)]
        self.entries = [
            (np.empty(1 << 15, np.int64), np.empty((1 << 15, 3), np.int64)) for _ in range(threads)
        ]
        self.found = [np.empty((1 << 14, 3), np.int64) for _ in range(threads)]
        self.pool = ThreadPoolExecutor(threads)


def reach(
    snapshot: Snapshot, work: ReachWorkspace, case: int, start: int, end: int, degrees: int,
    *, minimum: int = 1, latent: int = 0, residual: int = 0, engine: str = "cheapest", back: bool = False,
) -> Reached:  # fmt: skip
    """Everybody whom the case reaches within the window by at most `degrees` links. Seconds; times since BASE.

    `engine` is "push", "walk", "sweep", or "cheapest" (chosen anew each round). `back` turns time round: everybody who
    may have infected the case, `exposed` being the end of their last encounter that still leads to it; always pushed, and
    without air that lingers. Raises WindowError, UnknownNumberError.
    """
    if end < start or degrees < 1 or min(minimum, latent, residual) < 0:
        raise WindowError(
            f"wanted start <= end, degrees >= 1, no negative seconds; got {start}, {end}, {degrees}"
        )
    if not snapshot.holds(case):
        raise UnknownNumberError(f"there is no person {case}; they run from 0 to {snapshot.people - 1}")
    minimum = max(minimum, 1)
    people = snapshot.people
    exposed, infectious = work.exposed[:people], work.infectious[:people]
    exposed.fill(UNREACHED)
    exposed[case] = ALWAYS
    infectious.fill(UNREACHED)
    infectious[case] = -end if back else start
    for moments in work.moment:
        moments.fill(UNREACHED)
    frontier = np.array([case], np.int32)
    rounds: list[Round] = []
    degree = np.zeros(people, np.int8)
    for number in range(1, degrees + 1):
        found = _round(snapshot, work, frontier, start, end, minimum, residual, engine, back)
        rounds.append(found)
        frontier = found.person
        fresh = degree[frontier] == 0
        degree[frontier[fresh]] = number
        exposed[frontier] = found.exposed
        infectious[frontier] = found.exposed + latent
        for moments in work.moment:
            moments[frontier] = UNREACHED
        if not len(frontier):
            break
    person = np.flatnonzero(degree).astype(np.int32)
    links = np.empty((people, 3), np.int32)
    for found in rounds:
        links[found.person] = np.stack((found.via, found.together, found.venue), axis=1)
    via, together, venue = (np.ascontiguousarray(part) for part in links[person].T)
    moments = exposed[person]
    if back:
        moments, rounds = -moments, [replace(labels, exposed=-labels.exposed) for labels in rounds]
    return Reached(
        case, person, degree[person].astype(np.int32), moments, via, together, venue, tuple(rounds)
    )


def _round(
    snapshot: Snapshot,
    work: ReachWorkspace,
    frontier: Int32s,
    start: int,
    end: int,
    minimum: int,
    residual: int,
    engine: str,
    back: bool,  # noqa: FBT001
) -> Round:
    chosen = "push" if back else engine if engine != "cheapest" else _cheapest(snapshot, frontier)
    if chosen == "push":
        _push_all(snapshot, work, frontier, start, end, minimum, residual, back)
    elif chosen == "walk":
        _walk_all(snapshot, work, frontier, end, minimum, residual)
    else:
        _sweep_all(snapshot, work, frontier, start, end, minimum, residual)
    return _merged(work, snapshot.people)


def _cheapest(snapshot: Snapshot, frontier: Int32s) -> str:
    """One person is pushed; while the frontier's stays are few against the log, only their venues are walked."""
    if len(frontier) <= _FEW:
        return "push"
    stays = len(frontier) * snapshot.visits / max(snapshot.people, 1)
    return "walk" if stays < _SHARE_TO_SWEEP * snapshot.visits else "sweep"


def _push_all(
    snapshot: Snapshot, work: ReachWorkspace, frontier: Int32s, start: int, end: int, minimum: int, residual: int,
    back: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    half = len(frontier) // 2 if len(frontier) > _FEW else len(frontier)
    parts = [frontier[:half], frontier[half:]]

    def push(thread: int) -> None:
        if len(parts[thread]):
            kernels.push(
                snapshot.table, parts[thread], work.infectious, start, end, minimum, residual, back,
                work.exposed, work.moment[thread], work.labels[thread],
            )  # fmt: skip

    _both(work, push, alone=half == len(frontier))


def _walk_all(
    snapshot: Snapshot, work: ReachWorkspace, frontier: Int32s, end: int, minimum: int, residual: int
) -> None:
    table, days = snapshot.table, len(snapshot.days)
    half = len(frontier) // 2
    parts = [frontier[:half], frontier[half:]]
    counts = [0, 0]

    def collect(thread: int) -> None:
        while True:
            keys, entries = work.entries[thread]
            count = walks.collect(
                table, days, parts[thread], work.infectious, end, minimum, residual, keys, entries
            )
            if count >= 0:
                counts[thread] = count
                return
            work.entries[thread] = (np.empty(-count, np.int64), np.empty((-count, 3), np.int64))

    _both(work, collect, alone=False)
    keys, entries = (
        np.concatenate([work.entries[thread][which][: counts[thread]] for thread in range(2)])
        for which in range(2)
    )
    count = len(keys)
    order = np.argsort(keys)
    # Halves that cut no group.
    groups = keys[order] >> 32
    middle = int(np.searchsorted(groups, groups[count // 2])) if count else 0
    bounds = [(0, middle), (middle, count)]

    def walk(thread: int) -> None:
        walks.walk_groups(
            table, keys, entries, order, *bounds[thread], minimum,
            work.exposed, work.moment[thread], work.labels[thread],
        )  # fmt: skip

    _both(work, walk, alone=False)


def _sweep_all(
    snapshot: Snapshot,
    work: ReachWorkspace,
    frontier: Int32s,
    start: int,
    end: int,
    minimum: int,
    residual: int,
) -> None:
    is_fresh = np.zeros(-(-snapshot.people // 8) * 8, bool)
    is_fresh[frontier] = True
    fresh = np.packbits(is_fresh, bitorder="little")
    pieces = [
        (row, venue, min(venue + _VENUES_A_PIECE, snapshot.venues))
        for row, segment in enumerate(snapshot.segments)
        if snapshot.table[row, START] < end and snapshot.table[row, END] > start and len(segment.person)
        for venue in range(0, snapshot.venues, _VENUES_A_PIECE)
    ]

    def sweep(thread: int) -> None:
        for row, first, last in pieces[thread :: work.threads]:
            venue = first
            while venue < last:
                reached = kernels.sweep(
                    snapshot.table, len(snapshot.days), row, venue, last, fresh, work.infectious,
                    end, minimum, residual, work.exposed,
                    work.moment[thread], work.labels[thread], work.found[thread],
                )  # fmt: skip
                if reached < 0:
                    work.found[thread] = np.empty((2 * len(work.found[thread]), 3), np.int64)
                    venue = -1 - reached
                else:
                    venue = reached

    _both(work, sweep, alone=False)


def _both(work: ReachWorkspace, task: Callable[[int], None], *, alone: bool) -> None:
    if alone:
        task(0)
        return
    for future in [work.pool.submit(task, thread) for thread in range(work.threads)]:
        future.result()


def _merged(work: ReachWorkspace, people: int) -> Round:
    first, second = (moments[:people] for moments in work.moment)
    best = np.minimum(first, second)
    person = np.flatnonzero(best != UNREACHED).astype(np.int32)
    exposed = best[person]
    one, two = work.labels[0][person], work.labels[1][person]
    chosen = np.where((second[person] == exposed)[:, None], two, one)
    tied = np.flatnonzero(first[person] == second[person])
    if tied.size:
        # Order of the fields of a label; close and overlap count downwards.
        better, equal = np.zeros(tied.size, bool), np.ones(tied.size, bool)
        for which, sign in ((CLOSE, -1), (VIA, 1), (TOGETHER, -1), (VENUE, 1)):
            mine, theirs = one[tied, which] * sign, two[tied, which] * sign
            better |= equal & (theirs < mine)
            equal &= theirs == mine
        chosen[tied] = np.where(better[:, None], two[tied], one[tied])
    return Round(
        person, exposed, *(np.ascontiguousarray(chosen[:, which]) for which in (VIA, TOGETHER, VENUE))
    )


__all__ = ["UNREACHED", "ReachWorkspace", "Reached", "Round", "reach"]
