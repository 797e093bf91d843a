"""The same searches as set-based SQL, for logs that outgrow one machine's memory (PostgreSQL, Citus).

Every statement reads a relation of stays `(person, venue, entered, left_at)`, half-open, in whatever unit and with whatever
person key the caller's view gives: on Citus a view over `visits.visit`, distributed by venue. All joins are
venue to venue, so each shard answers for its own venues, and the contacts of one venue come from one shard.

The rules are `reference`'s. Parameters are bound by name.
"""

from collections.abc import Mapping
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from ansim.tracing.reference import Exposed, Met

Connection = psycopg.Connection[tuple[Any, ...]]
Key = Any

CONTACTS_OF_STAY: LiteralString = """
    SELECT other.person, greatest(other.entered, %(entered)s) AS first, least(other.left_at, %(left)s + %(residual)s) AS last
    FROM {stays} AS other
    WHERE other.venue = %(venue)s AND other.person <> %(person)s AND %(left)s > %(entered)s
      AND other.entered < %(left)s + %(residual)s AND other.left_at > %(entered)s
      AND least(other.left_at, %(left)s + %(residual)s) - greatest(other.entered, %(entered)s) >= greatest(%(minimum)s, 1)
    ORDER BY 1, 2, 3
"""

CONTACTS_OF_ITINERARY: LiteralString = """
    WITH mine AS (  -- the case's stays, clipped to the window
        SELECT venue, greatest(entered, %(start)s) AS entered, least(left_at, %(end)s) AS left_at
        FROM {stays} WHERE person = %(person)s AND least(left_at, %(end)s) > greatest(entered, %(start)s)
    ), pairs AS (
        SELECT other.person, greatest(other.entered, mine.entered) AS first,
               least(other.left_at, mine.left_at + %(residual)s) AS last
        FROM mine JOIN {stays} AS other USING (venue)
        WHERE other.person <> %(person)s
          AND other.entered < mine.left_at + %(residual)s AND other.left_at > mine.entered
          AND least(other.left_at, mine.left_at + %(residual)s) > greatest(other.entered, mine.entered)
    )
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""

PRESENT: LiteralString = """
    WITH asked AS (
        SELECT * FROM unnest(%(venues)s::int[], %(starts)s::bigint[], %(ends)s::bigint[]) AS one (venue, entered, left_at)
        WHERE left_at > entered
    ), pairs AS (
        SELECT other.person, greatest(other.entered, asked.entered) AS first, least(other.left_at, asked.left_at) AS last
        FROM asked JOIN {stays} AS other USING (venue)
        WHERE least(other.left_at, asked.left_at) > greatest(other.entered, asked.entered)
    )
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""

# One round of reach: `label` holds who was exposed when, `fresh` the people whose exposure moved in the round before.
REACH_LABELS: LiteralString = """
    CREATE TEMPORARY TABLE label (
        person bigint PRIMARY KEY, degree int, exposed bigint, via bigint, infectious bigint NOT NULL, fresh boolean NOT NULL
    ) ON COMMIT DROP
"""
REACH_CASE: LiteralString = "INSERT INTO label VALUES (%(case)s, 0, NULL, NULL, %(start)s, true)"
REACH_ROUND: LiteralString = """
    WITH source AS (
        SELECT stay.person, venue, greatest(entered, infectious) AS entered, left_at,
               least(left_at + %(residual)s, %(end)s) AS close
        FROM label JOIN {stays} AS stay USING (person)
        WHERE fresh AND greatest(entered, infectious) < left_at
    ), link AS (
        SELECT other.person, greatest(source.entered, other.entered) AS exposed, source.close, source.person AS via
        FROM source JOIN {stays} AS other USING (venue)
        WHERE other.person <> source.person
          AND least(source.close, other.left_at) - greatest(source.entered, other.entered) >= greatest(%(minimum)s, 1)
    ), best AS (
        SELECT DISTINCT ON (person) person, exposed, via FROM link ORDER BY person, exposed, close DESC, via
    ), moved AS (
        INSERT INTO label
        SELECT person, %(degree)s, exposed, via, exposed + %(latent)s, true FROM best WHERE person <> %(case)s
        ON CONFLICT (person) DO UPDATE
        SET exposed = excluded.exposed, via = excluded.via, infectious = excluded.infectious, fresh = true
        WHERE label.exposed > excluded.exposed
        RETURNING person
    )
    SELECT array_agg(person) FROM moved
"""
REACH_SETTLED: LiteralString = "UPDATE label SET fresh = person = ANY (%(moved)s)"
REACH_FOUND: LiteralString = "SELECT person, degree, exposed, via FROM label WHERE degree > 0"


def contacts_of_stay(connection: Connection, stays: str, **asked: Any) -> list[tuple[Key, int, int]]:
    """(person, first, last) of every stay that overlaps `[entered, left)` at the venue; keywords as in the statement."""
    return [
        (person, first, last)
        for person, first, last in connection.execute(
            _on(CONTACTS_OF_STAY, stays), {"residual": 0, "minimum": 1} | asked
        )
    ]


def contacts_of_itinerary(connection: Connection, stays: str, **asked: Any) -> dict[Key, Met]:
    """Totals of everybody who met the person within the window."""
    return _totals(connection, CONTACTS_OF_ITINERARY, stays, {"residual": 0, "minimum": 1} | asked)


def present(
    connection: Connection, stays: str, exposures: list[tuple[int, int, int]], minimum: int = 1
) -> dict[Key, Met]:
    """Totals of everybody present in the windows."""
    venues, starts, ends = ([one[part] for one in exposures] for part in range(3))
    return _totals(
        connection, PRESENT, stays, {"venues": venues, "starts": starts, "ends": ends, "minimum": minimum}
    )


def reach(
    connection: Connection, stays: str, case: int, start: int, end: int, degrees: int,
    *, minimum: int = 1, latent: int = 0, residual: int = 0,
) -> dict[int, Exposed]:  # fmt: skip
    """Everybody whom the case reaches; one statement a round, in a transaction of its own."""
    asked = {
        "case": case,
        "start": start,
        "end": end,
        "minimum": minimum,
        "latent": latent,
        "residual": residual,
    }
    with connection.transaction():
        connection.execute(REACH_LABELS)
        connection.execute(REACH_CASE, asked)
        for degree in range(1, degrees + 1):
            row = connection.execute(_on(REACH_ROUND, stays), asked | {"degree": degree}).fetchone()
            if row is None or row[0] is None:
                break
            connection.execute(REACH_SETTLED, {"moved": row[0]})
        found = {row[0]: Exposed(row[1], row[2], row[3]) for row in connection.execute(REACH_FOUND)}
        connection.execute("DROP TABLE label")
        return found


def _totals(
    connection: Connection, statement: LiteralString, stays: str, asked: Mapping[str, Any]
) -> dict[Key, Met]:
    rows = connection.execute(_on(statement, stays), asked)
    return {person: Met(int(overlap), count, first, last) for person, overlap, count, first, last in rows}


def _on(statement: LiteralString, stays: str) -> sql.Composed:
    return sql.SQL(statement).format(stays=sql.Identifier(*stays.split(".")))
