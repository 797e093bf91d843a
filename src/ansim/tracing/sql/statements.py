"""The statements. `{stays}` stands for the relation (`relation.on`); the rules are `reference`'s.

Zones come as two arrays, `zones` and their venues `homes`, where a statement finds by itself where people were. Where the
question names the venue, the codes to look at are reckoned before (`zones`), so that a planner sees which shards they are on.
"""

from typing import LiteralString

# What stands for {stays} below. Dividing by zero is how SQL stops where it may not go on; `_refusing` puts it in words. (The
# zero is reckoned from a column, as a constant one would be divided by at once, while planning.)
ENDED: LiteralString = """(
    SELECT person, venue, entered, CASE WHEN left_at >= entered THEN left_at ELSE 0 / (venue - venue) END AS left_at
    FROM {stays}
)"""
ENDLESS: LiteralString = "SELECT count(*) FROM {stays} WHERE (left_at >= entered) IS NOT TRUE"


def _joined(pieces: LiteralString, by: LiteralString, gap: LiteralString = "0") -> LiteralString:
    """Pieces `[first, last)` that overlap, touch, or lie no more than `gap` apart, made one for each `by`.

    Pieces are what stays share with something, so that uniting them is uniting the stays (`reference.united`), and reads
    no more of the relation than was asked for.
    """
    return (
        "SELECT " + by + ", min(first) AS first, max(last) AS last FROM ("
        "SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY "
        + by
        + " ORDER BY first, last) AS island FROM ("
        "SELECT *, (first > max(last) OVER (PARTITION BY " + by + " ORDER BY first, last "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + "
        + gap
        + ") IS NOT FALSE AS begins FROM ("
        + pieces
        + ") AS piece) AS marked) AS numbered GROUP BY "
        + by
        + ", island"
    )


# What stands before a statement that finds by itself where people were.
_ZONES: LiteralString = """
    WITH zone AS (SELECT unnest(%(zones)s::bigint[]) AS code, unnest(%(homes)s::bigint[]) AS home)
"""


def _meeting(rows: LiteralString) -> LiteralString:
    """Rows with a venue, once for each code whose people they meet (`reference.meet`): `code`."""
    return (
        "SELECT one.*, one.venue AS code FROM " + rows + " AS one "
        "UNION ALL SELECT one.*, zone.home FROM "
        + rows
        + " AS one JOIN zone ON zone.code = one.venue "
        "UNION ALL SELECT one.*, zone.code FROM "
        + rows
        + " AS one JOIN zone ON zone.home = one.venue"
    )


# A stay begins a presence where none of the same person at the same venue, begun before, lasts until it.
_BEGINS: LiteralString = """NOT EXISTS (
    SELECT FROM {stays} AS before
    WHERE before.venue = stay.venue AND before.person = stay.person
      AND before.entered < stay.entered AND before.left_at >= stay.entered
)"""

CONTACTS_OF_STAY: LiteralString = (
    "SELECT person, first, last FROM ("
    + _joined(
        """
    SELECT other.person, greatest(other.entered, %(entered)s::bigint) AS first,
           least(other.left_at, %(left)s::bigint + %(residual)s::bigint) AS last
    FROM {stays} AS other
    WHERE other.venue = ANY (%(codes)s::bigint[]) AND other.person <> %(person)s AND %(left)s::bigint > %(entered)s::bigint
      AND other.entered < %(left)s::bigint + %(residual)s::bigint AND other.left_at > %(entered)s::bigint
      AND other.left_at > other.entered
""",
        "person",
    )
    + ") AS met WHERE last - first >= greatest(%(minimum)s, 1) ORDER BY 1, 2, 3"
)

# The case's presences, clipped to the window.
_MINE: LiteralString = _joined(
    """
        SELECT venue, greatest(entered, %(start)s::bigint) AS first, least(left_at, %(end)s::bigint) AS last
        FROM {stays} AS stay
        WHERE person = %(person)s AND entered < %(end)s::bigint
          AND least(left_at, %(end)s::bigint) > greatest(entered, %(start)s::bigint)
""",
    "venue",
    "%(residual)s::bigint",
)
CONTACTS_OF_ITINERARY: LiteralString = (
    _ZONES
    + ", presence AS ("
    + _MINE
    + "), mine AS ("
    + _meeting("presence")
    + "), met AS ("
    + _joined(
        """
        SELECT other.person, coalesce(zone.home, mine.venue) AS venue, other.first, other.last
        FROM mine CROSS JOIN LATERAL (  -- OFFSET 0: each of the case's few presences asks its own codes, and no other shard
            SELECT person, greatest(entered, mine.first) AS first, least(left_at, mine.last + %(residual)s::bigint) AS last
            FROM {stays} AS stay
            WHERE venue = mine.code AND person <> %(person)s AND entered < %(end)s::bigint + %(residual)s::bigint
              AND entered < mine.last + %(residual)s::bigint AND left_at > mine.first
              AND least(left_at, mine.last + %(residual)s::bigint) > greatest(entered, mine.first)
            OFFSET 0
        ) AS other LEFT JOIN zone ON zone.code = mine.venue
""",
        "person, venue",
    )
    + """)
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM met GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""
)

PRESENT: LiteralString = (
    """
    WITH asked AS (
        SELECT * FROM unnest(%(homes)s::bigint[], %(codes)s::bigint[], %(starts)s::bigint[], %(ends)s::bigint[])
            AS one (home, venue, entered, left_at)
        WHERE left_at > entered
    ), met AS ("""
    + _joined(
        """
        SELECT other.person, asked.home, greatest(other.entered, asked.entered) AS first,
               least(other.left_at, asked.left_at) AS last
        FROM asked JOIN {stays} AS other USING (venue)
        WHERE other.venue = ANY (%(codes)s::bigint[])  -- said twice, since a planner does not look into unnest for shards
          AND other.entered < asked.left_at AND other.left_at > asked.entered
          AND least(other.left_at, asked.left_at) > greatest(other.entered, asked.entered)
""",
        "person, home",
    )
    + """)
    SELECT person, sum(last - first), count(*), min(first), max(last)
    FROM met GROUP BY person HAVING sum(last - first) >= %(minimum)s
"""
)

# Both halves stand in the order of an index on (venue, entered), so each reads no more than it gives.
NEAREST_AT: LiteralString = """
        (SELECT DISTINCT person, entered FROM {stays} AS stay WHERE venue = {code} AND entered <= %(moment)s::bigint
         ORDER BY entered DESC, person LIMIT %(count)s)
        UNION ALL
        (SELECT DISTINCT person, entered FROM {stays} AS stay WHERE venue = {code} AND entered > %(moment)s::bigint
         ORDER BY entered, person LIMIT %(count)s)
"""
# DISTINCT: whoever scanned two codes in one second is seen once.
NEAREST: LiteralString = """
    WITH near AS ({near})
    SELECT person, entered FROM (SELECT DISTINCT person, entered FROM near) AS scan
    ORDER BY abs(entered - %(moment)s::bigint), entered, person LIMIT %(count)s
"""

CO_PRESENCE: LiteralString = (
    _ZONES
    + ", inside AS ("
    + _joined(
        """
        SELECT person, venue, greatest(entered, %(start)s::bigint) AS first, least(left_at, %(end)s::bigint) AS last
        FROM {stays} AS stay
        WHERE person = ANY (%(people)s) AND entered < %(end)s::bigint
          AND least(left_at, %(end)s::bigint) > greatest(entered, %(start)s::bigint)
""",
        "person, venue",
    )
    + "), asking AS ("
    + _meeting("inside")
    + "), pairs AS ("
    + _joined(
        """
        SELECT one.person AS one, other.person AS other, coalesce(zone.home, one.venue) AS venue,
               greatest(one.first, other.first) AS first, least(one.last, other.last) AS last
        FROM asking AS one JOIN inside AS other ON other.venue = one.code LEFT JOIN zone ON zone.code = one.venue
        WHERE one.person < other.person AND least(one.last, other.last) > greatest(one.first, other.first)
""",
        "one, other, venue",
    )
    + """)
    SELECT one, other, sum(last - first), count(*), min(first), max(last)
    FROM pairs GROUP BY one, other HAVING sum(last - first) >= %(minimum)s
"""
)

# Source finding: who travels together, how busy everything was, and, given the groups, how busy it was where they met. What
# counts is where presences begin.
TRAVELLING_TOGETHER: LiteralString = (
    _ZONES
    + """
    , seen AS (
        SELECT DISTINCT coalesce(home, venue) AS venue, entered, person FROM {stays} AS stay LEFT JOIN zone ON code = venue
        WHERE person = ANY (%(people)s) AND entered >= %(start)s::bigint AND entered < %(end)s::bigint AND """
    + _BEGINS
    + """
    )
    SELECT least(one.person, other.person), greatest(one.person, other.person)
    FROM seen AS one JOIN seen AS other USING (venue)
    WHERE one.person <> other.person AND other.entered::bigint - one.entered BETWEEN 0 AND %(together)s::bigint
    GROUP BY 1, 2 HAVING max(one.entered)::bigint - min(one.entered) > %(together)s::bigint
"""
)

TRAFFIC: LiteralString = (
    """
    SELECT count(*) FROM (
        SELECT DISTINCT person, venue, entered FROM {stays} AS stay
        WHERE entered >= %(start)s::bigint AND entered < %(end)s::bigint AND """
    + _BEGINS
    + """
    ) AS begun
"""
)

# A row for each run of check-ins at a venue that follow one another within reach. `busy` is counted only where groups met.
MEETINGS: LiteralString = (
    _ZONES
    + """
    , seen AS (
        SELECT DISTINCT coalesce(home, venue) AS venue, entered, "group"
        FROM {stays} AS stay LEFT JOIN zone ON code = venue
        JOIN unnest(%(people)s::text[], %(groups)s::int[]) AS member (name, "group") ON name = person::text
        WHERE person = ANY (%(people)s) AND entered >= %(start)s::bigint AND entered < %(end)s::bigint AND """
    + _BEGINS
    + """
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
    ), place AS (
        SELECT *, venue AS code FROM runs UNION ALL SELECT runs.*, code FROM runs JOIN zone ON home = venue
    )
    SELECT place.venue, groups, visits,
           count(DISTINCT (stay.person, stay.venue, stay.entered)) FILTER (WHERE stay.person IS NOT NULL) AS busy,
           first, last
    FROM place LEFT JOIN {stays} AS stay
      ON stay.venue = place.code AND shared
     AND stay.entered >= opened AND stay.entered <= closed + %(within)s::bigint AND stay.entered < %(end)s::bigint
     AND """
    + _BEGINS
    + """
    GROUP BY place.venue, run, groups, visits, first, last
"""
)

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
REACH_ROUND: LiteralString = (
    _ZONES
    + ", presence AS ("
    + _joined(
        """
        SELECT stay.person, venue, greatest(entered, infectious) AS first, left_at AS last
        FROM (SELECT person, infectious FROM label WHERE fresh) AS known JOIN {stays} AS stay USING (person)
        WHERE greatest(entered, infectious) < left_at
""",
        "person, venue",
    )
    + """), source AS (
        SELECT person, venue, first AS entered, least(last + %(residual)s::bigint, %(end)s::bigint) AS close FROM presence
    ), asking AS ("""
    + _meeting("source")
    + "), link AS ("
    + _joined(
        """
        SELECT other.person, source.person AS via, source.venue, source.code, source.close,
               greatest(source.entered, other.entered) AS first, least(source.close, other.left_at) AS last
        FROM asking AS source JOIN {stays} AS other ON other.venue = source.code
        WHERE other.person <> source.person AND other.entered < source.close
          AND least(source.close, other.left_at) > greatest(source.entered, other.entered)
""",
        "person, via, venue, code, close",
    )
    + """), best AS (
        SELECT DISTINCT ON (person) person, first AS exposed, via FROM link
        WHERE last - first >= greatest(%(minimum)s, 1) ORDER BY person, first, close DESC, via
    )
    INSERT INTO label
    SELECT person, %(degree)s, exposed, via, exposed + %(latent)s::bigint, true FROM best WHERE person <> %(case)s
    ON CONFLICT (person) DO UPDATE
    SET exposed = excluded.exposed, via = excluded.via, infectious = excluded.infectious, fresh = true
    WHERE label.exposed > excluded.exposed
    RETURNING person
"""
)
# The stays of a round. Backward time runs the other way: a stay is entered where it ended, and the window starts at -end.
FORWARD: LiteralString = "(SELECT * FROM {stays} AS stay WHERE entered < %(end)s::bigint)"
BACKWARD: LiteralString = """(
    SELECT person, venue, -left_at::bigint AS entered, -entered::bigint AS left_at
    FROM {stays} AS stay WHERE entered < -%(start)s::bigint
)"""
REACH_SETTLED: LiteralString = "UPDATE label SET fresh = person = ANY (%(moved)s)"
REACH_FOUND: LiteralString = "SELECT person, degree, exposed, via FROM label WHERE degree > 0"
