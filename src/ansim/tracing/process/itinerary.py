"""Stays as the database has them: with evidence, method, companions, and whether the end was recorded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from ansim.domain.identifiers import PERSON_ID_BYTES
from ansim.keys import DayKeys
from ansim.tracing.dwell import TRAVEL, Bounded, impute_end
from ansim.tracing.index import KnownVenues
from ansim.tracing.process.calls import ItineraryStay

_STAYS = """
    SELECT day, tag, id, venue_id, extract(epoch FROM entered_at)::int8, extract(epoch FROM left_at)::int8,
           party, method, evidence
    FROM visits.visit WHERE day = ANY (%s) AND tag = ANY (%s)
    ORDER BY entered_at, venue_id
"""
_FASTEST = 40.0  # metres a second: 144 km/h, no road on an island is quicker
_AIRPORTS = 300_000.0  # metres: further apart one flies

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One visit; `left` is None where nobody checked out."""

    visit: bytes
    venue: int
    entered: int
    left: int | None
    party: int
    method: int
    signs: int


def read(visits: Connection, tags: Mapping[date, bytes]) -> list[Row]:
    """The visits of one person, whose tag of each day is given, by entry."""
    return next(iter(_read(visits, dict.fromkeys(tags.items(), b"")).values()), [])


def of_many(
    visits: Connection,
    keys: DayKeys,
    days: Sequence[date],
    people: Sequence[bytes],
    venues: KnownVenues,
) -> dict[bytes, list[Bounded]]:
    """The stays of many people, by person id, each with what bounds its end."""
    ids = np.frombuffer(b"".join(people), np.uint8).reshape(-1, PERSON_ID_BYTES)
    owner = {
        (day, tag.tobytes()): person
        for day in days
        for person, tag in zip(people, keys.tags(day, ids), strict=True)
    }
    return {person: bounded(rows, venues) for person, rows in _read(visits, owner).items()}


def _read(visits: Connection, owner: Mapping[tuple[date, bytes], bytes]) -> dict[bytes, list[Row]]:
    days, tags = sorted({day for day, _tag in owner}), [tag for _day, tag in owner]
    found: dict[bytes, list[Row]] = defaultdict(list)
    for day, tag, visit, venue, entered, left, party, method, signs in visits.execute(
        _STAYS, (days, tags)
    ):
        # Tags are one-way between days: the same bytes on another day would be chance, but would be somebody else.
        if (person := owner.get((day, bytes(tag)))) is not None:
            found[person].append(Row(visit.bytes, venue, entered, left, party, method, signs))
    return found


def assemble(
    rows: Sequence[Row], venues: KnownVenues, dwell: NDArray[np.int64]
) -> list[ItineraryStay]:
    """The stays with imputed ends, and whether each could be reached from the one before."""
    found = []
    for number, row in enumerate(rows):
        following = next(
            (later.entered for later in rows[number + 1 :] if later.venue != row.venue), None
        )
        category = int(venues.categories(np.array([row.venue], np.int32))[0])
        end = impute_end(
            row.entered,
            row.left,
            following,
            TRAVEL,
            venues.closing(row.venue, row.entered),
            int(dwell[category]),
        )
        possible = number == 0 or is_possible(rows[number - 1], row, venues)
        found.append(
            ItineraryStay(
                row.visit,
                row.venue,
                row.entered,
                end,
                row.left is None,
                row.party,
                row.method,
                row.signs,
                possible,
            )
        )
    return found


def is_possible(before: Row, after: Row, venues: KnownVenues) -> bool:
    """Whether somebody could come from one check-in to the next in the time between, without flying."""
    metres = venues.metres(before.venue, after.venue)
    if metres is None or metres > _AIRPORTS:
        return True
    seconds = after.entered - (before.left or before.entered)
    return metres <= _FASTEST * max(0, seconds) + 200.0  # check-ins at two doors of one street


def bounded(rows: Sequence[Row], venues: KnownVenues) -> list[Bounded]:
    """What is known of each stay's length: its end, or the next check-in elsewhere and closing time as bounds."""
    found = []
    for number, row in enumerate(rows):
        if row.left is not None:
            found.append(Bounded(row.venue, row.entered, float(row.left - row.entered), known=True))
            continue
        following = next(
            (later.entered - TRAVEL for later in rows[number + 1 :] if later.venue != row.venue),
            inf,
        )
        closing = venues.closing(row.venue, row.entered)
        end = min(following, inf if closing is None else closing)
        found.append(Bounded(row.venue, row.entered, max(0.0, end - row.entered), known=False))
    return found
