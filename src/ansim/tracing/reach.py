"""n-th degree contacts along links that respect time. The meaning is `reference.reach`'s.

Each round takes the people whose exposure moved earlier in the round before (the frontier). Few of them are *pushed*:
each of their stays reads its venue. Many are *swept*: each venue is walked once, in order of entry, against the
infectious stays there, so that a stay costs the same however many it overlaps. Both give the same labels
(`reach_kernels`).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ansim.tracing import reach_kernels as kernels
from ansim.tracing.index import Snapshot
from ansim.tracing.log import Int32s, UnknownNumberError
from ansim.tracing.reach_kernels import AT, CLOSE, TOGETHER, UNREACHED, VENUE, VIA
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


# A pushed pair costs about as much as three swept stays, which come in the order of memory.
_PUSH_COST = 3
_VENUES_A_PIECE = 4096


class ReachWorkspace:
    """Labels for every person, one set a thread."""

    def __init__(self, people: int, threads: int = 2) -> None:
        self.people, self.threads = people, threads
        self.exposed = np.empty(people, np.int32)
        self.infectious = np.empty(people, np.int32)
        self.labels = [np.empty((people, 5), np.int32) for _ in range(threads)]
        self.found = [np.empty((1 << 14, 3), np.int64) for _ in range(threads)]
        self.pool = ThreadPoolExecutor(threads)


def reach(
    snapshot: Snapshot, work: ReachWorkspace, case: int, start: int, end: int, degrees: int,
    *, minimum: int = 1, latent: int = 0, residual: int = 0, engine: str = "cheapest", back: bool = False,
) -> Reached:  # fmt: skip
    """Everybody whom the case reaches within the window by at most `degrees` links. Seconds; times since BASE.

    `engine` is "push", "sweep", or "cheapest" (chosen anew each round). `back` turns time round: everybody who may have
    infected the case, `exposed` being the end of their last encounter that still leads to it; always pushed, and without
    air that lingers. Raises WindowError, UnknownNumberError.
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
    for labels in work.labels:
        labels[:people, AT] = UNREACHED
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
        for labels in work.labels:
            labels[frontier, AT] = UNREACHED
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
    table, people = snapshot.table, snapshot.people
    exposed, infectious = work.exposed[:people], work.infectious[:people]
    if back or engine == "push" or (engine == "cheapest" and _push_is_cheaper(snapshot, frontier)):
        half = len(frontier) // 2 if len(frontier) > 64 else len(frontier)
        parts = [frontier[:half], frontier[half:]]

        def push(thread: int) -> None:
            if len(parts[thread]):
                kernels.push(
                    table, parts[thread], infectious, start, end, minimum, residual, back,
                    exposed, work.labels[thread],
                )  # fmt: skip

        _both(work, push, alone=half == len(frontier))
    else:
        fresh = np.packbits(np.isin(np.arange(people), frontier, assume_unique=True), bitorder="little")
        _sweep_all(snapshot, work, fresh, start, end, minimum, residual)
    return _merged(work, people)


def _push_is_cheaper(snapshot: Snapshot, frontier: Int32s) -> bool:
    if len(frontier) == 1:
        return True
    # A person has visits/people stays, each of which overlaps a share of its venue's; a sweep reads every visit once.
    pairs = len(frontier) * (snapshot.visits / max(snapshot.people, 1)) * _OVERLAPPING
    return pairs * _PUSH_COST < snapshot.visits


_OVERLAPPING = 12.0


def _sweep_all(
    snapshot: Snapshot,
    work: ReachWorkspace,
    fresh: NDArray[np.uint8],
    start: int,
    end: int,
    minimum: int,
    residual: int,
) -> None:
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
                    snapshot.table, len(snapshot.days), row, venue, last, fresh, work.infectious[: snapshot.people],
                    end, minimum, residual, work.exposed[: snapshot.people],
                    work.labels[thread], work.found[thread],
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
    first, second = (labels[:people] for labels in work.labels)
    person = np.flatnonzero((first[:, AT] != UNREACHED) | (second[:, AT] != UNREACHED)).astype(np.int32)
    one, two = first[person], second[person]
    # Order of the fields of a label; close and overlap count downwards.
    better = np.zeros(len(person), bool)
    equal = np.ones(len(person), bool)
    for which, sign in ((AT, 1), (CLOSE, -1), (VIA, 1), (TOGETHER, -1), (VENUE, 1)):
        mine, theirs = one[:, which] * sign, two[:, which] * sign
        better |= equal & (theirs < mine)
        equal &= theirs == mine
    chosen = np.where((better & (two[:, AT] != UNREACHED))[:, None], two, one)
    return Round(person, *(np.ascontiguousarray(chosen[:, which]) for which in (AT, VIA, TOGETHER, VENUE)))


__all__ = ["UNREACHED", "ReachWorkspace", "Reached", "Round", "reach"]
