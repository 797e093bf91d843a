"""Who was there at the same time, who is reached, who was present: obvious and slow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from math import exp
from typing import NamedTuple


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
