"""Who was there at the same time, who is reached, who was present: obvious and slow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import exp
from typing import NamedTuple

from ansim.tracing.reach_question import ReachQuestion

Zones = Mapping[int, int]
"""The venue of each zone; zones have venue numbers of their own."""
NO_ZONES: Zones = {}


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


def meet(one: int, other: int, zones: Zones) -> bool:
    """Whether people at two codes meet: at the same one, or at a venue's own (zone unknown) and at one of its zones."""
    return one == other or zones.get(one) == other or zones.get(other) == one


def by_venue(stays: Iterable[Stay], zones: Zones = NO_ZONES) -> Mapping[int, list[Stay]]:
    """The stays at each venue and its zones, in order: nobody meets at two venues."""
    found: dict[int, list[Stay]] = {}
    for stay in stays:
        found.setdefault(zones.get(stay.venue, stay.venue), []).append(stay)
    return found


def pieces(
    stays: Iterable[Stay], case: Stay, residual: int = 0, zones: Zones = NO_ZONES
) -> list[Stay]:
    """What others' presences share with the case's stay, as stays of the others at their own code."""
    found = []
    for other in united(stays):
        if other.person == case.person or case.left <= case.entered:
            continue
        first, last = max(case.entered, other.entered), min(case.left + residual, other.left)
        if meet(case.venue, other.venue, zones) and last > first:
            found.append(other._replace(entered=first, left=last))
    return found


def at_venues(stays: Iterable[Stay], zones: Zones) -> list[Stay]:
    """The same stays at the venues of their zones."""
    return [stay._replace(venue=zones.get(stay.venue, stay.venue)) for stay in stays]


def contacts_of_stay(
    stays: Iterable[Stay],
    case: Stay,
    minimum: int = 1,
    residual: int = 0,
    zones: Zones = NO_ZONES,
) -> list[tuple[int, int, int]]:
    """Every presence that overlaps the case's stay: (person, first, last), in order."""
    found = united(at_venues(pieces(stays, case, residual, zones), zones))
    return sorted(
        (one.person, one.entered, one.left)
        for one in found
        if one.left - one.entered >= max(minimum, 1)
    )


def totals(found: Iterable[Stay], zones: Zones, minimum: int) -> dict[int, Met]:
    """Of everybody: all that was shared, each second at a venue once; those with `minimum` seconds."""
    met: dict[int, Met] = {}
    for one in united(at_venues(found, zones)):
        old = met.get(one.person, Met(0, 0, one.entered, one.left))
        met[one.person] = Met(
            old.overlap + one.left - one.entered,
            old.encounters + 1,
            min(old.first, one.entered),
            max(old.last, one.left),
        )
    return {person: one for person, one in met.items() if one.overlap >= minimum}


def clipped(stays: Iterable[Stay], person: int, start: int, end: int, gap: int = 0) -> list[Stay]:
    """A person's presences within a window; those no more than `gap` apart are one."""
    mine = [
        stay._replace(entered=max(stay.entered, start), left=min(stay.left, end))
        for stay in united(one for one in stays if one.person == person)
    ]
    return united([stay for stay in mine if stay.left > stay.entered], gap)


def contacts_of_itinerary(
    stays: Sequence[Stay],
    person: int,
    start: int,
    end: int,
    minimum: int = 1,
    residual: int = 0,
    zones: Zones = NO_ZONES,
) -> dict[int, Met]:
    """Everybody who shared `minimum` seconds in all with a person within the window."""
    here = by_venue(stays, zones)
    found = [
        piece
        for case in clipped(stays, person, start, end, residual)
        for piece in pieces(here[zones.get(case.venue, case.venue)], case, residual, zones)
    ]
    return totals(found, zones, minimum)


def doses_of_itinerary(
    stays: Sequence[Stay],
    person: int,
    start: int,
    end: int,
    hazard: Sequence[float],
    residual: int = 0,
    zones: Zones = NO_ZONES,
) -> dict[int, float]:
    """Of everybody met within the window: the seconds shared at each code times its hazard, summed.

    A second shared at several codes of a venue counts at the one where sharing began first, of equals ended first, then of
    the lowest number.
    """
    found = [
        piece
        for case in clipped(stays, person, start, end, residual)
        for piece in pieces(stays, case, residual, zones)
    ]
    doses: dict[int, float] = {}
    counted: set[tuple[int, int, int]] = set()
    for one in sorted(found, key=lambda piece: (piece.entered, piece.left, piece.venue)):
        venue = zones.get(one.venue, one.venue)
        seconds = {(one.person, venue, second) for second in range(one.entered, one.left)}
        fresh = len(seconds - counted)
        counted |= seconds
        doses[one.person] = doses.get(one.person, 0.0) + hazard[one.venue] * fresh
    return doses


def reach(
    stays: Sequence[Stay],
    case: int,
    start: int,
    end: int,
    degrees: int,
    minimum: int = 1,
    latent: int = 0,
    residual: int = 0,
    zones: Zones = NO_ZONES,
) -> dict[int, Exposed]:
    """Everybody whom the case reaches by at most `degrees` links that respect time."""
    stays = united(stays)
    here = by_venue(stays, zones)
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
            for other in here[zones.get(source.venue, source.venue)]:
                if other.person == source.person or not meet(other.venue, source.venue, zones):
                    continue
                first = max(begin, other.entered)
                if min(close, other.left) - first < max(minimum, 1) or first >= exposed.get(
                    other.person, end
                ):
                    continue
                label = (first, -close, source.person)
                best[other.person] = min(best.get(other.person, label), label)
        if not best:  # then no later round finds anybody either
            break
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
    zones: Zones = NO_ZONES,
) -> dict[int, Exposed]:
    """Everybody who may have infected the case within the window: `exposed` is the latest moment to have been infectious
    until, that is the end of the last encounter that could still lead to the case."""  # noqa: D205, D209
    mirrored = [Stay(stay.person, stay.venue, -stay.left, -stay.entered) for stay in stays]
    found = reach(mirrored, case, -end, -start, degrees, minimum, latent, zones=zones)
    return {person: Exposed(one.degree, -one.exposed, one.via) for person, one in found.items()}


def link_risk(beta: float, seconds: int, factor: float) -> float:
    """1 − exp(−β · minutes · f(venue)): the chance of infection at one link."""
    return 1.0 - exp(-beta * seconds / 60.0 * factor)


def riskiest(
    stays: Sequence[Stay],
    question: ReachQuestion[int],
    factor: Callable[[int], float],
    beta: float,
    zones: Zones = NO_ZONES,
) -> dict[int, float]:
    """The risk of the riskiest chain of at most `degrees` links to everybody reached. Links are as in `reach`.

    All ways of being exposed are followed (moment, risk), not only the earliest: a later one may be riskier. A link's factor
    is that of the code where the exposed person was.
    """
    case, start, end, degrees, minimum, latent, residual = question
    stays = united(stays)
    best: dict[int, float] = {}
    ways = {case: {(start - latent, 1.0)}}
    for _degree in range(degrees):
        found: dict[int, set[tuple[int, float]]] = {}
        for source, other in product(stays, stays):
            if other.person in (source.person, case):
                continue
            if not meet(other.venue, source.venue, zones):
                continue
            for exposed, risk in ways.get(source.person, ()):
                begin, close = (
                    max(source.entered, exposed + latent),
                    min(source.left + residual, end),
                )
                first = max(begin, other.entered)
                seconds = min(close, other.left) - first
                if begin < source.left and seconds >= max(minimum, 1):
                    chance = risk * link_risk(beta, seconds, factor(other.venue))
                    found.setdefault(other.person, set()).add((first, chance))
        for person, exposures in found.items():
            best[person] = max(best.get(person, 0.0), *(risk for _exposed, risk in exposures))
        ways = found
    return best


def present(
    stays: Sequence[Stay],
    exposures: Iterable[tuple[int, int, int]],
    minimum: int = 1,
    zones: Zones = NO_ZONES,
) -> dict[int, Met]:
    """Everybody present in windows `(venue, start, end)` for `minimum` seconds in all.

    Whoever was in a zone was at its venue; who scanned the venue's own code may have been in any zone. Windows of a venue
    that overlap or touch are one: no second counts twice.
    """
    windows = united(Stay(-1, venue, start, end) for venue, start, end in exposures if end > start)
    found = [piece for window in windows for piece in pieces(stays, window, 0, zones)]
    return totals(found, zones, minimum)


def nearest(
    stays: Sequence[Stay], venue: int, moment: int, count: int, zones: Zones = NO_ZONES
) -> list[tuple[int, int]]:
    """The scans at a venue nearest to a moment: (person, entered), nearest first, then earlier, then lower person.

    Scans of its zones are scans at the venue; a camera in a zone sees those of its own code alone.
    """
    here = {
        (stay.person, stay.entered)
        for stay in stays
        if venue in (stay.venue, zones.get(stay.venue))
    }
    return sorted(here, key=lambda one: (abs(one[1] - moment), one[1], one[0]))[:count]


def co_presence(
    stays: Sequence[Stay],
    people: Sequence[int],
    start: int,
    end: int,
    minimum: int = 1,
    zones: Zones = NO_ZONES,
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
            zones=zones,
        ).items():
            if one < other:
                found[one, other] = met
    return found
