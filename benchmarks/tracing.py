"""Contact search, side by side: the kernels against PostgreSQL, DuckDB, Polars and sorted numpy, over the same log in one run.

`python -m benchmarks.tracing [--scale 0.05] [--days 28] [--full]`. `--full` is the province: 37.7 million visits (needs 12 GB
and half an hour with all rivals). Medians and 99th percentiles over the same questions; before a rival is timed its
answer to the first question is compared with ours.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import psycopg

from ansim.database import embedded
from ansim.tracing import clusters, search, sql
from ansim.tracing.contacts import pairs
from ansim.tracing.index import Index, _take
from ansim.tracing.reach import ReachWorkspace, reach
from benchmarks.scenes import Scene, build

MINIMUM, LINK, LATENT, WINDOW = 60, 900, 2 * 86400, 14 * 86400


@dataclass(frozen=True)
class Question:
    person: int
    venue: int
    entered: int
    left: int


def timed(ask: Callable[[Any], Any], questions: list[Any], seconds: float = 20.0) -> str:
    """p50 and p99 in a readable unit; stops after some seconds, and says over how many."""
    taken, end = [], time.perf_counter() + seconds
    for question in questions:
        began = time.perf_counter_ns()
        ask(question)
        taken.append(time.perf_counter_ns() - began)
        if time.perf_counter() > end and len(taken) >= 3:
            break
    p50, p99 = np.percentile(taken, [50, 99])
    return f"{unit(p50):>9} {unit(p99):>9} ({len(taken)})"


def unit(nanoseconds: float) -> str:
    for name, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {name}"
    return f"{nanoseconds:.0f} ns"


class Rival:
    """A rival answers some questions with the number of contacts; None: it has no way worth the name."""

    name = ""

    def stay(self, _question: Question) -> int:
        raise LookupError

    def itinerary(self, _question: Question) -> int:
        raise LookupError

    def second_degree(self, _question: Question) -> int:
        raise LookupError


class Kernels(Rival):
    name = "ansim"

    def __init__(self, scene: Scene) -> None:
        self.snapshot, self.work = scene.index.snapshot, search.Workspace()
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]
        self.reaching = ReachWorkspace(self.snapshot.people)

    def stay(self, question: Question) -> int:
        table = self.snapshot.table
        return pairs(
            table,
            question.venue,
            question.entered,
            question.left,
            0,
            MINIMUM,
            question.person,
            self.work.rows,
            0,
        )

    def itinerary(self, question: Question) -> int:
        return len(
            search.of_itinerary(
                self.snapshot, self.work, question.person, self.start, self.end, minimum=MINIMUM
            )
        )

    def degree(self, question: Question, degrees: int) -> int:
        return len(
            reach(
                self.snapshot,
                self.reaching,
                question.person,
                self.start,
                self.end,
                degrees,
                minimum=LINK,
                latent=LATENT,
            )
        )

    def second_degree(self, question: Question) -> int:
        return self.degree(question, 2)


class SortedNumpy(Rival):
    name = "sorted numpy"

    def __init__(self, scene: Scene) -> None:
        log = scene.log
        order = np.lexsort((log.entered, log.venue))
        self.person, self.entered, self.left = log.person[order], log.entered[order], log.left[order]
        self.offsets = np.searchsorted(log.venue[order], np.arange(scene.index.snapshot.venues + 1))
        by_person = np.argsort(log.person, kind="stable")
        self.mine, self.log = (
            np.split(
                by_person, np.searchsorted(log.person[by_person], np.arange(1, scene.index.snapshot.people))
            ),
            log,
        )
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def _pairs(self, venue: int, entered: int, left: int, me: int) -> tuple[Any, Any]:
        low, high = self.offsets[venue], self.offsets[venue + 1]
        high = low + np.searchsorted(self.entered[low:high], left)
        overlap = np.minimum(self.left[low:high], left) - np.maximum(self.entered[low:high], entered)
        chosen = (overlap > 0) & (self.person[low:high] != me)
        return self.person[low:high][chosen], overlap[chosen]

    def stay(self, question: Question) -> int:
        _person, overlap = self._pairs(question.venue, question.entered, question.left, question.person)
        return int((overlap >= MINIMUM).sum())

    def itinerary(self, question: Question) -> int:
        people, overlaps = [], []
        for row in self.mine[question.person]:
            entered, left = max(self.log.entered[row], self.start), min(self.log.left[row], self.end)
            if left > entered:
                person, overlap = self._pairs(self.log.venue[row], entered, left, question.person)
                people.append(person)
                overlaps.append(overlap)
        if not people:
            return 0
        _who, place = np.unique(np.concatenate(people), return_inverse=True)
        return int((np.bincount(place, np.concatenate(overlaps)) >= MINIMUM).sum())


class Polars(Rival):
    name = "Polars"

    def __init__(self, scene: Scene) -> None:
        log = scene.log
        self.frame = pl.DataFrame(
            {"person": log.person, "venue": log.venue, "entered": log.entered, "left": log.left}
        ).sort("venue", "entered")
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def stay(self, question: Question) -> int:
        overlap = pl.min_horizontal("left", pl.lit(question.left)) - pl.max_horizontal(
            "entered", pl.lit(question.entered)
        )
        return self.frame.filter(
            (pl.col("venue") == question.venue) & (pl.col("person") != question.person) & (overlap >= MINIMUM)
        ).height

    def itinerary(self, question: Question) -> int:
        mine = (
            self.frame.filter(pl.col("person") == question.person)
            .select(
                "venue",
                a=pl.max_horizontal("entered", pl.lit(self.start)),
                b=pl.min_horizontal("left", pl.lit(self.end)),
            )
            .filter(pl.col("b") > pl.col("a"))
        )
        near = self.frame.filter(
            pl.col("venue").is_in(mine["venue"].implode()) & (pl.col("person") != question.person)
        )
        overlap = pl.min_horizontal("left", "b") - pl.max_horizontal("entered", "a")
        joined = near.join(mine, on="venue").with_columns(o=overlap).filter(pl.col("o") > 0)
        return joined.group_by("person").agg(pl.col("o").sum()).filter(pl.col("o") >= MINIMUM).height


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

    def _count(self, statement: str, values: dict[str, int]) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()
        return int(row[0]) if row else 0

    def stay(self, question: Question) -> int:
        statement = sql.CONTACTS_OF_STAY.replace("{stays}", "stay").split("ORDER BY")[0]
        values = {
            "person": question.person, "venue": question.venue, "entered": question.entered, "left": question.left,
            "residual": 0, "minimum": MINIMUM,
        }  # fmt: skip
        return self._count(_dollars(statement), values)

    def itinerary(self, question: Question) -> int:
        values = {
            "person": question.person, "start": self.start, "end": self.end, "residual": 0, "minimum": MINIMUM,
        }  # fmt: skip
        return self._count(_dollars(sql.CONTACTS_OF_ITINERARY.replace("{stays}", "stay")), values)

    def second_degree(self, question: Question) -> int:
        # The interval join of each round, earliest exposure by aggregation.
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE label AS SELECT ?::INT person, ?::INT infectious, true fresh",
            [question.person, self.start],
        )
        for _round in range(2):
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
                    CASE WHEN best.person IS NULL OR best.exposed + $latent >= label.infectious THEN label.infectious
                         ELSE best.exposed + $latent END infectious,
                    label.person IS NULL OR best.exposed + $latent < label.infectious AND label.person <> $case AS fresh
                FROM label FULL JOIN best USING (person)""".replace(
                    "THEN label.infectious\n", "THEN coalesce(label.infectious, best.exposed + $latent)\n"
                ),
                {"latent": LATENT, "case": question.person},
            )
        row = self.connection.execute("SELECT count(*) - 1 FROM label").fetchone()
        return int(row[0]) if row else 0


class PostgreSql(Rival):
    name = "PostgreSQL"

    def __init__(self, scene: Scene, connection: sql.Connection) -> None:
        self.connection = connection
        connection.execute("SET work_mem = '256MB'")
        connection.execute("CREATE UNLOGGED TABLE stay (person int, venue int, entered int, left_at int)")
        log = scene.log
        rows = np.empty(len(log), [("n", ">i2"), *[(f"f{i}{k}", ">i4") for i in range(4) for k in "lv"]])
        rows["n"] = 4
        for number, name in enumerate(("person", "venue", "entered", "left")):
            rows[f"f{number}l"], rows[f"f{number}v"] = 4, getattr(log, name)
        with connection.cursor().copy("COPY stay FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")
        connection.execute("CREATE INDEX ON stay (venue, entered) INCLUDE (left_at, person)")
        connection.execute("CREATE INDEX ON stay (person)")
        connection.execute("VACUUM ANALYZE stay")
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def stay(self, question: Question) -> int:
        return len(sql.contacts_of_stay(
            self.connection, "stay", person=question.person, venue=question.venue, entered=question.entered,
            left=question.left, minimum=MINIMUM,
        ))  # fmt: skip

    def itinerary(self, question: Question) -> int:
        return len(sql.contacts_of_itinerary(
            self.connection, "stay", person=question.person, start=self.start, end=self.end, minimum=MINIMUM
        ))  # fmt: skip

    def second_degree(self, question: Question) -> int:
        return len(sql.reach(
            self.connection, "stay", question.person, self.start, self.end, 2, minimum=LINK, latent=LATENT
        ))  # fmt: skip


def _dollars(statement: str) -> str:
    for name in ("person", "venue", "entered", "left", "residual", "minimum", "start", "end"):
        statement = statement.replace(f"%({name})s", f"${name}")
    return statement


@contextmanager
def postgresql(scene: Scene) -> Iterator[PostgreSql]:
    with (
        tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder,
        embedded.running(Path(folder) / "pg") as server,
        psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection,
    ):
        yield PostgreSql(scene, connection)


def questions(scene: Scene, count: int, seed: int = 3) -> list[Question]:
    log, rng = scene.log, np.random.default_rng(seed)
    rows = rng.integers(0, len(log), count)
    return [
        Question(int(log.person[r]), int(log.venue[r]), int(log.entered[r]), int(log.left[r])) for r in rows
    ]


def compare(ours: Kernels, rivals: list[Rival], asked: list[Question]) -> None:
    for title, method, count in (
        ("one stay", "stay", 20000),
        ("14-day itinerary", "itinerary", 2000),
        ("degree 2", "second_degree", 30),
    ):
        print(f"\n{title:24} {'p50':>9} {'p99':>9}  (questions)")
        own: Callable[[Question], int] = getattr(ours, method)
        expected = own(asked[0])
        print(f"  {ours.name:22} {timed(own, asked[:count])}")
        for rival in rivals:
            ask = getattr(rival, method)
            try:
                answer = ask(asked[0])
            except LookupError:
                continue
            agrees = "" if answer == expected else f"  DISAGREES: {answer}, not {expected}"
            print(f"  {rival.name:22} {timed(ask, asked[:count])}{agrees}")


def own_searches(scene: Scene, ours: Kernels, asked: list[Question]) -> None:
    venue, start, end = scene.wedding
    table, rows = ours.snapshot.table, ours.work.rows
    guests = pairs(table, venue, start, end, 0, MINIMUM, -1, rows, 0)
    wedding = timed(lambda _: pairs(table, venue, start, end, 0, MINIMUM, -1, rows, 0), [0] * 500)
    print(f"\nthe wedding ({guests} guests)  {wedding}")
    print(f"degree 3                 {timed(lambda question: ours.degree(question, 3), asked[:10])}")
    cases = np.array([question.person for question in asked[:200]], np.int32)
    begin, close = ours.start, ours.end
    shared = timed(lambda _: clusters.shared_venues(ours.snapshot, cases, begin, close), [0] * 20)
    print(f"shared venues of 200     {shared}")
    fresh = _take(scene.log, np.arange(1000))
    growing = Index(ours.snapshot)
    print(f"append 1,000 visits      {timed(lambda _: growing.append(fresh), [0] * 50)}")
    print(f"memory                   {ours.snapshot.nbytes / ours.snapshot.visits:.1f} bytes a visit")
    print(
        f"index built in           {scene.seconds['index']:.1f} s, province made in {scene.seconds['province']:.1f} s"
    )
    memory = np.ones(1 << 28, np.uint8)
    began = time.perf_counter()
    memory.view(np.int64).sum()
    bandwidth = memory.nbytes / (time.perf_counter() - began)
    print(
        f"one pass over the index  {ours.snapshot.nbytes / bandwidth * 1e3:.0f} ms at {bandwidth / 1e9:.1f} GB/s (one core)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without rivals")
    options = parser.parse_args()
    scene = build(1.0 if options.full else options.scale, options.days)
    asked = questions(scene, 20000)
    ours = Kernels(scene)
    print(f"{len(scene.log):,} visits over {options.days} days, {ours.snapshot.people:,} people")
    own_searches(scene, ours, asked)
    if options.alone:
        return
    with postgresql(scene) as server:
        compare(ours, [SortedNumpy(scene), Polars(scene), DuckDb(scene), server], asked)


if __name__ == "__main__":
    main()
