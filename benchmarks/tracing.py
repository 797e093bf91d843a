"""Contact search, side by side: the kernels against PostgreSQL, DuckDB, Polars, sorted numpy and a temporal-graph library.

`python -m benchmarks.tracing [--scale 0.05] [--days 28] [--full] [--alone]`. `--full` is the province: 37.7 million visits
(12 GB; three quarters of an hour with all rivals, two minutes alone). Medians and 99th percentiles over the same questions;
before a rival is timed its answer to the first question is compared with ours. Then: how near each search is to what
memory allows, and how it grows with the days kept.
"""

import argparse
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import psycopg

from ansim.simulation.province import Province
from ansim.tracing.contacts import search
from ansim.tracing.contacts.kernels import pairs
from ansim.tracing.index import Index, Snapshot, VisitLog
from ansim.tracing.index.index import _take
from ansim.tracing.ranking import risk
from ansim.tracing.reach import (
    LinkTerms,
    ReachQuestion,
    ReachWorkspace,
    Sources,
    collect_stays,
    reach,
    riskiest,
)
from ansim.tracing.sources import clusters
from benchmarks.questions import (
    CASES,
    LATENT,
    LINK,
    MINIMUM,
    WINDOW,
    Cases,
    Question,
    Rival,
    questions,
    timed,
    unit,
)
from benchmarks.rivals import temporal_graph
from benchmarks.rivals.arrays import Polars, SortedNumpy
from benchmarks.rivals.databases import DuckDb, postgresql
from benchmarks.scenes import Scene, build, last_days

BYTES = 12
"""Of a visit that a search must look at: person, entered, left."""
TOP = 2000
LONG = 10e9
GROWTH = (1, 4, 12, 28)


class Kernels(Rival):
    """Ours."""

    name = "ansim"

    def __init__(self, scene: Scene) -> None:
        self.snapshot, self.work = scene.index.snapshot, search.Workspace()
        self.end = scene.bounds[-1]
        self.start = max(scene.bounds[0], self.end - WINDOW)
        self.reaching = ReachWorkspace(self.snapshot.people)
        self.hazard = _hazard(scene.province, self.snapshot)

    def stay(self, question: Question) -> int:
        stay = (question.venue, question.entered, question.left)
        return pairs(self.snapshot.table, *stay, 0, MINIMUM, question.person, self.work.rows, 0)

    def itinerary(self, question: Question) -> int:
        return len(
            search.of_itinerary(
                self.snapshot, self.work, question.person, self.start, self.end, minimum=MINIMUM
            )
        )

    def degree(self, question: Question, degrees: int) -> int:
        return len(reach(self.snapshot, self.reaching, self._links(question, degrees)))

    def riskiest(self, question: Question, degrees: int, limit: int = TOP) -> int:
        met = search.of_itinerary(
            self.snapshot,
            self.work,
            question.person,
            self.start,
            self.end,
            minimum=LINK,
            hazard=self.hazard,
        )
        found = riskiest(
            self.snapshot,
            self.reaching,
            self._links(question, degrees),
            limit,
            self.hazard,
            direct=(met.person, risk.of_dose(met.dose)),
        )
        return len(found)

    def _links(self, question: Question, degrees: int) -> ReachQuestion[int]:
        return ReachQuestion(
            question.person, self.start, self.end, degrees, minimum=LINK, latent=LATENT
        )

    def shared(self, cases: Cases) -> int:
        return len(clusters.shared_venues(self.snapshot, cases, self.start, self.end))

    # What each search must look at, in visits.

    def visits_of_itinerary(self, question: Question) -> float:
        met = search.of_itinerary(self.snapshot, self.work, question.person, self.start, self.end)
        return float(met.encounters.sum())

    def visits_of_degree(self, question: Question, degrees: int) -> float:
        """The places and days where somebody is infectious in the last round."""
        found = reach(self.snapshot, self.reaching, self._links(question, degrees - 1))
        one_each = np.arange(len(found) + 1, dtype=np.int32)
        sources = Sources(found.person, one_each, found.exposed + LATENT)
        terms = LinkTerms(self.start, self.end, LINK, 0)
        written = collect_stays(self.snapshot, self.reaching, sources, terms)
        rows, venues = np.divmod(np.unique(written.keys >> 32), self.snapshot.venues)
        sizes = (
            np.diff(segment.offsets)[venues[rows == row]].sum()
            for row, segment in enumerate(self.snapshot.segments)
        )
        return float(sum(sizes))

    def visits_of_cases(self, cases: Cases) -> float:
        return float(
            sum(
                len(search.stays_of(self.snapshot, self.work, int(case), self.start, self.end))
                for case in cases
            )
        )


@dataclass(frozen=True)
class Search:
    """A row of the tables: how we and the rivals are asked, and how many visits must be looked at."""

    title: str
    ask: Callable[[Any, Any], int]
    asked: Sequence[Any]
    touched: Callable[[Kernels, Any], float]


def searches(scene: Scene) -> list[Search]:
    stays = questions(scene, 20000)
    venue, start, end = scene.wedding
    wedding = Question(-1, venue, start, end)
    cases = np.array([question.person for question in stays[:CASES]], np.int32)
    return [
        Search("contacts of one stay", lambda rival, one: rival.stay(one), stays, Kernels.stay),
        Search("the wedding", lambda rival, one: rival.stay(one), [wedding] * 500, Kernels.stay),
        Search(
            "14-day itinerary",
            lambda rival, one: rival.itinerary(one),
            stays[:2000],
            Kernels.visits_of_itinerary,
        ),
        *(
            Search(
                f"degree {degrees}",
                lambda rival, one, degrees=degrees: rival.degree(one, degrees),
                stays[:50],
                lambda ours, one, degrees=degrees: ours.visits_of_degree(one, degrees),
            )
            for degrees in (2, 3)
        ),
        Search(
            f"shared venues of {CASES}",
            lambda rival, one: rival.shared(one),
            [cases] * 50,
            Kernels.visits_of_cases,
        ),
    ]


def compare(ours: Kernels, rivals: list[Rival], rows: list[Search]) -> None:
    for row in rows:
        expected = row.ask(ours, row.asked[0])
        print(
            f"\n{row.title:24}{'p50':>10}{'p99':>10} (questions)   the first answer: {expected:,}"
        )
        print_time(ours.name, *timed(lambda one, row=row: row.ask(ours, one), row.asked))
        for rival in rivals:
            try:
                print_rival(rival, row, expected)
            except LookupError:
                continue
            except (psycopg.errors.QueryCanceled, duckdb.OutOfMemoryException) as error:
                print(f"  {rival.name:22}gave up: {type(error).__name__}", flush=True)


def print_rival(rival: Rival, row: Search, expected: int) -> None:
    """Its first answer held against ours, then its times; a first answer that took long is the only one."""
    began = time.perf_counter_ns()
    answer = row.ask(rival, row.asked[0])
    took = time.perf_counter_ns() - began
    agrees = "" if answer == expected else f"  ITS ANSWER: {answer:,}"
    if took > LONG:
        print_time(rival.name, took, took, 1, agrees)
    else:
        print_time(rival.name, *timed(lambda one: row.ask(rival, one), row.asked), agrees)


def print_time(name: str, p50: float, p99: float, count: int, note: str = "") -> None:
    print(f"  {name:22}{unit(p50):>10}{unit(p99):>10} ({count}){note}", flush=True)


def bandwidth() -> float:
    """Bytes a second that both cores read together."""
    parts = [np.ones(1 << 26, np.int64) for _ in range(2)]
    threads = [threading.Thread(target=part.sum) for part in parts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(part.nbytes for part in parts) / (time.perf_counter() - began)


def alone(scene: Scene, ours: Kernels, rows: list[Search]) -> None:
    """Our searches, and what memory traffic alone would take: the visits to look at, over the bandwidth."""
    speed = max(bandwidth() for _ in range(3))
    print(
        f"\nbandwidth of both cores {speed / 1e9:.1f} GB/s; a search must look at so many visits of {BYTES} bytes"
    )
    print(f"{'':24}{'p50':>10}{'p99':>10}{'visits':>14}{'at least':>10}{'ratio':>7}")
    for row in rows:
        row.ask(ours, row.asked[0])
        p50, p99, _ = timed(lambda one, row=row: row.ask(ours, one), row.asked)
        visits = float(np.mean([row.touched(ours, one) for one in row.asked[:10]]))
        least = visits * BYTES / speed * 1e9
        print(
            f"{row.title:24}{unit(p50):>10}{unit(p99):>10}{visits:>14,.0f}{unit(least):>10}{p50 / least:>7.1f}",
            flush=True,
        )
    by_reach(scene, ours)
    few = questions(scene, 50)
    for title, degrees, limit in (
        (f"riskiest {TOP} of degree 2", 2, TOP),
        (f"riskiest {TOP} of degree 3", 3, TOP),
        ("risk of all, degree 2", 2, ours.snapshot.people),
    ):
        p50, p99, _ = timed(lambda one, d=degrees, limit=limit: ours.riskiest(one, d, limit), few)
        print(f"{title:24}{unit(p50):>10}{unit(p99):>10}")
    appending(scene, ours)
    print(f"{ours.snapshot.nbytes / ours.snapshot.visits:.1f} bytes a visit, all in")
    print(" ".join(f"{name} made in {seconds:.1f} s;" for name, seconds in scene.seconds.items()))


def by_reach(scene: Scene, ours: Kernels) -> None:
    """Degree 2 again, of 400 people drawn by their visits and 400 by head, and by the share of everybody that it reaches."""
    drawn = np.random.default_rng(5).integers(0, ours.snapshot.people, 400)
    heads = [Question(int(person), 0, 0, 0) for person in drawn]
    shares, taken = [], []
    for name, few in (("their visits", questions(scene, 400)), ("head", heads)):
        for question in few:
            reached: list[int] = []
            took, _, _ = timed(lambda one, to=reached: to.append(ours.degree(one, 2)), [question])
            shares.append(10 * reached[0] // ours.snapshot.people)
            taken.append(took)
        print(
            f"degree 2 of people drawn by {name}: p50 {unit(float(np.median(taken[-len(few) :])))}"
        )
    print("by the share of the people that it reaches, p50 of so many:", end="")
    for share in sorted(set(shares)):
        there = [took for took, tenth in zip(taken, shares, strict=True) if tenth == share]
        print(f" {10 * share} % and more {unit(float(np.median(there)))} ({len(there)});", end="")
    print()


def appending(scene: Scene, ours: Kernels) -> None:
    """A day's visits once more, as they come: ready to be searched, then the runs merged behind them."""
    growing = Index(ours.snapshot)
    day = np.flatnonzero(scene.log.entered >= scene.bounds[-2])
    day = day[np.argsort(scene.log.entered[day], kind="stable")]
    appended, merging = [], []

    def append(fresh: VisitLog) -> None:
        growing.append(fresh)
        _ = growing.snapshot.table

    def merge(_: None) -> None:
        growing.merge_runs()

    for at in range(0, len(day) - 999, 1000):
        fresh = _take(scene.log, day[at : at + 1000])
        appended.append(timed(append, [fresh])[0])
        merging.append(timed(merge, [None])[0])
    for title, taken in (("1,000 visits appended", appended), ("runs merged behind them", merging)):
        p50, p99, most = np.percentile(taken, [50, 99, 100])
        print(
            f"{title:24}{unit(p50):>10}{unit(p99):>10} ({len(taken)} times, at most {unit(most)})"
        )


def growth(scene: Scene) -> None:
    print("\np50 as the days kept grow")
    table: dict[str, list[float]] = {}
    sizes = []
    for days in (days for days in GROWTH if days < len(scene.bounds)):
        part = last_days(scene, days)
        ours = Kernels(part)
        sizes.append(f"{days} days")
        for row in searches(part):
            if row.title != "the wedding":  # on one day
                row.ask(ours, row.asked[0])
                p50, _, _ = timed(
                    lambda one, row=row, ours=ours: row.ask(ours, one), row.asked[:2000], 5
                )
                table.setdefault(row.title, []).append(p50)
        table.setdefault("visits", []).append(len(part.log))
    print(f"{'':24}" + "".join(f"{size:>12}" for size in sizes))
    for title, figures in table.items():
        print(
            f"{title:24}"
            + "".join(f"{f'{one:,.0f}' if title == 'visits' else unit(one):>12}" for one in figures)
        )


def _hazard(province: Province, snapshot: Snapshot) -> risk.Floats:
    category = np.zeros(snapshot.venues, np.int16)
    category[1 : len(province.venues.category) + 1] = province.venues.category[
        : snapshot.venues - 1
    ]
    return risk.hazard_of(category)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without rivals")
    options = parser.parse_args()
    scene = build(1.0 if options.full else options.scale, options.days)
    ours, rows = Kernels(scene), searches(scene)
    print(f"{len(scene.log):,} visits over {options.days} days, {ours.snapshot.people:,} people")
    alone(scene, ours, rows)
    growth(scene)
    if options.alone:
        return
    with postgresql(scene) as server:
        compare(ours, [SortedNumpy(scene), Polars(scene), DuckDb(scene), server], rows)
    temporal_graph.main()


if __name__ == "__main__":
    main()
