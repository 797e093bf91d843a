"""The riskiest chains: to whom does the danger lead, not only whom does it touch. The meaning is `reference.riskiest`'s.

The risk of a chain is the product of its links', so it falls with every link, and whoever stands below the k-th riskiest
leads to nobody among the first k. A round therefore goes out from the riskiest first and drops what cannot matter any more:
the first thousands of degree 3 cost little more than those of degree 1, where everybody of degree 3 is half a province.

An **event** is one way somebody was exposed: earlier or riskier than all others that are known of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Floats, Int32s
from ansim.tracing.index import Snapshot, questions
from ansim.tracing.reach import chain_kernels as kernels
from ansim.tracing.reach.chain_kernels import (
    EVENT,
    LINK_COLUMNS,
    SECONDS,
    WHEN,
    WHERE,
    WHO,
    Asked,
    Found,
    Frontier,
    Riskiest,
)
from ansim.tracing.reach.collecting import Sources
from ansim.tracing.reach.reach import checked, collect_stays, pieces_of_groups, terms_of
from ansim.tracing.reach.reached import THREADS, ReachWorkspace
from ansim.tracing.reach_question import ReachQuestion

_FIRST_CHUNK = 64
_ROOM = 1 << 18
KnownRisks = tuple[Int32s, Floats]
"""People, and the risk of each."""


@dataclass(frozen=True, slots=True)
class Events:
    """Exposures of one round, by person and time; of one person each is riskier than those before. `event` is the cause."""

    person: Int32s
    exposed: Int32s
    risk: Floats
    event: Int32s
    venue: Int32s
    together: Int32s

    def __len__(self) -> int:
        return len(self.person)

    def take(self, chosen: NDArray[np.intp]) -> "Events":
        return Events(
            self.person[chosen],
            self.exposed[chosen],
            self.risk[chosen],
            self.event[chosen],
            self.venue[chosen],
            self.together[chosen],
        )


@dataclass(frozen=True, slots=True)
class Chains:
    """The riskiest chain to each person, riskiest first, then lowest number; of equally risky chains the shortest.

    `exposed` in seconds since BASE, `via` who exposed them on that chain, `together` the seconds of its last link at `venue`.
    """

    case: int
    person: Int32s
    risk: Floats
    links: Int32s
    exposed: Int32s
    via: Int32s
    together: Int32s
    venue: Int32s
    rounds: tuple[Events, ...]
    places: Int32s
    """Which event of its round each chain ends with."""

    def __len__(self) -> int:
        return len(self.person)

    def chain(self, place: int) -> list[tuple[int, int]]:
        """The place-th chain: (person, exposure) from the case's contact on."""
        found, event = [], int(self.places[place])
        for events in self.rounds[int(self.links[place]) - 1 :: -1]:
            found.append((int(events.person[event]), int(events.exposed[event])))
            event = int(events.event[event])
        return found[::-1]


def riskiest(
    snapshot: Snapshot,
    work: ReachWorkspace,
    question: ReachQuestion[int],
    limit: int,
    hazard: Floats,
    *,
    direct: KnownRisks | None = None,
) -> Chains:
    """The `limit` people to whom the riskiest chains of at most `degrees` links lead; seconds, times since BASE.

    A link's risk is `1 - exp(-hazard[venue] * seconds)`. `direct` are risks known otherwise (all encounters with the case
    together): they count for who is among the first, and are left to the caller to add. All errors are `reach`'s.
    """
    case, start, _end, degrees, _minimum, latent, _residual = question = checked(
        snapshot, work, question
    )
    questions.whole(0, limit=limit)
    questions.hazards(snapshot, hazard)
    search = _Search(snapshot, work, question, limit, hazard[: snapshot.venues], direct)
    events = Events(
        np.array([case], np.int32),
        np.array([start - latent], np.int32),
        np.ones(1),
        np.zeros(1, np.int32),
        np.zeros(1, np.int32),
        np.zeros(1, np.int32),
    )
    rounds: list[Events] = []
    for number in range(1, degrees + 1):
        events = search.round(events, final=number == degrees)
        if not len(events):
            break
        rounds.append(events)
    return search.ranked(rounds)


class _Search:
    def __init__(
        self,
        snapshot: Snapshot,
        work: ReachWorkspace,
        question: ReachQuestion[int],
        limit: int,
        hazard: Floats,
        direct: KnownRisks | None,
    ) -> None:
        self.snapshot, self.work = snapshot, work
        self.case, self.latent, self.terms = question.case, question.latent, terms_of(question)
        self.limit, self.hazard = limit, hazard
        people = snapshot.people
        # What each thread knows of everybody's riskiest chain; below 0: nothing.
        self.best = [np.full(people, -1.0) for _ in range(THREADS)]
        self.best_at = [np.zeros(people, np.int32) for _ in range(THREADS)]
        self.top = np.full(people, -1.0)
        """The greatest risk known of everybody, chains or not."""
        if direct is not None:
            self.top[direct[0]] = direct[1]
        self.floor = self._floor()

    def round(self, events: Events, *, final: bool) -> Events:
        """The events one link further, those of the riskiest first, so that the floor rises early."""
        firsts = np.append(_first_of_each(events.person), len(events)).astype(np.int32)
        greatest = events.risk[firsts[1:] - 1]  # of one person the last is the riskiest
        order = np.argsort(-greatest, kind="stable")
        found, begin, size = [], 0, _FIRST_CHUNK
        while begin < len(order):
            chunk = order[begin : begin + size]
            chunk = np.sort(chunk[greatest[chunk] >= self.floor])
            if not len(chunk):
                break
            found.append(self._linked(events, firsts, chunk, final=final))
            np.maximum.at(self.top, found[-1].person, found[-1].risk)
            self.floor = self._floor()
            begin, size = begin + size, size * 2
        everything = _joined(found)
        if final:
            return _riskiest_of_each(everything, np.maximum(*self.best))
        kept = _undominated(everything.take(np.flatnonzero(everything.risk >= self.floor)))
        last = kept.take(
            np.append(_first_of_each(kept.person)[1:] - 1, len(kept) - 1) if len(kept) else _NONE
        )
        for best, best_at in zip(self.best, self.best_at, strict=True):
            better = last.risk > best[last.person]
            best[last.person[better]], best_at[last.person[better]] = (
                last.risk[better],
                last.exposed[better],
            )
        return kept

    def ranked(self, rounds: list[Events]) -> Chains:
        people = self.snapshot.people
        risk, links, places = (
            np.full(people, -1.0),
            np.zeros(people, np.int32),
            np.zeros(people, np.int32),
        )
        for number, events in enumerate(rounds, 1):
            place = np.append(_first_of_each(events.person)[1:] - 1, len(events) - 1)
            better = events.risk[place] > risk[events.person[place]]
            place = place[better]
            person = events.person[place]
            risk[person], links[person], places[person] = events.risk[place], number, place
        person = np.flatnonzero(risk >= 0).astype(np.int32)
        person = person[np.argsort(-risk[person], kind="stable")][: self.limit]
        links, places = links[person], places[person]
        columns = np.zeros((4, len(person)), np.int32)
        columns[1] = self.case
        for number, events in enumerate(rounds, 1):
            here = np.flatnonzero(links == number)
            place = places[here]
            columns[0, here], columns[2, here] = events.exposed[place], events.together[place]
            columns[3, here] = events.venue[place]
            if number > 1:
                columns[1, here] = rounds[number - 2].person[events.event[place]]
        exposed, via, together, venue = columns
        return Chains(
            self.case,
            person,
            risk[person],
            links,
            exposed,
            via,
            together,
            venue,
            tuple(rounds),
            places,
        )

    def _floor(self) -> float:
        """The risk of the last of the first `limit`; 0 while there are not as many."""
        known = self.top[self.top >= 0]
        return (
            float(np.partition(known, -self.limit)[-self.limit])
            if 0 < self.limit <= len(known)
            else 0.0
        )

    def _linked(
        self, events: Events, firsts: Int32s, chunk: NDArray[np.intp], *, final: bool
    ) -> Events:
        sizes = firsts[chunk + 1] - firsts[chunk]
        own = np.append(0, np.cumsum(sizes)).astype(np.int32)
        event = np.repeat(firsts[chunk] - own[:-1], sizes) + np.arange(own[-1], dtype=np.int32)
        times, risks, source_of = (
            events.exposed[event] + self.latent,
            events.risk[event],
            events.person[event],
        )
        sources = Sources(events.person[firsts[chunk]], own, times)
        keys, entries, _room = collect_stays(self.snapshot, self.work, sources, self.terms)
        pieces = iter(pieces_of_groups(keys))

        frontier = Frontier(keys, entries, source_of, risks)
        asked = Asked(self.terms.minimum, self.case, self.floor, final)

        def link(thread: int) -> list[tuple[NDArray[np.int32], Floats]]:
            parts, room = [], _ROOM
            known = Riskiest(self.best[thread], self.best_at[thread])
            while piece := next(pieces, None):
                first, last = piece
                while first < last:
                    found = Found(np.empty((room, LINK_COLUMNS), np.int32), np.empty(room))
                    count, reached = kernels.links(
                        self.snapshot.table, frontier, first, last, asked, self.hazard, known, found
                    )
                    room = room if reached > first else 2 * room
                    first = reached
                    parts.append((found.rows[:count], found.risk[:count]))
            return parts

        parts = [part for found in self.work.both(link) for part in found]
        rows = np.concatenate([np.empty((0, LINK_COLUMNS), np.int32), *(rows for rows, _ in parts)])
        risk = np.concatenate([np.empty(0), *(chances for _, chances in parts)])
        return Events(
            rows[:, WHO],
            rows[:, WHEN],
            risk,
            event[rows[:, EVENT]],
            rows[:, WHERE],
            rows[:, SECONDS],
        )


_NONE = np.empty(0, np.intp)


def _joined(parts: list[Events]) -> Events:
    nothing = np.empty(0, np.int32)
    parts = [Events(nothing, nothing, np.empty(0), nothing, nothing, nothing), *parts]
    person, exposed, risk, event, venue, together = (
        np.concatenate([getattr(part, name) for part in parts]) for name in Events.__slots__
    )
    return Events(person, exposed, risk, event, venue, together)


def _first_of_each(person: Int32s) -> NDArray[np.intp]:
    """Where each person begins among events by person."""
    return np.flatnonzero(np.append(True, person[1:] != person[:-1])) if len(person) else _NONE


def _riskiest_of_each(events: Events, best: Floats) -> Events:
    """Of each person the riskiest event; of equals the earliest, then the lowest exposer, then the lowest venue."""
    events = events.take(np.flatnonzero(events.risk == best[events.person]))
    events = events.take(np.lexsort((events.venue, events.event, events.exposed, events.person)))
    return events.take(_first_of_each(events.person))


def _undominated(events: Events) -> Events:
    """By person and time, only those riskier than all earlier ones of the person; ties as above."""
    events = events.take(
        np.lexsort((events.venue, events.event, -events.risk, events.exposed, events.person))
    )
    # A running maximum within each person: ranks of risks, raised by the person's number.
    rank = np.unique(events.risk, return_inverse=True)[1].astype(np.int64)
    number = (
        np.cumsum(np.append(False, events.person[1:] != events.person[:-1]))
        if len(events)
        else rank
    )
    raised = number * (len(events) + 1) + rank
    before = np.append(-1, np.maximum.accumulate(raised)[:-1])
    return events.take(np.flatnonzero(raised > before[: len(events)]))
