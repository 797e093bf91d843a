"""How probably did people share a minimum with a case in all, where ends are known, bounded, or open?

Searches list contacts by their total within the window, by imputed ends; here the same total is judged by the dwell curves.
A person's scans of one door are one presence first (`united`): a later scan adds no encounter, it says how long at least.
Of an encounter whose two ends were recorded the seconds are known and count as such. Of every other one the curves say
P(shared >= x); several add up, taken as independent.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Flags, Floats
from ansim.tracing.dwell.by_clock import slot_of
from ansim.tracing.dwell.curves import DwellCurves

STEPS = 30
"""Where several uncertain encounters add up, each counts in whole thirtieths of the minimum, rounded down."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A stay with its end known, or bounded by `limit` seconds (inf: by nothing). Epoch seconds."""

    venue: int
    entered: int
    limit: float
    known: bool
    seen: float = 0.0
    """Seconds after which they were still there, as a later scan says."""

    @property
    def left(self) -> float:
        """When it ended, if that is known; else before when."""
        return self.entered + self.limit


class _Encounter(NamedTuple):
    contact: int
    begin: float
    case: Bounded
    other: Bounded


def united(
    stays: Sequence[Bounded], lasting: Callable[[int], float], air: int = 0
) -> list[Bounded]:
    """The presences, by venue and entry.

    A later scan is within a presence that has not ended by then: by its recorded end, or else by the seconds that an open
    stay at that venue is held to last (`lasting`). A recorded end of any scan is the end of the presence. An open presence
    is over when a later one begins. Recorded presences that hang together by `air` seconds are one.
    """
    found: list[Bounded] = []
    for stay in sorted(stays, key=lambda one: (one.venue, one.entered)):
        before = found[-1] if found and found[-1].venue == stay.venue else None
        if before is None:
            found.append(stay)
        elif stay.entered < _held_until(before, lasting):
            found[-1] = _prolonged(before, stay)
        elif before.known and stay.known and stay.entered <= before.left + air:
            found[-1] = replace(before, limit=max(before.left, stay.left) - before.entered)
        else:
            if not before.known:
                gap = float(stay.entered - before.entered)
                found[-1] = replace(before, limit=min(before.limit, gap))
            found.append(stay)
    return found


def _held_until(stay: Bounded, lasting: Callable[[int], float]) -> float:
    return stay.left if stay.known else min(stay.left, stay.entered + lasting(stay.venue))


def _prolonged(presence: Bounded, scan: Bounded) -> Bounded:
    begun = presence.entered
    if scan.known:
        left = max(presence.left, scan.left) if presence.known else scan.left
        return replace(presence, limit=left - begun, known=True, seen=0.0)
    if presence.known:
        return presence
    limit = min(presence.left, scan.left) - begun
    return replace(presence, limit=limit, seen=float(scan.entered - begun))


class SharedStay(NamedTuple):
    """One stay of a contact that overlaps one of the case's, open ends held to last as long as searches hold them to.

    `begin` and `seconds` are what they shared; `entered` is the contact's entry. `estimated`: not both ends were recorded.
    `in_air`: the case had left before the contact came, so that they shared air alone.
    """

    venue: int
    entered: int
    begin: int
    seconds: int
    estimated: bool
    in_air: bool


class SharedTime:
    """What is known of the time that each of some contacts shared with a case within a window, by their stays.

    `venue_of` holds the venue of each zone: people meet at one code, or where one is in a zone and the other scanned its
    venue's own code. Recorded seconds at several codes of a venue count once.
    The case's stays are clipped to the window; `residual` seconds later the air is clear.
    """

    def __init__(
        self,
        case: Sequence[Bounded],
        contacts: Sequence[Sequence[Bounded]],
        window: tuple[float, float],
        residual: int,
        curves: DwellCurves,
        category_of: Callable[[int], int],
        venue_of: Mapping[int, int],
    ) -> None:
        self._window, self._residual, self._curves = window, residual, curves
        held = curves.lengths().imputed

        def lasting(venue: int) -> float:
            return float(held[category_of(venue)])

        case = united(case, lasting, residual)
        start, end = window
        self._recorded = np.zeros(len(contacts))
        self._uncertain: dict[int, list[_Encounter]] = defaultdict(list)
        self.shared: list[list[SharedStay]] = [[] for _ in contacts]
        at_venue: dict[int, list[Bounded]] = defaultdict(list)
        for mine in case:
            if mine.left > max(mine.entered, start):
                at_venue[mine.venue].append(mine)
        for number, stays in enumerate(contacts):
            recorded: list[tuple[int, float, float]] = []
            for other in united(stays, lasting):
                for mine in _met_at(other.venue, at_venue, venue_of):
                    begin = max(mine.entered, other.entered, start)
                    if begin >= end + residual:
                        continue
                    if mine.known and other.known:
                        until = min(mine.left + residual, other.left, end + residual)
                        recorded.append((venue_of.get(other.venue, other.venue), begin, until))
                    else:
                        self._uncertain[category_of(other.venue)].append(
                            _Encounter(number, begin, mine, other)
                        )
                    self._share(number, begin, mine, other, lasting)
            self._recorded[number] = _seconds_once(recorded)

    def _share(
        self,
        number: int,
        begin: float,
        mine: Bounded,
        other: Bounded,
        lasting: Callable[[int], float],
    ) -> None:
        end, gone = self._window[1], _held_until(mine, lasting)
        until = min(gone + self._residual, _held_until(other, lasting), end + self._residual)
        if until > begin:
            self.shared[number].append(
                SharedStay(
                    other.venue,
                    other.entered,
                    int(begin),
                    int(until - begin),
                    estimated=not (mine.known and other.known),
                    in_air=begin >= gone,
                )
            )

    def at_least(self, minimum: int) -> Floats:
        """P(shared >= minimum seconds in all) of each contact.

        Exact where all ends are known or one encounter alone is uncertain; else up to a `STEPS`-th of the minimum too low
        for each further one.
        """
        count = len(self._recorded)
        needed = float(max(minimum, 1)) - self._recorded
        told = np.where(needed <= 0, 1.0, 0.0)
        found = [one for encounters in self._uncertain.values() for one in encounters]
        met = np.array([one.contact for one in found], np.intp)
        times = np.bincount(met, minlength=count)
        several: list[Floats] = []
        for category, encounters in self._uncertain.items():
            open_ = [one for one in encounters if needed[one.contact] > 0]
            alone = [one for one in open_ if times[one.contact] == 1]
            # Whoever met the case once reaches the minimum there or not at all: one step says it.
            if alone:
                chances = self._chances(alone, needed, np.ones(1), category)
                told[[one.contact for one in alone]] = chances[:, 0]
            among = [one for one in open_ if times[one.contact] > 1]
            if among:
                parts = np.arange(1, STEPS + 1) / STEPS
                several.append(
                    np.column_stack(
                        (
                            [one.contact for one in among],
                            self._chances(among, needed, parts, category),
                        )
                    )
                )
        if several:
            rows = np.concatenate(several)
            numbers = rows[:, 0].astype(np.intp)
            sums = _sums(numbers, rows[:, 1:], count)
            told[numbers] = sums[numbers]
        return np.clip(told, 0.0, 1.0)

    def _chances(
        self, found: Sequence[_Encounter], needed: Floats, parts: Floats, category: int
    ) -> Floats:
        return _chances(found, needed, parts, self._window, self._residual, self._curves, category)


def _met_at(
    code: int, at_code: Mapping[int, list[Bounded]], venue_of: Mapping[int, int]
) -> list[Bounded]:
    """The case's stays at the codes that this one meets."""
    found = list(at_code.get(code, ()))
    if code in venue_of:
        found += at_code.get(venue_of[code], ())
    elif venue_of:
        for other, stays in at_code.items():
            if venue_of.get(other) == code:
                found += stays
    return found


def _seconds_once(pieces: Sequence[tuple[int, float, float]]) -> float:
    """The seconds that pieces `(venue, first, last)` cover, each second at a venue once."""
    total, venue, until = 0.0, -1, 0.0
    for where, first, last in sorted(pieces):
        begin = max(first, until) if where == venue else first
        until = max(until, last) if where == venue else last
        total += max(0.0, last - begin)
        venue = where
    return total


def _chances(
    found: Sequence[_Encounter],
    needed: Floats,
    parts: Floats,
    window: tuple[float, float],
    residual: int,
    curves: DwellCurves,
    category: int,
) -> Floats:
    """P(shared >= that part of what is needed) of each encounter, for each of `parts`."""
    start, end = window
    begin = np.array([one.begin for one in found])
    entered = np.array([(one.case.entered, one.other.entered) for one in found])
    mine, others = entered[:, 0], entered[:, 1]
    share = np.maximum(needed[[one.contact for one in found]], 1.0)
    seconds = share[:, None] * parts
    # Where the window begins within both stays, both must have lasted until then as well.
    later = begin - np.maximum(mine, others)
    # Air counts only of a case who was still there when the window began.
    air = np.where(
        (mine < start)[:, None], np.minimum(residual, (begin - start)[:, None] + seconds), residual
    )
    chance = curves.overlap_probability(
        category,
        (others - mine)[:, None],
        seconds + later[:, None],
        air,
        case=_column([one.case for one in found]),
        contact=_column([one.other for one in found]),
        slots=(slot_of(mine)[:, None], slot_of(others)[:, None]),
    )
    return np.where(begin[:, None] + seconds <= end + residual, chance, 0.0)


def _sums(numbers: NDArray[np.intp], chances: Floats, count: int) -> Floats:
    """P(the encounters of each of `count` contacts reach STEPS parts together)."""
    state = np.zeros((count, STEPS + 1))
    state[:, 0] = 1.0
    # P(k parts), the last one standing for all beyond.
    parts = -np.diff(chances, axis=1, prepend=1.0, append=0.0)
    order = np.argsort(numbers, kind="stable")
    first = np.searchsorted(numbers[order], numbers[order])
    turn = np.arange(len(order)) - first
    for encounter in range(int(turn.max(initial=-1)) + 1):
        rows = order[turn == encounter]
        before, one = state[numbers[rows]], parts[rows]
        after = np.zeros_like(before)
        for part in range(STEPS + 1):
            after[:, part:] += one[:, part : part + 1] * before[:, : STEPS + 1 - part]
            after[:, STEPS] += one[:, part] * before[:, STEPS + 1 - part :].sum(axis=1)
        state[numbers[rows]] = after
    return np.clip(state[:, STEPS], 0.0, 1.0)


def _column(stays: Sequence[Bounded]) -> tuple[Floats, Flags, Floats]:
    limits, seen = [stay.limit for stay in stays], [stay.seen for stay in stays]
    known = np.array([stay.known for stay in stays], np.bool_)
    return np.array(limits, np.float64)[:, None], known[:, None], np.array(seen)[:, None]
