"""Reach in a temporal-graph library (raphtory), at a size that its graph of contacts can bear.

It has no latent period and no stays: an edge stands at the first second of each overlap of a quarter of an hour, both ways,
so an exposure in the middle of an overlap passes nothing on there. We are asked for the same without a latent period;
the counts of people reached are printed side by side, and differ by that rule.
"""

import time

import numpy as np
import polars as pl

from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach
from benchmarks.questions import LINK, questions, timed, unit
from benchmarks.scenes import build


def contact_edges(
    person: "np.ndarray", venue: "np.ndarray", entered: "np.ndarray", left: "np.ndarray"
) -> pl.DataFrame:  # type: ignore[type-arg]
    """(source, target, time) of every overlap of a quarter of an hour, both ways."""
    stay = pl.DataFrame({"person": person, "venue": venue, "entered": entered, "left": left})
    pairs = stay.join(stay, on="venue").filter(
        (pl.col("person") != pl.col("person_right"))
        & (
            pl.min_horizontal("left", "left_right") - pl.max_horizontal("entered", "entered_right")
            >= LINK
        )
    )
    return pairs.select(
        source="person",
        target="person_right",
        time=pl.max_horizontal("entered", "entered_right").cast(pl.Int64),
    )


def main(scale: float = 0.002, days: int = 7) -> None:
    """Print one table."""
    from raphtory import Graph, algorithms  # noqa: PLC0415 slow to import

    scene = build(scale, days)
    log, start, end = scene.log, scene.bounds[0], scene.bounds[-1]
    edges = contact_edges(log.person, log.venue, log.entered, log.left)
    began = time.perf_counter()
    graph = Graph()
    graph.load_edges(edges.to_pandas(), time="time", src="source", dst="target")
    built = time.perf_counter() - began
    asked, work = questions(scene, 20), ReachWorkspace(scene.index.snapshot.people)
    print(
        f"\ntemporal graph: {len(log):,} visits of {days} days, {len(edges):,} edges, its graph built in {built:.1f} s"
    )

    def ours(person: int) -> int:
        return len(
            reach(scene.index.snapshot, work, ReachQuestion(person, start, end, 3, minimum=LINK))
        )

    def theirs(person: int) -> int:
        found = algorithms.temporally_reachable_nodes(graph, 3, start, [person])
        return sum(1 for _ in found) - 1

    people = [question.person for question in asked]
    ours(people[0])
    for name, ask in (("ansim", ours), ("raphtory", theirs)):
        reached: list[int] = []
        p50, p99, count = timed(
            lambda person, ask=ask, reached=reached: reached.append(ask(person)), people, 30
        )
        print(
            f"  {name:22}{unit(p50):>10}{unit(p99):>10} ({count})   degree 3 of the first: {reached[0]:,} people"
        )


if __name__ == "__main__":
    main()
