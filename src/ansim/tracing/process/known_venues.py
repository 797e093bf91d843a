"""The venues that the tracer knows, read from the main database."""

from typing import Any

import psycopg

from ansim.tracing.index import KnownVenues

_VENUES = """
    SELECT id, category, latitude, longitude, opening_hours, parent_id FROM business_venue
"""


def read_venues(connection: "psycopg.Connection[tuple[Any, ...]]") -> KnownVenues:
    """All venues of the main database."""
    return KnownVenues.of(connection.execute(_VENUES).fetchall())
