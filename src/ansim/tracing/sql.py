"""The same searches as set-based SQL, for logs that outgrow one machine's memory (PostgreSQL, Citus).

Every statement reads a relation of stays `(person, venue, entered, left_at)`, half-open, in whatever unit and with whatever
person key the caller's view gives: on Citus a view over `visits.visit`, distributed by venue. Stays are joined venue to
venue, so each shard answers for its own venues, and what is asked of one venue comes from one shard.

The rules are `reference`'s. Parameters are bound by name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, LiteralString

import numpy as np
import psycopg
from psycopg import sql

from ansim.tracing.chance import SHARED, beyond_chance
from ansim.tracing.log import LogError
from ansim.tracing.reference import TOGETHER, Exposed, Met, SharedVenue, joined_up

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
        WHERE other.venue = ANY (%(venues)s::int[])  -- said twice, since a planner does not look into unnest for shards
          AND other.entered < asked.left_at AND other.left_at > asked.entered
          AND least(other.left_at, asked.left_at) > greatest(other.entered, asked.entered)
    )
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""

# Both halves stand in the order of an index on (venue, entered), so each reads no more than it gives.
NEAREST: LiteralString = """
    WITH near AS (
        (SELECT DISTINCT person, entered FROM {stays} WHERE venue = %(venue)s AND entered <= %(moment)s
         ORDER BY entered DESC, person LIMIT %(count)s)
        UNION ALL
        (SELECT DISTINCT person, entered FROM {stays} WHERE venue = %(venue)s AND entered > %(moment)s
         ORDER BY entered, person LIMIT %(count)s)
    )
    SELECT person, entered FROM near ORDER BY abs(entered - %(moment)s), entered, person LIMIT %(count)s
"""

CO_PRESENCE: LiteralString = """
    WITH inside AS NOT MATERIALIZED (  -- the set's stays, clipped to the window
        SELECT person, venue, greatest(entered, %(start)s) AS entered, least(left_at, %(end)s) AS left_at
        FROM {stays} WHERE person = ANY (%(people)s) AND least(left_at, %(end)s) > greatest(entered, %(start)s)
    ), pairs AS (
        SELECT one.person AS one, other.person AS other,
               greatest(one.entered, other.entered) AS first, least(one.left_at, other.left_at) AS last
        FROM inside AS one JOIN inside AS other USING (venue)
        WHERE one.person < other.person AND least(one.left_at, other.left_at) > greatest(one.entered, other.entered)
    )
    SELECT one, other, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY one, other HAVING sum(last - first) >= %(minimum)s
"""

# Source finding: who travels together, how busy everything was, and, given the groups, how busy it was where they met.
TRAVELLING_TOGETHER: LiteralString = """
    WITH seen AS NOT MATERIALIZED (
        SELECT venue, entered, person FROM {stays}
        WHERE person = ANY (%(people)s) AND entered >= %(start)s AND entered < %(end)s
    )
    SELECT least(one.person, other.person), greatest(one.person, other.person)
    FROM seen AS one JOIN seen AS other USING (venue)
    WHERE one.person <> other.person AND other.entered - one.entered BETWEEN 0 AND %(together)s
    GROUP BY 1, 2 HAVING max(one.entered) - min(one.entered) > %(together)s
"""

TRAFFIC: LiteralString = "SELECT count(*) FROM {stays} WHERE entered >= %(start)s AND entered < %(end)s"

# A row for each run of check-ins at a venue that follow one another within reach. `busy` is counted only where groups met.
MEETINGS: LiteralString = """
    WITH seen AS NOT MATERIALIZED (
        SELECT DISTINCT venue, entered, "group"
        FROM {stays} JOIN unnest(%(people)s, %(groups)s::int[]) AS member (person, "group") USING (person)
        WHERE entered >= %(start)s AND entered < %(end)s
    ), following AS (
        SELECT venue, entered, "group",
               (entered - lag(entered) OVER here <= %(within)s) IS NOT TRUE AS opens,
               (entered - lag(entered) OVER (PARTITION BY venue, "group" ORDER BY entered) <= %(within)s) IS NOT TRUE AS comes,
               EXISTS (
                   SELECT FROM seen AS other
                   WHERE other.venue = seen.venue AND other."group" <> seen."group"
                     AND other.entered BETWEEN seen.entered - %(within)s AND seen.entered + %(within)s
               ) AS meets
        FROM seen WINDOW here AS (PARTITION BY venue ORDER BY entered)
    ), numbered AS (
        SELECT *, count(*) FILTER (WHERE opens) OVER (PARTITION BY venue ORDER BY entered) AS run FROM following
    ), runs AS (
        SELECT venue, run, min(entered) AS opened, max(entered) AS closed, array_agg(DISTINCT "group") AS groups,
               count(*) FILTER (WHERE comes) AS visits,
               min(entered) FILTER (WHERE meets) AS first, max(entered) FILTER (WHERE meets) AS last,
               bool_or(bool_or(meets)) OVER (PARTITION BY venue) AS shared
        FROM numbered GROUP BY venue, run
    )
    SELECT runs.venue, groups, visits, count(other.entered) AS busy, first, last
    FROM runs LEFT JOIN {stays} AS other
      ON other.venue = runs.venue AND shared
     AND other.entered >= opened AND other.entered <= closed + %(within)s AND other.entered < %(end)s
    GROUP BY runs.venue, run, groups, visits, first, last
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
        FROM (SELECT person, infectious FROM label WHERE fresh) AS known JOIN {stays} AS stay USING (person)
        WHERE greatest(entered, infectious) < left_at
    ), link AS (
        SELECT other.person, greatest(source.entered, other.entered) AS exposed, source.close, source.person AS via
        FROM source JOIN {stays} AS other USING (venue)
        WHERE other.person <> source.person AND other.entered < source.close
          AND least(source.close, other.left_at) - greatest(source.entered, other.entered) >= greatest(%(minimum)s, 1)
    ), best AS (
        SELECT DISTINCT ON (person) person, exposed, via FROM link ORDER BY person, exposed, close DESC, via
    )
    INSERT INTO label
    SELECT person, %(degree)s, exposed, via, exposed + %(latent)s, true FROM best WHERE person <> %(case)s
    ON CONFLICT (person) DO UPDATE
    SET exposed = excluded.exposed, via = excluded.via, infectious = excluded.infectious, fresh = true
    WHERE label.exposed > excluded.exposed
    RETURNING person
"""
# Time running the other way: a stay is entered where it ended.
BACKWARD: LiteralString = "(SELECT person, venue, -left_at AS entered, -entered AS left_at FROM {stays})"
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


def nearest(connection: Connection, stays: str, venue: int, moment: int, count: int) -> list[tuple[Key, int]]:
    """The check-ins at a venue nearest to a moment: (person, entered), nearest first, then earlier, then lower person."""
    asked = {"venue": venue, "moment": moment, "count": count}
    return [(person, entered) for person, entered in connection.execute(_on(NEAREST, stays), asked)]


def co_presence(
    connection: Connection, stays: str, people: Iterable[Key], start: int, end: int, minimum: int = 1
) -> dict[tuple[Key, Key], Met]:
    """Who of a set met whom within the window, for `minimum` seconds in all; pairs with the lower key first."""
    asked = {"people": sorted(set(people)), "start": start, "end": end, "minimum": minimum}
    if not asked["people"]:
        return {}
    rows = connection.execute(_on(CO_PRESENCE, stays), asked)
    return {
        (one, other): Met(int(overlap), count, first, last)
        for one, other, overlap, count, first, last in rows
    }


def shared_venues(
    connection: Connection, stays: str, cases: Iterable[Key], start: int, end: int,
    *, within: int = 10800, together: int = TOGETHER, false_discovery_rate: float = 0.05,
) -> list[SharedVenue]:  # fmt: skip
    """The venues where more of the cases met than by chance, most surprising first."""
    people = sorted(set(cases))
    if not people:
        return []
    asked = {"people": people, "start": start, "end": end, "within": within, "together": together}
    number = {person: place for place, person in enumerate(people)}
    groups = list(range(len(people)))
    linked = connection.execute(_on(TRAVELLING_TOGETHER, stays), asked)
    for group in joined_up((number[one], number[other]) for one, other in linked):
        for member in group:
            groups[member] = min(group)
    runs = connection.execute(_on(MEETINGS, stays), asked | {"groups": groups}).fetchall()
    (traffic,) = connection.execute(_on(TRAFFIC, stays), asked).fetchone() or (0,)
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
                (venue, sum(map(len, clusters)), len(clusters), sum(busy), min(moments), max(moments))
            )
    share = sum(visits for _venue, _groups, visits, *_rest in runs) / max(traffic, 1)
    counts = np.array(shared, np.int64).reshape(-1, SHARED)
    return beyond_chance(counts, share, len(at_venue), false_discovery_rate)


def reach(
    connection: Connection, stays: str, case: int, start: int, end: int, degrees: int,
    *, minimum: int = 1, latent: int = 0, residual: int = 0, back: bool = False,
) -> dict[int, Exposed]:  # fmt: skip
    """Everybody whom the case reaches, or with `back` who may have infected the case; one statement a round, in a transaction.

    Raises LogError for lingering air backward.
    """
    if back and residual:
        raise LogError(f"backward the air does not linger: residual is 0, not {residual}")
    relation = _on(BACKWARD, stays) if back else _identifier(stays)
    asked = {
        "case": case,
        "start": -end if back else start,
        "end": -start if back else end,
        "minimum": minimum,
        "latent": latent,
        "residual": residual,
    }
    with connection.transaction():
        connection.execute(REACH_LABELS)
        connection.execute(REACH_CASE, asked)
        a_round = sql.SQL(REACH_ROUND).format(stays=relation)
        for degree in range(1, degrees + 1):
            moved = [person for (person,) in connection.execute(a_round, asked | {"degree": degree})]
            if not moved:
                break
            connection.execute(REACH_SETTLED, {"moved": moved})
        sign = -1 if back else 1
        found = {row[0]: Exposed(row[1], sign * row[2], row[3]) for row in connection.execute(REACH_FOUND)}
        connection.execute("DROP TABLE label")
        return found


def _totals(
    connection: Connection, statement: LiteralString, stays: str, asked: Mapping[str, Any]
) -> dict[Key, Met]:
    rows = connection.execute(_on(statement, stays), asked)
    return {person: Met(int(overlap), count, first, last) for person, overlap, count, first, last in rows}


def _on(statement: LiteralString, stays: str) -> sql.Composed:
    return sql.SQL(statement).format(stays=_identifier(stays))


def _identifier(stays: str) -> sql.Identifier:
    return sql.Identifier(*stays.split("."))
