"""The same searches as set-based SQL, for logs that outgrow one machine's memory (PostgreSQL, Citus).

Every statement reads a relation of stays `(person, venue, entered, left_at)`, half-open: on Citus a view over `visits.visit`,
distributed by venue. Stays are joined venue to venue, so each shard answers for its own venues, and what is asked of one
venue comes from one shard. The rules are `reference`'s. What the relation holds:

- `venue`, `entered`, `left_at`: smallint, integer or bigint. Times are whole seconds, from whatever moment the view counts,
  within 2**62 either way. What is asked is bound as bigint, so that no sum is narrower.
- `person`: a whole number, text, uuid or bytea. Keys are given and answered as psycopg has them; of two the lower is the one
  that the database sorts first.
- Ends are given or imputed before, as in `log.VisitLog`. Most visits have no check-out, and an open end taken for no stay, or
  for one that still lasts, would miss contacts or invent them: a search that reads a stay whose end is NULL or before its
  entry raises StayEndError. It reads none entered after what is asked; `nearest` and `shared_venues` read no ends at all.

Questions are checked like the kernels' (WindowError), before the database is asked. Whom the relation knows cannot be told
without reading it: an unknown person or venue has no rows, so no contacts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import pairwise
from typing import Any, LiteralString

import numpy as np
import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from ansim.tracing.index import questions
from ansim.tracing.index.log import LogError
from ansim.tracing.reference import TOGETHER, Exposed, Met, SharedVenue, joined_up
from ansim.tracing.sources.significance import SHARED, beyond_chance

Connection = psycopg.Connection[tuple[Any, ...]]
Key = Any

_TIMES = (-(2**62), 2**62)
_BIGINT = (-(2**63), 2**63 - 1)


class StayEndError(LogError):
    """Stays of a relation have no end, or one before their entry."""


# What stands for {stays} below. Dividing by zero is how SQL stops where it may not go on; `_refusing` puts it in words. (The
# zero is reckoned from a column, as a constant one would be divided by at once, while planning.)
ENDED: LiteralString = """(
    SELECT person, venue, entered, CASE WHEN left_at >= entered THEN left_at ELSE 0 / (venue - venue) END AS left_at
    FROM {stays}
)"""
ENDLESS: LiteralString = "SELECT count(*) FROM {stays} WHERE (left_at >= entered) IS NOT TRUE"

CONTACTS_OF_STAY: LiteralString = """
    SELECT other.person, greatest(other.entered, %(entered)s::bigint) AS first,
           least(other.left_at, %(left)s::bigint + %(residual)s::bigint) AS last
    FROM {stays} AS other
    WHERE other.venue = %(venue)s AND other.person <> %(person)s AND %(left)s::bigint > %(entered)s::bigint
      AND other.entered < %(left)s::bigint + %(residual)s::bigint AND other.left_at > %(entered)s::bigint
      AND least(other.left_at, %(left)s::bigint + %(residual)s::bigint) - greatest(other.entered, %(entered)s::bigint)
          >= greatest(%(minimum)s, 1)
    ORDER BY 1, 2, 3
"""

CONTACTS_OF_ITINERARY: LiteralString = """
    WITH mine AS (  -- the case's stays, clipped to the window
        SELECT venue, greatest(entered, %(start)s::bigint) AS entered, least(left_at, %(end)s::bigint) AS left_at
        FROM {stays} AS stay
        WHERE person = %(person)s AND entered < %(end)s::bigint
          AND least(left_at, %(end)s::bigint) > greatest(entered, %(start)s::bigint)
    ), pairs AS (
        SELECT other.person, greatest(other.entered, mine.entered) AS first,
               least(other.left_at, mine.left_at + %(residual)s::bigint) AS last
        FROM mine JOIN {stays} AS other USING (venue)
        WHERE other.person <> %(person)s AND other.entered < %(end)s::bigint + %(residual)s::bigint
          AND other.entered < mine.left_at + %(residual)s::bigint AND other.left_at > mine.entered
          AND least(other.left_at, mine.left_at + %(residual)s::bigint) > greatest(other.entered, mine.entered)
    )
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""

PRESENT: LiteralString = """
    WITH asked AS (
        SELECT * FROM unnest(%(venues)s::bigint[], %(starts)s::bigint[], %(ends)s::bigint[]) AS one (venue, entered, left_at)
        WHERE left_at > entered
    ), pairs AS (
        SELECT other.person, greatest(other.entered, asked.entered) AS first, least(other.left_at, asked.left_at) AS last
        FROM asked JOIN {stays} AS other USING (venue)
        WHERE other.venue = ANY (%(venues)s::bigint[])  -- said twice, since a planner does not look into unnest for shards
          AND other.entered < asked.left_at AND other.left_at > asked.entered
          AND least(other.left_at, asked.left_at) > greatest(other.entered, asked.entered)
    )
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""

# Both halves stand in the order of an index on (venue, entered), so each reads no more than it gives.
NEAREST: LiteralString = """
    WITH near AS (
        (SELECT DISTINCT person, entered FROM {stays} AS stay WHERE venue = %(venue)s AND entered <= %(moment)s::bigint
         ORDER BY entered DESC, person LIMIT %(count)s)
        UNION ALL
        (SELECT DISTINCT person, entered FROM {stays} AS stay WHERE venue = %(venue)s AND entered > %(moment)s::bigint
         ORDER BY entered, person LIMIT %(count)s)
    )
    SELECT person, entered FROM near ORDER BY abs(entered - %(moment)s::bigint), entered, person LIMIT %(count)s
"""

CO_PRESENCE: LiteralString = """
    WITH inside AS NOT MATERIALIZED (  -- the set's stays, clipped to the window
        SELECT person, venue, greatest(entered, %(start)s::bigint) AS entered, least(left_at, %(end)s::bigint) AS left_at
        FROM {stays} AS stay
        WHERE person = ANY (%(people)s) AND entered < %(end)s::bigint
          AND least(left_at, %(end)s::bigint) > greatest(entered, %(start)s::bigint)
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
        SELECT venue, entered, person FROM {stays} AS stay
        WHERE person = ANY (%(people)s) AND entered >= %(start)s::bigint AND entered < %(end)s::bigint
    )
    SELECT least(one.person, other.person), greatest(one.person, other.person)
    FROM seen AS one JOIN seen AS other USING (venue)
    WHERE one.person <> other.person AND other.entered::bigint - one.entered BETWEEN 0 AND %(together)s::bigint
    GROUP BY 1, 2 HAVING max(one.entered)::bigint - min(one.entered) > %(together)s::bigint
"""

TRAFFIC: LiteralString = """
    SELECT count(*) FROM {stays} AS stay WHERE entered >= %(start)s::bigint AND entered < %(end)s::bigint
"""

# A row for each run of check-ins at a venue that follow one another within reach. `busy` is counted only where groups met.
MEETINGS: LiteralString = """
    WITH seen AS NOT MATERIALIZED (
        SELECT DISTINCT venue, entered, "group"
        FROM {stays} AS stay
        JOIN unnest(%(people)s::text[], %(groups)s::int[]) AS member (name, "group") ON name = person::text
        WHERE person = ANY (%(people)s) AND entered >= %(start)s::bigint AND entered < %(end)s::bigint
    ), following AS (
        SELECT venue, entered, "group",
               (entered::bigint - lag(entered) OVER here <= %(within)s::bigint) IS NOT TRUE AS opens,
               (entered::bigint - lag(entered) OVER again <= %(within)s::bigint) IS NOT TRUE AS comes,
               EXISTS (
                   SELECT FROM seen AS other
                   WHERE other.venue = seen.venue AND other."group" <> seen."group"
                     AND other.entered BETWEEN seen.entered - %(within)s::bigint AND seen.entered + %(within)s::bigint
               ) AS meets
        FROM seen
        WINDOW here AS (PARTITION BY venue ORDER BY entered), again AS (PARTITION BY venue, "group" ORDER BY entered)
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
     AND other.entered >= opened AND other.entered <= closed + %(within)s::bigint AND other.entered < %(end)s::bigint
    GROUP BY runs.venue, run, groups, visits, first, last
"""

# One round of reach: `label` holds who was exposed when, `fresh` the people whose exposure moved in the round before. Keys
# are of the relation's type.
REACH_LABELS: LiteralString = """
    CREATE TEMPORARY TABLE label ON COMMIT DROP AS
    SELECT person, 0 AS degree, 0::bigint AS exposed, person AS via, 0::bigint AS infectious, true AS fresh
    FROM {stays} AS stay WHERE false
"""
REACH_ONE_EACH: LiteralString = "CREATE UNIQUE INDEX ON label (person)"
REACH_CASE: LiteralString = """
    INSERT INTO label
    SELECT person, 0, NULL, NULL, %(start)s::bigint, true FROM {stays} AS stay WHERE person = %(case)s LIMIT 1
"""
REACH_ROUND: LiteralString = """
    WITH source AS (
        SELECT stay.person, venue, greatest(entered, infectious) AS entered, left_at,
               least(left_at + %(residual)s::bigint, %(end)s::bigint) AS close
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
    SELECT person, %(degree)s, exposed, via, exposed + %(latent)s::bigint, true FROM best WHERE person <> %(case)s
    ON CONFLICT (person) DO UPDATE
    SET exposed = excluded.exposed, via = excluded.via, infectious = excluded.infectious, fresh = true
    WHERE label.exposed > excluded.exposed
    RETURNING person
"""
# The stays of a round. Backward time runs the other way: a stay is entered where it ended, and the window starts at -end.
FORWARD: LiteralString = "(SELECT * FROM {stays} AS stay WHERE entered < %(end)s::bigint)"
BACKWARD: LiteralString = """(
    SELECT person, venue, -left_at::bigint AS entered, -entered::bigint AS left_at
    FROM {stays} AS stay WHERE entered < -%(start)s::bigint
)"""
REACH_SETTLED: LiteralString = "UPDATE label SET fresh = person = ANY (%(moved)s)"
REACH_FOUND: LiteralString = "SELECT person, degree, exposed, via FROM label WHERE degree > 0"


def contacts_of_stay(
    connection: Connection, stays: str,
    *, person: Key, venue: int, entered: int, left: int, minimum: int = 1, residual: int = 0,
) -> list[tuple[Key, int, int]]:  # fmt: skip
    """(person, first, last) of every stay that shared `minimum` seconds with the person's stay `[entered, left)`.

    Raises WindowError, StayEndError.
    """
    questions.whole(*_BIGINT, venue=venue)
    entered, left = questions.window(entered, left, ("entered", "left"), _TIMES)
    questions.seconds(minimum=minimum, residual=residual)
    values = {
        "person": person, "venue": venue, "entered": entered, "left": left, "minimum": minimum, "residual": residual,
    }  # fmt: skip
    return [
        (other, first, last)
        for other, first, last in _rows(connection, CONTACTS_OF_STAY, stays, values)
    ]


def contacts_of_itinerary(
    connection: Connection, stays: str, *, person: Key, start: int, end: int, minimum: int = 1, residual: int = 0
) -> dict[Key, Met]:  # fmt: skip
    """Totals of everybody who met the person within the window, for `minimum` seconds in all.

    Raises WindowError, StayEndError.
    """
    start, end = questions.window(start, end, bounds=_TIMES)
    questions.seconds(minimum=minimum, residual=residual)
    values = {
        "person": person,
        "start": start,
        "end": end,
        "minimum": minimum,
        "residual": residual,
    }
    rows = _rows(connection, CONTACTS_OF_ITINERARY, stays, values)
    return {other: _met(*totals) for other, *totals in rows}


def present(
    connection: Connection, stays: str, exposures: list[tuple[int, int, int]], minimum: int = 1
) -> dict[Key, Met]:
    """Totals of everybody present in windows `(venue, start, end)` for `minimum` seconds in all; no second counts twice.

    Raises WindowError, StayEndError.
    """
    for venue, _, _ in exposures:
        questions.whole(*_BIGINT, venue=venue)
    questions.seconds(minimum=minimum)
    windows = questions.apart(
        [(venue, *questions.window(start, end, bounds=_TIMES)) for venue, start, end in exposures]
    )
    venues, starts, ends = ([one[part] for one in windows] for part in range(3))
    values = {"venues": venues, "starts": starts, "ends": ends, "minimum": minimum}
    return {person: _met(*totals) for person, *totals in _rows(connection, PRESENT, stays, values)}


def nearest(
    connection: Connection, stays: str, venue: int, moment: int, count: int
) -> list[tuple[Key, int]]:
    """The check-ins at a venue nearest to a moment: (person, entered), nearest first, then earlier, then lower person.

    Raises WindowError.
    """
    questions.whole(*_BIGINT, venue=venue)
    questions.whole(0, count=count)
    values = {
        "venue": venue,
        "moment": questions.moment(moment, bounds=_TIMES),
        "count": min(count, _BIGINT[1]),
    }
    return [
        (person, entered) for person, entered in connection.execute(_on(NEAREST, stays), values)
    ]


def co_presence(
    connection: Connection,
    stays: str,
    people: Iterable[Key],
    start: int,
    end: int,
    minimum: int = 1,
) -> dict[tuple[Key, Key], Met]:
    """Who of a set met whom within the window, for `minimum` seconds in all; pairs with the lower key first.

    Raises WindowError, StayEndError.
    """
    start, end = questions.window(start, end, bounds=_TIMES)
    questions.seconds(minimum=minimum)
    values = {"people": sorted(set(people)), "start": start, "end": end, "minimum": minimum}
    if not values["people"]:
        return {}
    rows = _rows(connection, CO_PRESENCE, stays, values)
    return {(one, other): _met(*totals) for one, other, *totals in rows}


def shared_venues(
    connection: Connection, stays: str, cases: Iterable[Key], start: int, end: int,
    *, within: int = 10800, together: int = TOGETHER, false_discovery_rate: float = 0.05,
) -> list[SharedVenue]:  # fmt: skip
    """The venues where more of the cases met than by chance, most surprising first. Raises WindowError."""
    start, end = questions.window(start, end, bounds=_TIMES)
    questions.seconds(within=within, together=together)
    questions.share(false_discovery_rate=false_discovery_rate)
    people = sorted(set(cases))
    if not people:
        return []
    values = {"people": people, "start": start, "end": end, "within": within, "together": together}
    number = {person: place for place, person in enumerate(people)}
    groups = list(range(len(people)))
    linked = connection.execute(_on(TRAVELLING_TOGETHER, stays), values)
    for group in joined_up((number[one], number[other]) for one, other in linked):
        for member in group:
            groups[member] = min(group)
    runs = connection.execute(_on(MEETINGS, stays), values | {"groups": groups}).fetchall()
    (traffic,) = connection.execute(_on(TRAFFIC, stays), values).fetchone() or (0,)
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


def reach(
    connection: Connection, stays: str, case: Key, start: int, end: int, degrees: int,
    *, minimum: int = 1, latent: int = 0, residual: int = 0, back: bool = False,
) -> dict[Key, Exposed]:  # fmt: skip
    """Everybody whom the case reaches, or with `back` who may have infected the case; one statement a round, in a transaction.

    Raises WindowError, also for lingering air backward; StayEndError.
    """
    questions.whole(1, degrees=degrees)
    questions.seconds(minimum=minimum, latent=latent, residual=residual)
    start, end = questions.window(start, end, bounds=_TIMES)
    if back and residual:
        raise questions.WindowError(f"residual={residual}: air does not linger backward")
    if back:
        start, end = -end, -start
    values = {
        "case": case, "start": start, "end": end, "minimum": minimum, "latent": latent, "residual": residual,
    }  # fmt: skip
    a_round = sql.SQL(REACH_ROUND).format(stays=_on(BACKWARD if back else FORWARD, stays))
    with _refusing(connection, stays), connection.transaction():
        connection.execute(_on(REACH_LABELS, stays))
        connection.execute(REACH_ONE_EACH)
        connection.execute(_on(REACH_CASE, stays), values)
        for degree in range(1, degrees + 1):
            moved = [
                person for (person,) in connection.execute(a_round, values | {"degree": degree})
            ]
            if not moved:
                break
            connection.execute(REACH_SETTLED, {"moved": moved})
        sign = -1 if back else 1
        found = {
            row[0]: Exposed(row[1], sign * row[2], row[3])
            for row in connection.execute(REACH_FOUND)
        }
        connection.execute("DROP TABLE label")
        return found


def _met(overlap: Any, encounters: int, first: int, last: int) -> Met:
    return Met(int(overlap), encounters, first, last)  # a sum of bigint comes as a Decimal


def _rows(
    connection: Connection, statement: LiteralString, stays: str, values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    with _refusing(connection, stays):
        return connection.execute(_on(statement, stays), values).fetchall()


@contextmanager
def _refusing(connection: Connection, stays: str) -> Iterator[None]:
    """Raises StayEndError where a search read a stay with no end that it can use; the caller's transaction lives on."""
    alone = connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE
    try:
        with nullcontext() if alone else connection.transaction():
            yield
    except psycopg.errors.DivisionByZero as error:
        (broken,) = connection.execute(
            sql.SQL(ENDLESS).format(stays=_identifier(stays))
        ).fetchone() or (0,)
        if not broken:  # a view's own
            raise
        raise StayEndError(
            f"{stays} holds {broken} stays without an end, or that end before they start: impute their ends first"
        ) from error


def _on(statement: LiteralString, stays: str) -> sql.Composed:
    return sql.SQL(statement).format(stays=sql.SQL(ENDED).format(stays=_identifier(stays)))


def _identifier(stays: str) -> sql.Identifier:
    return sql.Identifier(*stays.split("."))
