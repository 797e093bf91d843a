"""Contacts, people present, the nearest check-ins, who met whom, shared venues: over a relation of stays."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from ansim.tracing.index import questions
from ansim.tracing.reference import (
    NO_ZONES,
    TOGETHER,
    Met,
    SharedVenue,
    Zones,
    joined_up,
)
from ansim.tracing.sources import SHARED, beyond_chance
from ansim.tracing.sql.relation import BIGINT, TIMES, Connection, Key, met_of, nearest_at, rows_of
from ansim.tracing.sql.statements import (
    CO_PRESENCE,
    CONTACTS_OF_ITINERARY,
    CONTACTS_OF_STAY,
    MEETINGS,
    PRESENT,
    TRAFFIC,
    TRAVELLING_TOGETHER,
)
from ansim.tracing.sql.zones import codes_of, homes, met_by


def contacts_of_stay(
    connection: Connection,
    stays: str,
    *,
    person: Key,
    venue: int,
    entered: int,
    left: int,
    minimum: int = 1,
    residual: int = 0,
    zones: Zones = NO_ZONES,
) -> list[tuple[Key, int, int]]:
    """(person, first, last) of every stay that shared `minimum` seconds with the person's stay `[entered, left)`.

    Raises WindowError, StayEndError.
    """
    questions.whole(*BIGINT, venue=venue)
    entered, left = questions.window(entered, left, ("entered", "left"), TIMES)
    questions.seconds(minimum=minimum, residual=residual)
    values = {
        "person": person,
        "codes": met_by(venue, zones),
        "entered": entered,
        "left": left,
        "minimum": minimum,
        "residual": residual,
    }
    return [
        (other, first, last)
        for other, first, last in rows_of(connection, CONTACTS_OF_STAY, stays, values)
    ]


def contacts_of_itinerary(
    connection: Connection,
    stays: str,
    *,
    person: Key,
    start: int,
    end: int,
    minimum: int = 1,
    residual: int = 0,
    zones: Zones = NO_ZONES,
) -> dict[Key, Met]:
    """Totals of everybody who met the person within the window, for `minimum` seconds in all.

    Raises WindowError, StayEndError.
    """
    start, end = questions.window(start, end, bounds=TIMES)
    questions.seconds(minimum=minimum, residual=residual)
    values = {
        "person": person,
        "start": start,
        "end": end,
        "minimum": minimum,
        "residual": residual,
    } | homes(zones)
    rows = rows_of(connection, CONTACTS_OF_ITINERARY, stays, values)
    return {other: met_of(*totals) for other, *totals in rows}


def present(
    connection: Connection,
    stays: str,
    exposures: list[tuple[int, int, int]],
    minimum: int = 1,
    zones: Zones = NO_ZONES,
) -> dict[Key, Met]:
    """Totals of everybody present in windows `(venue, start, end)` for `minimum` seconds in all; no second counts twice.

    Raises WindowError, StayEndError.
    """
    for venue, _, _ in exposures:
        questions.whole(*BIGINT, venue=venue)
    questions.seconds(minimum=minimum)
    windows = questions.apart(
        [(venue, *questions.window(start, end, bounds=TIMES)) for venue, start, end in exposures]
    )
    asked = [
        (zones.get(venue, venue), code, start, end)
        for venue, start, end in windows
        for code in met_by(venue, zones)
    ]
    venues, codes, starts, ends = ([one[part] for one in asked] for part in range(4))
    values = {"homes": venues, "codes": codes, "starts": starts, "ends": ends, "minimum": minimum}
    return {
        person: met_of(*totals) for person, *totals in rows_of(connection, PRESENT, stays, values)
    }


def nearest(
    connection: Connection,
    stays: str,
    venue: int,
    moment: int,
    count: int,
    zones: Zones = NO_ZONES,
) -> list[tuple[Key, int]]:
    """The check-ins at a venue and its zones nearest to a moment: (person, entered), nearest first, then earlier.

    Raises WindowError.
    """
    questions.whole(*BIGINT, venue=venue)
    questions.whole(0, count=count)
    values = {
        "moment": questions.moment(moment, bounds=TIMES),
        "count": min(count, BIGINT[1]),
    }
    statement = nearest_at(codes_of(venue, zones), stays)
    return [(person, entered) for person, entered in connection.execute(statement, values)]


def co_presence(
    connection: Connection,
    stays: str,
    people: Iterable[Key],
    start: int,
    end: int,
    minimum: int = 1,
    zones: Zones = NO_ZONES,
) -> dict[tuple[Key, Key], Met]:
    """Who of a set met whom within the window, for `minimum` seconds in all; pairs with the lower key first.

    Raises WindowError, StayEndError.
    """
    start, end = questions.window(start, end, bounds=TIMES)
    questions.seconds(minimum=minimum)
    chosen = sorted(set(people))
    if not chosen:
        return {}
    values = {"people": chosen, "start": start, "end": end, "minimum": minimum} | homes(zones)
    rows = rows_of(connection, CO_PRESENCE, stays, values)
    return {(one, other): met_of(*totals) for one, other, *totals in rows}


def shared_venues(
    connection: Connection,
    stays: str,
    cases: Iterable[Key],
    start: int,
    end: int,
    *,
    within: int = 10800,
    together: int = TOGETHER,
    false_discovery_rate: float = 0.05,
    zones: Zones = NO_ZONES,
) -> list[SharedVenue]:
    """The venues where more of the cases met than by chance, most surprising first. Raises WindowError, StayEndError."""
    start, end = questions.window(start, end, bounds=TIMES)
    questions.seconds(within=within, together=together)
    questions.share(false_discovery_rate=false_discovery_rate)
    people = sorted(set(cases))
    if not people:
        return []
    values = {"people": people, "start": start, "end": end, "within": within, "together": together}
    values |= homes(zones)
    number = {person: place for place, person in enumerate(people)}
    groups = list(range(len(people)))
    linked = rows_of(connection, TRAVELLING_TOGETHER, stays, values)
    for group in joined_up((number[one], number[other]) for one, other in linked):
        for member in group:
            groups[member] = min(group)
    runs = rows_of(connection, MEETINGS, stays, values | {"groups": groups})
    ((traffic,),) = rows_of(connection, TRAFFIC, stays, values)
    at_venue: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for venue, *run in runs:
        at_venue[venue].append(tuple(run))
    shared = []
    for venue, here in at_venue.items():
        clusters = joined_up(pair for met, *_rest in here for pair in pairwise(met))
        if clusters:
            _groups, _visits, busy, firsts, lasts = zip(*here, strict=True)
            moments = [moment for moment in (*firsts, *lasts) if moment is not None]
            shared.append(
                (
                    venue,
                    sum(map(len, clusters)),
                    len(clusters),
                    sum(busy),
                    min(moments),
                    max(moments),
                )
            )
    share = sum(visits for _venue, _groups, visits, *_rest in runs) / max(traffic, 1)
    counts = np.array(shared, np.int64).reshape(-1, SHARED)
    return beyond_chance(counts, share, len(at_venue), false_discovery_rate)
