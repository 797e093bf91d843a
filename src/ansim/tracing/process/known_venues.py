"""The venues that the tracer knows, read from the main database."""

import json
from typing import Any

import psycopg

from ansim.tracing.index import KnownVenues

_VENUES = """
    SELECT id, category, latitude, longitude, opening_hours::text, parent_id FROM business_venue
"""


def read_venues(connection: "psycopg.Connection[tuple[Any, ...]]") -> KnownVenues:
    """All venues of the main database."""
    rows = connection.execute(_VENUES).fetchall()
    return KnownVenues.of([(*row[:4], _hours(row[4]), row[5]) for row in rows])


def _hours(text: str | None) -> Any:
    """What the opening hours hold; unknown where nobody can read them: the other venues are not to suffer."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
