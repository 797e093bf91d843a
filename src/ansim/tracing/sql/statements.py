"""The statements. `{stays}` stands for the relation (`relation.on`); the rules are `reference`'s."""

from typing import LiteralString

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
