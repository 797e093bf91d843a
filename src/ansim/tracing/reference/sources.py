"""The venues that cases share beyond chance: obvious and slow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, groupby, pairwise, takewhile
from itertools import count as counting
from math import fsum
from sys import float_info

from ansim.tracing.reference.searches import NO_ZONES, Stay, Zones, at_venues, united

TOGETHER = 60
"""Seconds within which two check-ins at one venue were made together."""


@dataclass(frozen=True, slots=True)
class SharedVenue:
    """A venue that cases share beyond chance. Times as in the log.

    `cases`: households that met another one there; `expected`: how many chance would have brought to meet one. `first` and
    `last`: the first and the last check-in at which they met.
    """

    venue: int
    cases: int
    expected: float
    p_value: float
    q_value: float
    first: int
    last: int


def shared_venues(
    stays: Sequence[Stay],
    cases: Iterable[int],
    start: int,
    end: int,
    within: int = 10800,
    together: int = TOGETHER,
    false_discovery_rate: float = 0.05,
    zones: Zones = NO_ZONES,
) -> list[SharedVenue]:
    """The venues where more of the cases met than by chance, most surprising first: lowest q, most cases, lowest venue.

    - Only presences begun with `start <= entered < end` count; one begun earlier does not, though it may last into the window.
    - A presence in a zone is one at its venue, for cases and for traffic: zones are no venues of their own here.
    - Households and travel groups are one (`travelling_together`), since they prove each other's presence and nothing else.
    - Two groups *meet* at a venue where check-ins of theirs lie no more than `within` seconds apart. Groups that met, also by
      way of others, are a cluster; `cases` are all groups in clusters of two or more.
    - The first of each cluster is given; the others must come by chance into the `within` seconds after a case's check-in
      (the last one included). Expected is the venue's traffic in those seconds, everybody's check-ins in the window, each
      once, times the cases' share of all check-ins in the window. The seconds are those after every case's check-in at the
      venue, not after those alone that another one followed: else chance would be tested only where it had struck.
    - For the share a group's check-ins at a venue count once while each follows the one before within `within` seconds.
    - p is the Poisson tail, q is Benjamini and Hochberg's (1995) over all venues where a case checked in.

    Only windows of time are compared, so neither days nor time zones matter.
    """
    people = set(cases)
    begun = [stay for stay in united(stays) if start <= stay.entered < end]
    every = at_venues(begun, zones)
    seen = sorted(
        {(stay.venue, stay.entered, stay.person) for stay in every if stay.person in people}
    )
    group = travelling_together(seen, together)
    at_venue = {
        venue: [(entered, group[person]) for _venue, entered, person in here]
        for venue, here in groupby(seen, lambda one: one[0])
    }
    share = sum(_visits(here, within) for here in at_venue.values()) / max(len(every), 1)
    shared = []
    for venue, here in at_venue.items():
        meetings = [
            (one, other)
            for one, other in combinations(here, 2)
            if one[1] != other[1] and other[0] - one[0] <= within
        ]
        clusters = joined_up((one[1], other[1]) for one, other in meetings)
        if not clusters:
            continue
        met = sum(len(cluster) for cluster in clusters)
        busy = sum(
            stay.venue == venue
            and any(0 <= stay.entered - entered <= within for entered, _group in here)
            for stay in every
        )
        moments = [entered for meeting in meetings for entered, _group in meeting]
        p_value = poisson_tail(met - len(clusters), busy * share)
        shared.append(
            SharedVenue(venue, met, busy * share, p_value, 1.0, min(moments), max(moments))
        )
    q_values = benjamini_hochberg([one.p_value for one in shared], len(at_venue))
    judged = [
        replace(one, q_value=q)
        for one, q in zip(shared, q_values, strict=True)
        if q <= false_discovery_rate
    ]
    return sorted(judged, key=lambda one: (one.q_value, -one.cases, one.venue))


def travelling_together(
    check_ins: Iterable[tuple[int, int, int]], together: int = TOGETHER
) -> dict[int, int]:
    """The group of each person, called after one of them, given `(venue, entered, person)`.

    Together are two who checked in at one venue within `together` seconds twice or more: at two moments (each of the
    earlier one's check-in) that lie more than `together` seconds apart. Whoever is linked by way of others is in the group.
    """
    check_ins = list(check_ins)
    moments: dict[tuple[int, int], list[int]] = {}
    for venue, entered, person in check_ins:
        for other_venue, later, other in check_ins:
            if venue == other_venue and person != other and 0 <= later - entered <= together:
                moments.setdefault((min(person, other), max(person, other)), []).append(entered)
    linked = joined_up(pair for pair, when in moments.items() if max(when) - min(when) > together)
    alone = {person: person for _venue, _entered, person in check_ins}
    return alone | {person: min(group) for group in linked for person in group}


def poisson_tail(count: int, mean: float) -> float:
    """P(X >= count) of a Poisson variable: the share of the terms that lies there, each reckoned from its neighbour.

    The greatest term is 1, so that none overflows and no large logarithms are subtracted.
    """
    mode = int(mean)
    above = accumulate(counting(mode + 1), lambda term, k: term * mean / k, initial=1.0)
    below = accumulate(range(mode, 0, -1), lambda term, k: term * k / mean, initial=1.0)
    terms = dict(enumerate(takewhile(_counts, above), mode))
    terms |= zip(range(mode, -1, -1), takewhile(_counts, below), strict=False)
    return fsum(term for k, term in terms.items() if k >= count) / fsum(terms.values())


def benjamini_hochberg(p_values: Sequence[float], tested: int) -> list[float]:
    """The q of each p, where further tests up to `tested` had p = 1: the least p x tested / rank of those no smaller."""
    ranked = sorted(p_values)
    return [
        min(1.0, *(p * tested / rank for rank, p in enumerate(ranked, 1) if p >= mine))
        for mine in p_values
    ]


def _counts(term: float) -> bool:
    return term >= float_info.min


def _visits(here: Iterable[tuple[int, int]], within: int) -> int:
    """How often groups came to a venue, given `(entered, group)`."""
    times: dict[int, list[int]] = {}
    for entered, group in sorted(here):
        times.setdefault(group, []).append(entered)
    return sum(
        1 + sum(later - sooner > within for sooner, later in pairwise(mine))
        for mine in times.values()
    )


def joined_up(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The connected parts of a graph, given its edges."""
    parts: list[set[int]] = []
    for pair in pairs:
        touched = [part for part in parts if part & set(pair)]
        parts = [part for part in parts if part not in touched] + [set(pair).union(*touched)]
    return parts
