"""The venues that the tracer knows, read from the main database."""

from typing import Any

import psycopg

from ansim.domain.opening import OpeningHours, OpeningHoursError, opening_of
from ansim.tracing.index import KnownVenues

# A mobile venue is somewhere else every day: no way to or from it can be reckoned from one place.
_VENUES = """
    SELECT id, category, CASE WHEN NOT mobile THEN latitude END,
           CASE WHEN NOT mobile THEN longitude END,
           opening_hours::text, opening_days::text, parent_id FROM business_venue
"""


def read_venues(connection: "psycopg.Connection[tuple[Any, ...]]") -> KnownVenues:
    """All venues of the main database."""
    rows = connection.execute(_VENUES).fetchall()
    return KnownVenues.of([(*row[:4], _hours(row[4], row[5]), row[6]) for row in rows])


def _hours(weekly: str | None, days: str | None) -> OpeningHours | None:
    """Unknown where nobody can read them: a stay is then bounded by its category, and the portal shows the fault."""
    try:
        return opening_of(weekly, days)
    except OpeningHoursError:
        return None
