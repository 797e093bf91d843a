"""Where may a set of cases have been infected, who was nearest to a moment, and who of a set met whom.

Source finding (OUTBREAK §5): at each venue the cases' check-ins that fall within `within` seconds of another case's
are counted; the chance of as many comes from the venue's traffic in those windows times the cases' share of all check-ins
(Poisson tail), over all venues with Benjamini-Hochberg. Cases who keep checking in together (households, travel groups) count
as one, since they prove each other's presence and nothing else.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, poisson

from ansim.tracing import search
from ansim.tracing.index import Snapshot
from ansim.tracing.log import Int32s, UnknownNumberError
from ansim.tracing.reference import Met

_TOGETHER = 60
"""Seconds between two check-ins at one venue that were made together."""
_GROUP = 2
"""So many check-ins together make two people one group."""


@dataclass(frozen=True, slots=True)
class SharedVenue:
    """A venue that cases share beyond expectation. Times since BASE."""

    venue: int
    cases: int
    expected: float
    p_value: float
    q_value: float
    first: int
    last: int


def nearest(snapshot: Snapshot, venue: int, moment: int, count: int) -> tuple[Int32s, Int32s]:
    """Person and entry of the check-ins nearest to a moment: nearest first, then earlier, then lower person."""
    _require_venue(snapshot, venue)
    people, entries = [], []
    for segment in snapshot.segments:
        low, high = (int(bound) for bound in segment.offsets[venue : venue + 2])
        entered = segment.entered[low:high]
        native = entered >= segment.start
        middle = int(np.searchsorted(entered, moment))
        # Ties of distance on both sides and of seconds: take everybody as near as the count-th on either side.
        first = int(np.searchsorted(entered, entered[max(0, middle - count)])) if middle else 0
        last = (
            int(np.searchsorted(entered, entered[min(len(entered) - 1, middle + count)], "right"))
            if len(entered)
            else 0
        )
        chosen = np.flatnonzero(native[first:last]) + low + first
        people.append(segment.person[chosen])
        entries.append(segment.entered[chosen])
    person, entered = (
        np.concatenate([np.empty(0, np.int32), *people]),
        np.concatenate([np.empty(0, np.int32), *entries]),
    )
    order = np.lexsort((person, entered, np.abs(entered.astype(np.int64) - moment)))[:count]
    return person[order], entered[order]


def shared_venues(
    snapshot: Snapshot, work: search.Workspace, cases: Int32s, start: int, end: int,
    *, within: int = 10800, false_discovery_rate: float = 0.05,
) -> list[SharedVenue]:  # fmt: skip
    """The venues whose count of cases is beyond chance, most surprising first."""
    visits = _check_ins(snapshot, work, cases, start, end)
    if not visits:
        return []
    group = _groups(visits)
    traffic = _traffic(snapshot, start, end)
    groups = sorted(set(group.values()))
    by_venue: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, venue, entered in visits:
        by_venue[venue].append((entered, group[person]))
    share = sum(len({(one, at // 86400) for at, one in here}) for here in by_venue.values()) / max(traffic, 1)
    found = []
    for venue, here in by_venue.items():
        here.sort()
        near = _near_each_other(here, within)
        count = len({one for _at, one in near})
        if count < 2:
            continue
        windows = _merged_windows([at for at, _one in near], within)
        busy = _check_ins_within(snapshot, venue, windows)
        # The scan chose the window around its first case: that one is given, the others must come by chance.
        expected = busy * share
        p_value = float(poisson.sf(count - 2, expected))
        found.append((venue, count, expected, p_value, near[0][0], near[-1][0]))
    if not found:
        return []
    tested = max(len(by_venue), len(found))
    p_values = np.ones(tested)
    p_values[: len(found)] = [one[3] for one in found]
    q_values = false_discovery_control(np.clip(p_values, 1e-300, 1.0))
    shared = [
        SharedVenue(venue, min(count, len(groups)), expected, p, float(q), first, last)
        for (venue, count, expected, p, first, last), q in zip(found, q_values, strict=False)
        if q <= false_discovery_rate
    ]
    return sorted(shared, key=lambda one: (one.q_value, -one.cases, one.venue))


def co_presence(
    snapshot: Snapshot, work: search.Workspace, people: Int32s, start: int, end: int, minimum: int
) -> dict[tuple[int, int], Met]:
    """Who of a set met whom within the window; pairs with the lower number first."""
    inside = set(people.tolist())
    found = {}
    for one in sorted(inside):
        stays = search.stays_of(snapshot, work, one, start, end).copy()
        # Only what both were in the window for: the others' stays are clipped by ours.
        met = search.of_itinerary(snapshot, work, one, start, end, minimum=minimum) if len(stays) else None
        if met is None:
            continue
        columns = (met.person, met.overlap, met.encounters, met.first, met.last)
        for other, overlap, encounters, first, last in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            if other > one and other in inside:
                found[one, other] = Met(overlap, encounters, first, last)
    return found


def _check_ins(
    snapshot: Snapshot, work: search.Workspace, cases: Int32s, start: int, end: int
) -> list[tuple[int, int, int]]:
    return [
        (person, venue, entered)
        for person in sorted(set(cases.tolist()))
        for venue, entered, _left in search.stays_of(snapshot, work, person, start, end).tolist()
    ]


def _groups(visits: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """The group of each person: linked are those who checked in within a minute of each other twice or more."""
    parent = {person: person for person, _venue, _entered in visits}

    def root(person: int) -> int:
        while parent[person] != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    together: dict[tuple[int, int], int] = defaultdict(int)
    ordered = sorted((venue, entered, person) for person, venue, entered in visits)
    for number, (venue, entered, person) in enumerate(ordered):
        for later_venue, later, other in ordered[number + 1 :]:
            if later_venue != venue or later - entered > _TOGETHER:
                break
            if other != person:
                together[min(person, other), max(person, other)] += 1
    for (one, other), times in together.items():
        if times >= _GROUP:
            parent[root(other)] = root(one)
    return {person: root(person) for person in parent}


def _near_each_other(here: Sequence[tuple[int, int]], within: int) -> list[tuple[int, int]]:
    """The check-ins that have one of another group within reach."""
    near = set()
    first = 0
    for number, (at, one) in enumerate(here):
        while at - here[first][0] > within:
            first += 1
        for earlier in range(first, number):
            if here[earlier][1] != one:
                near |= {earlier, number}
    return [here[number] for number in sorted(near)]


def _merged_windows(moments: Sequence[int], within: int) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for moment in sorted(moments):
        start, end = moment - within, moment + within + 1
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _check_ins_within(snapshot: Snapshot, venue: int, windows: Sequence[tuple[int, int]]) -> int:
    total = 0
    for segment in snapshot.segments:
        low, high = (int(bound) for bound in segment.offsets[venue : venue + 2])
        entered: NDArray[np.int32] = segment.entered[low:high]
        low = int(np.searchsorted(entered, segment.start)) if segment.start > -(2**31) else 0
        for start, end in windows:
            first, last = np.searchsorted(entered[low:], (start, end))
            total += int(last - first)
    return total


def _traffic(snapshot: Snapshot, start: int, end: int) -> int:
    total = 0
    for segment in snapshot.segments:
        if segment.start >= start and segment.end <= end:
            total += segment.natives
        elif segment.start < end and segment.end > start and segment.natives:
            entered = segment.entered[segment.places]
            total += int(((entered >= start) & (entered < end)).sum())
    return total


def _require_venue(snapshot: Snapshot, venue: int) -> None:
    if not 0 <= venue < snapshot.venues:
        raise UnknownNumberError(f"there is no venue {venue}; they run from 0 to {snapshot.venues - 1}")
