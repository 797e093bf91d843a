"""The searches, obvious and slow: what the kernels and the SQL are tested against.

A stay is `(person, venue, entered, left)`, half-open. Every function here compares each stay with each other one.
Rules that all engines share:

- Two scans of one door are one presence: a person's stays at a venue are united before anything is counted (`united`). A
  copy of a visit changes no answer, and a scan within a stay adds nothing. With lingering air the case's presences that
  hang together by it are one as well, so that no second counts twice.
- Two stays overlap from max(entered) to min(left); with `residual` the case's end is later by that many seconds (air).
- A stay of length zero overlaps nothing. Nobody is their own contact.
- In a window `[start, end)` the case's stays are clipped to it first.
- Reach: a person is infectious from their exposure plus `latent`; the case from the window's start. A link is one pair of
  stays whose overlap, counted from the moment the one is infectious and before the window's end, lasts `minimum` seconds;
  the exposure is its first moment. After round k everybody has the earliest exposure by at most k links. Of equal
  exposures in one round the exposer whose stay ends last wins, then the lowest person number.
- Backward: the same with time running the other way: the latest moment by which somebody must have been infectious.
- What is counted of check-ins is the beginning of each presence, however short; only the search for the check-ins nearest
  to a moment, where a camera saw somebody scan, looks at every scan.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, groupby, pairwise, product, takewhile
from itertools import count as counting
from math import exp, fsum
from sys import float_info
from typing import NamedTuple

TOGETHER = 60
"""Seconds within which two check-ins at one venue were made together."""


class Stay(NamedTuple):
    """One stay, half-open."""

    person: int
    venue: int
    entered: int
    left: int


@dataclass(frozen=True, slots=True)
class Met:
    """What a contact and the case shared: seconds in all, encounters, first and last second (half-open)."""

    overlap: int
    encounters: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Exposed:
    """How somebody was reached: fewest links, earliest exposure, and by whom that came."""

    degree: int
    exposed: int
    via: int


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


def united(stays: Iterable[Stay], gap: int = 0) -> list[Stay]:
    """The presences: stays of one person at one venue that overlap, touch, or lie no more than `gap` apart are one."""
    found: list[Stay] = []
    for stay in sorted(stays):
        last = found[-1] if found else None
        if last and last[:2] == stay[:2] and stay.entered <= last.left + gap:
            found[-1] = last._replace(left=max(last.left, stay.left))
        else:
            found.append(stay)
    return found


def contacts_of_stay(
    stays: Iterable[Stay], case: Stay, minimum: int = 1, residual: int = 0
) -> list[tuple[int, int, int]]:
    """Every presence that overlaps the case's stay: (person, first, last), in order."""
    found = []
    for other in united(stays):
        if other.person == case.person or other.venue != case.venue or case.left <= case.entered:
            continue
        first, last = max(case.entered, other.entered), min(case.left + residual, other.left)
        if last - first >= max(minimum, 1):
            found.append((other.person, first, last))
    return sorted(found)


def clipped(stays: Iterable[Stay], person: int, start: int, end: int, gap: int = 0) -> list[Stay]:
    """A person's presences within a window; those no more than `gap` apart are one."""
    mine = [
        stay._replace(entered=max(stay.entered, start), left=min(stay.left, end))
        for stay in united(stays)
        if stay.person == person
    ]
    return united([stay for stay in mine if stay.left > stay.entered], gap)


def contacts_of_itinerary(
    stays: Sequence[Stay], person: int, start: int, end: int, minimum: int = 1, residual: int = 0
) -> dict[int, Met]:
    """Everybody who shared `minimum` seconds in all with a person within the window."""
    found: dict[int, Met] = {}
    for case in clipped(stays, person, start, end, residual):
        for other, first, last in contacts_of_stay(stays, case, 1, residual):
            old = found.get(other, Met(0, 0, first, last))
            found[other] = Met(
                old.overlap + last - first,
                old.encounters + 1,
                min(old.first, first),
                max(old.last, last),
            )
    return {other: met for other, met in found.items() if met.overlap >= minimum}


def doses_of_itinerary(
    stays: Sequence[Stay],
    person: int,
    start: int,
    end: int,
    hazard: Sequence[float],
    residual: int = 0,
) -> dict[int, float]:
    """Of everybody met within the window: the seconds shared at each venue times its hazard, summed."""
    found: dict[int, float] = {}
    for case in clipped(stays, person, start, end, residual):
        for other, first, last in contacts_of_stay(stays, case, 1, residual):
            found[other] = found.get(other, 0.0) + hazard[case.venue] * (last - first)
    return found


def reach(
    stays: Sequence[Stay],
    case: int,
    start: int,
    end: int,
    degrees: int,
    minimum: int = 1,
    latent: int = 0,
    residual: int = 0,
) -> dict[int, Exposed]:
    """Everybody whom the case reaches by at most `degrees` links that respect time."""
    stays = united(stays)
    exposed = {case: start}
    infectious = {case: start}
    found: dict[int, Exposed] = {}
    for degree in range(1, degrees + 1):
        best: dict[int, tuple[int, int, int]] = {}
        for source in stays:
            if source.person not in infectious:
                continue
            begin, close = (
                max(source.entered, infectious[source.person]),
                min(source.left + residual, end),
            )
            if begin >= source.left:
                continue
            for other in stays:
                if other.person == source.person or other.venue != source.venue:
                    continue
                first = max(begin, other.entered)
                if min(close, other.left) - first < max(minimum, 1) or first >= exposed.get(
                    other.person, end
                ):
                    continue
                label = (first, -close, source.person)
                best[other.person] = min(best.get(other.person, label), label)
        for person, (first, _close, via) in best.items():
            exposed[person] = first
            known = found.get(person)
            found[person] = Exposed(known.degree if known else degree, first, via)
        # Only after the round: a link of this round may not feed another of it.
        infectious = {
            person: at if person == case else at + latent for person, at in exposed.items()
        }
    return found


def reach_back(
    stays: Sequence[Stay],
    case: int,
    start: int,
    end: int,
    degrees: int,
    minimum: int = 1,
    latent: int = 0,
) -> dict[int, Exposed]:
    """Everybody who may have infected the case within the window: `exposed` is the latest moment to have been infectious
    until, that is the end of the last encounter that could still lead to the case."""  # noqa: D205, D209
    mirrored = [Stay(stay.person, stay.venue, -stay.left, -stay.entered) for stay in stays]
    found = reach(mirrored, case, -end, -start, degrees, minimum, latent)
    return {person: Exposed(one.degree, -one.exposed, one.via) for person, one in found.items()}


def link_risk(beta: float, seconds: int, factor: float) -> float:
    """1 − exp(−β · minutes · f(venue)): the chance of infection at one link."""
    return 1.0 - exp(-beta * seconds / 60.0 * factor)


def riskiest(
    stays: Sequence[Stay],
    case: int,
    start: int,
    end: int,
    degrees: int,
    factor: Callable[[int], float],
    beta: float,
    minimum: int = 1,
    latent: int = 0,
    residual: int = 0,
) -> dict[int, float]:
    """The risk of the riskiest chain of at most `degrees` links to everybody reached. Links are as in `reach`.

    All ways of being exposed are followed (moment, risk), not only the earliest: a later one may be riskier.
    """
    stays = united(stays)
    best: dict[int, float] = {}
    ways = {case: {(start - latent, 1.0)}}
    for _degree in range(degrees):
        found: dict[int, set[tuple[int, float]]] = {}
        for source, other in product(stays, stays):
            if other.venue != source.venue or other.person in (source.person, case):
                continue
            for exposed, risk in ways.get(source.person, ()):
                begin, close = (
                    max(source.entered, exposed + latent),
                    min(source.left + residual, end),
                )
                first = max(begin, other.entered)
                seconds = min(close, other.left) - first
                if begin < source.left and seconds >= max(minimum, 1):
                    chance = risk * link_risk(beta, seconds, factor(source.venue))
                    found.setdefault(other.person, set()).add((first, chance))
        for person, exposures in found.items():
            best[person] = max(best.get(person, 0.0), *(risk for _exposed, risk in exposures))
        ways = found
    return best


def present(
    stays: Sequence[Stay], exposures: Iterable[tuple[int, int, int]], minimum: int = 1
) -> dict[int, Met]:
    """Everybody present in windows `(venue, start, end)` for `minimum` seconds in all.

    Windows of a venue that overlap or touch are one: no second counts twice.
    """
    found: dict[int, Met] = {}
    seconds = sorted(
        {(venue, second) for venue, start, end in exposures for second in range(start, end)}
    )
    windows = groupby(enumerate(seconds), key=lambda one: (one[1][0], one[1][1] - one[0]))
    for (venue, _), window in windows:
        moments = [second for _, (_, second) in window]
        start, end = moments[0], moments[-1] + 1
        for other, first, last in contacts_of_stay(stays, Stay(-1, venue, start, end)):
            old = found.get(other, Met(0, 0, first, last))
            found[other] = Met(
                old.overlap + last - first,
                old.encounters + 1,
                min(old.first, first),
                max(old.last, last),
            )
    return {person: met for person, met in found.items() if met.overlap >= minimum}


def nearest(stays: Sequence[Stay], venue: int, moment: int, count: int) -> list[tuple[int, int]]:
    """The scans at a venue nearest to a moment: (person, entered), nearest first, then earlier, then lower person."""
    here = {(stay.person, stay.entered) for stay in stays if stay.venue == venue}
    return sorted(here, key=lambda one: (abs(one[1] - moment), one[1], one[0]))[:count]


def co_presence(
    stays: Sequence[Stay], people: Sequence[int], start: int, end: int, minimum: int = 1
) -> dict[tuple[int, int], Met]:
    """Who of a set met whom within the window, for `minimum` seconds in all; pairs with the lower number first."""
    found = {}
    for one in people:
        for other, met in contacts_of_itinerary(
            [stay for who in people for stay in clipped(stays, who, start, end)],
            one,
            start,
            end,
            minimum,
        ).items():
            if one < other:
                found[one, other] = met
    return found


def shared_venues(
    stays: Sequence[Stay],
    cases: Iterable[int],
    start: int,
    end: int,
    within: int = 10800,
    together: int = TOGETHER,
    false_discovery_rate: float = 0.05,
) -> list[SharedVenue]:
    """The venues where more of the cases met than by chance, most surprising first: lowest q, most cases, lowest venue.

    - Only presences begun with `start <= entered < end` count; one begun earlier does not, though it may last into the window.
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
    every = [stay for stay in united(stays) if start <= stay.entered < end]
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
