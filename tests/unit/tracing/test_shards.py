"""What is asked of one venue touches one shard. Hash partitions stand for the shards: both are pruned by the same column."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, LiteralString

import numpy as np
import psycopg
import pytest
from psycopg import sql as compose

from ansim.tracing import sql
from ansim.tracing.sql import relation, statements
from support.system import System

SHARDS, VENUES, PEOPLE, VISITS, DAY = 8, 400, 2000, 60_000, 86_400
VENUE, PERSON = 17, 3
WINDOW = {"start": 0, "end": 14 * DAY}
STAY = {"person": PERSON, "codes": [VENUE], "entered": 5 * DAY, "left": 5 * DAY + 3600}


@pytest.fixture(scope="module")
def sharded(system: System) -> Iterator[sql.Connection]:
    rng = np.random.default_rng(5)
    entered = rng.integers(0, 14 * DAY, VISITS)
    columns = (
        rng.integers(0, PEOPLE, VISITS),
        rng.integers(0, VENUES, VISITS),
        entered,
        entered + rng.integers(60, 7200, VISITS),
    )
    with psycopg.connect(system.dsn("owner", "visits")) as connection:
        connection.execute(
            "CREATE TEMPORARY TABLE stay (person int, venue int, entered int, left_at int) PARTITION BY HASH (venue)"
        )
        for shard in range(SHARDS):
            connection.execute(
                f"CREATE TEMPORARY TABLE shard_{shard} PARTITION OF stay"
                f" FOR VALUES WITH (MODULUS {SHARDS}, REMAINDER {shard})"
            )
        with connection.cursor().copy("COPY stay FROM STDIN") as copy:
            for row in zip(*(column.tolist() for column in columns), strict=True):
                copy.write_row(row)
        connection.execute(
            "CREATE INDEX ON stay (venue, entered); CREATE INDEX ON stay (person); ANALYZE stay"
        )
        yield connection


def rows_read(
    connection: sql.Connection, statement: compose.Composed, asked: dict[str, Any]
) -> list[tuple[str, str, int, int]]:
    """(shard, condition, times, rows in all) of each scan of a shard that the plan names, never run (0 times) or not."""
    explained = compose.SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ") + statement
    (plan,) = connection.execute(explained, asked).fetchone() or ("",)
    scans = []

    def walk(node: dict[str, Any]) -> None:
        if node.get("Relation Name", "").startswith("shard_"):
            times = node["Actual Loops"]
            # A bitmap scan says here what it looked up in the index below it.
            condition = node.get("Index Cond") or node.get("Recheck Cond") or node.get("Filter", "")
            scans.append(
                (node["Relation Name"], condition, times, round(times * node["Actual Rows"]))
            )
        for child in node.get("Plans", []):
            walk(child)

    walk((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])
    return scans


def shard_of(connection: sql.Connection, venue: int) -> str:
    (name,) = connection.execute(
        "SELECT tableoid::regclass::text FROM stay WHERE venue = %s LIMIT 1", (venue,)
    ).fetchone() or ("",)
    return str(name).removeprefix("pg_temp.")


def windows(starts: list[int], ends: list[int]) -> dict[str, Any]:
    venues = [VENUE] * len(starts)
    return {"homes": venues, "codes": venues, "starts": starts, "ends": ends, "minimum": 60}


@pytest.mark.parametrize(
    ("statement", "asked"),
    [
        (statements.CONTACTS_OF_STAY, STAY | {"minimum": 60, "residual": 600}),
        (statements.PRESENT, windows([5 * DAY], [5 * DAY + 3600])),
        (statements.PRESENT, windows([0, 9, 99], [9, 99, 99_999])),
    ],
    ids=["contacts of a stay", "present in a window", "present in three windows"],
)
def test_one_venue_is_answered_by_one_shard(
    sharded: sql.Connection, statement: LiteralString, asked: dict[str, Any]
) -> None:
    scans = rows_read(sharded, relation.on(statement, "stay"), asked)
    # The plan names no other, also not to skip it: Citus decides by the plan alone.
    assert {shard for shard, *_rest in scans} == {shard_of(sharded, VENUE)}


def test_the_nearest_are_read_off_the_index(sharded: sql.Connection) -> None:
    asked = {"moment": 5 * DAY, "count": 20}
    scans = rows_read(sharded, relation.nearest_at([VENUE], "stay"), asked)
    assert {shard for shard, *_rest in scans} == {shard_of(sharded, VENUE)}
    # PostgreSQL sorts what is nearly in order by 32 rows at a time; the venue has 150.
    assert sum(rows for *_rest, rows in scans) <= 2 * (32 + 20)


@pytest.mark.parametrize("hall", [16, 18, 19, 250])
def test_a_venue_with_a_zone_is_answered_by_the_shards_of_both(
    sharded: sql.Connection, hall: int
) -> None:
    codes = [VENUE, hall]
    want = {shard_of(sharded, code) for code in codes}
    stay = STAY | {"codes": codes, "minimum": 60, "residual": 0}
    for statement, asked in (
        (relation.on(statements.CONTACTS_OF_STAY, "stay"), stay),
        (relation.nearest_at(codes, "stay"), {"moment": 5 * DAY, "count": 20}),
    ):
        assert {shard for shard, *_rest in rows_read(sharded, statement, asked)} == want


def test_a_row_of_an_itinerary_reads_its_own_shard(sharded: sql.Connection) -> None:
    """The case's stays are looked for everywhere; then each is joined within the shard of its venue, once."""
    scans = rows_read(
        sharded,
        relation.on(statements.CONTACTS_OF_ITINERARY, "stay"),
        WINDOW | {"person": PERSON, "minimum": 60, "residual": 0, "zones": [], "homes": []},
    )
    visits = sharded.execute("SELECT venue FROM stay WHERE person = %s", (PERSON,)).fetchall()
    want = Counter(shard_of(sharded, venue) for (venue,) in visits)
    asked = Counter(
        {shard: times for shard, condition, times, _rows in scans if "venue = " in condition}
    )
    assert +asked == want
    assert sum(rows for *_rest, rows in scans) < VISITS / 10
