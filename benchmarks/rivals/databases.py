"""The same searches in DuckDB and PostgreSQL: indexes, sorting and settings as they serve them best."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import psycopg

from ansim.database import embedded
from ansim.tracing import sql
from ansim.tracing.reach_question import ReachQuestion
from ansim.tracing.sources import SHARED, beyond_chance
from ansim.tracing.sql import statements
from benchmarks.questions import LATENT, LINK, MINIMUM, WINDOW, Cases, Question, Rival
from benchmarks.rivals.arrays import Polars
from benchmarks.scenes import Scene


class DuckDb(Rival):
    name = "DuckDB"

    def __init__(self, scene: Scene) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 2")
        frame = Polars(scene).frame  # sorted by venue and entry, which its zone maps use
        self.connection.execute(
            'CREATE TABLE stay AS SELECT person, venue, entered, "left" AS left_at FROM frame'
        )
        del frame
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def _count(self, statement: str, values: dict[str, int | list[int]]) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()
        return int(row[0]) if row else 0

    def stay(self, question: Question) -> int:
        statement = statements.CONTACTS_OF_STAY.replace("{stays}", "stay").rpartition("ORDER BY")[0]
        values = {
            "person": question.person,
            "codes": [question.venue],
            "entered": question.entered,
            "left": question.left,
            "residual": 0,
            "minimum": MINIMUM,
        }
        return self._count(_dollars(statement), values)

    def itinerary(self, question: Question) -> int:
        values = {
            "person": question.person,
            "start": self.start,
            "end": self.end,
            "residual": 0,
            "minimum": MINIMUM,
            "zones": [],
            "homes": [],
        }
        return self._count(
            _dollars(statements.CONTACTS_OF_ITINERARY.replace("{stays}", "stay")), values
        )

    def degree(self, question: Question, degrees: int) -> int:
        # The interval join of each round, earliest exposure by aggregation.
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE label AS SELECT ?::INT person, ?::INT infectious, true fresh",
            [question.person, self.start],
        )
        for _round in range(degrees):
            self.connection.execute(
                """CREATE OR REPLACE TEMP TABLE best AS
                SELECT other.person, min(greatest(mine.entered, label.infectious, other.entered)) AS exposed
                FROM label JOIN stay AS mine ON label.fresh AND mine.person = label.person
                    AND mine.left_at > label.infectious AND mine.entered < $end
                JOIN stay AS other ON other.venue = mine.venue AND other.person <> mine.person
                    AND other.entered < mine.left_at AND other.left_at > mine.entered
                WHERE least(mine.left_at, other.left_at, $end)
                    - greatest(mine.entered, label.infectious, other.entered) >= $link
                GROUP BY 1""",
                {"end": self.end, "link": LINK},
            )
            self.connection.execute(
                """CREATE OR REPLACE TEMP TABLE label AS
                SELECT coalesce(best.person, label.person) person,
                    CASE WHEN best.person IS NULL OR best.exposed + $latent >= label.infectious
                         THEN coalesce(label.infectious, best.exposed + $latent) ELSE best.exposed + $latent END infectious,
                    label.person IS NULL OR best.exposed + $latent < label.infectious AND label.person <> $case AS fresh
                FROM label FULL JOIN best USING (person)""",
                {"latent": LATENT, "case": question.person},
            )
        row = self.connection.execute("SELECT count(*) - 1 FROM label").fetchone()
        return int(row[0]) if row else 0

    def shared(self, cases: Cases) -> int:
        # In its favour: households are not sought, so that a venue counts once per case.
        rows = self.connection.execute(
            _SHARED, {"cases": cases.tolist(), "start": self.start, "end": self.end}
        ).fetchall()
        (traffic,) = self.connection.execute(
            "SELECT count(*) FROM stay WHERE entered >= $start AND entered < $end",
            {"start": self.start, "end": self.end},
        ).fetchone() or (1,)
        counts = np.array(
            [(v, n, 1, busy, first, last) for v, n, busy, first, last, _of in rows if n > 1],
            np.int64,
        )
        return len(beyond_chance(counts.reshape(-1, SHARED), rows[0][5] / traffic, len(rows), 0.05))


# Cases' check-ins with another case's within three hours, per venue, and the venue's check-ins around them.
_SHARED = """
    WITH mine AS (
        SELECT person, venue, entered FROM stay WHERE list_contains($cases, person) AND entered >= $start AND entered < $end
    ), near AS (
        SELECT DISTINCT one.person, one.venue, one.entered
        FROM mine AS one JOIN mine AS other ON other.venue = one.venue AND other.person <> one.person
            AND other.entered BETWEEN one.entered - 10800 AND one.entered + 10800
    ), busy AS (
        SELECT near.venue, count(DISTINCT stay.rowid) AS visits
        FROM near JOIN stay ON stay.venue = near.venue
            AND stay.entered BETWEEN near.entered - 10800 AND near.entered + 10800
        GROUP BY 1
    )
    SELECT mine.venue, count(DISTINCT near.person), coalesce(any_value(busy.visits), 0),
           coalesce(min(near.entered), 0), coalesce(max(near.entered), 0), (SELECT count(*) FROM mine)
    FROM mine LEFT JOIN near USING (venue) LEFT JOIN busy USING (venue)
    GROUP BY 1
"""


class PostgreSql(Rival):
    name = "PostgreSQL"

    def __init__(self, scene: Scene, connection: sql.Connection) -> None:
        self.connection = connection
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET statement_timeout = '1min'")  # a round of degree 3 may never end
        connection.execute(
            "CREATE UNLOGGED TABLE stay (person int, venue int, entered int, left_at int)"
        )
        log = scene.log
        rows = np.empty(
            len(log), [("n", ">i2"), *[(f"f{i}{k}", ">i4") for i in range(4) for k in "lv"]]
        )
        rows["n"] = 4
        for number, name in enumerate(("person", "venue", "entered", "left")):
            rows[f"f{number}l"], rows[f"f{number}v"] = 4, getattr(log, name)
        with connection.cursor().copy("COPY stay FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")
        connection.execute("CREATE INDEX ON stay (venue, entered) INCLUDE (left_at, person)")
        connection.execute("CREATE INDEX ON stay (person) INCLUDE (venue, entered, left_at)")
        connection.execute("VACUUM ANALYZE stay")
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def stay(self, question: Question) -> int:
        return len(
            sql.contacts_of_stay(
                self.connection,
                "stay",
                person=question.person,
                venue=question.venue,
                entered=question.entered,
                left=question.left,
                minimum=MINIMUM,
            )
        )

    def itinerary(self, question: Question) -> int:
        return len(
            sql.contacts_of_itinerary(
                self.connection,
                "stay",
                person=question.person,
                start=self.start,
                end=self.end,
                minimum=MINIMUM,
            )
        )

    def degree(self, question: Question, degrees: int) -> int:
        asked = ReachQuestion(
            question.person, self.start, self.end, degrees, minimum=LINK, latent=LATENT
        )
        return len(sql.reach(self.connection, "stay", asked))

    def shared(self, cases: Cases) -> int:
        return len(sql.shared_venues(self.connection, "stay", cases.tolist(), self.start, self.end))


def _dollars(statement: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"$\1", statement)


@contextmanager
def postgresql(scene: Scene) -> Iterator[PostgreSql]:
    with (
        tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder,
        embedded.running(Path(folder) / "pg") as server,
        psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection,
    ):
        yield PostgreSql(scene, connection)
