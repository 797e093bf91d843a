"""Every search of two trees of the source side by side: `python -m benchmarks.before_after OTHER_TREE`.

Each tree runs in a process of its own on the same invented log. They take turns search by search, so that a busy machine
weighs on both, and processor time is counted. A ratio is of neighbouring turns; the table shows the median of the rounds
and their spread.
"""

# ruff: noqa: PLC0415  each tree has its own places for what is searched

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROUNDS = 7
PEOPLE, VENUES, DAYS, A_DAY = 60_000, 5_000, 28, 2
_HERE = Path(__file__).parents[1]
# What a search shorter than 10 microseconds may cost more, and any other.
_MOST_OF_SHORT, _MOST = 1.10, 1.05
_SECONDS = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, help="the tree before; this one is the tree after")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    before, after = _start(chosen.other), _start(_HERE)
    names = [_told(tree) for tree in (before, after)][1]["searches"]
    print(f"{'search':<28}{'before':>12}{'after':>12}{'ratio':>8}   spread")
    for name in names:
        # The first turn of each warms caches, and is thrown away.
        turns = [_turn(before, after, name, number) for number in range(chosen.rounds + 1)][1:]
        ratios = [late / early for early, late in turns]
        early, late = (statistics.median(side) for side in zip(*turns, strict=True))
        ratio = statistics.median(ratios)
        most = _MOST_OF_SHORT if early < 10_000 else _MOST
        told = "" if ratio <= most else f"  above {most}"
        print(
            f"{name:<28}{early / 1000:>9.1f} us{late / 1000:>9.1f} us{ratio:>8.3f}"
            f"   {min(ratios):.2f} to {max(ratios):.2f}{told}",
            flush=True,
        )
    for tree in (before, after):
        assert tree.stdin
        tree.stdin.close()
        tree.wait()


def _start(tree: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(tree.resolve() / "src")}
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=tree,
    )


def _turn(
    before: "subprocess.Popen[str]", after: "subprocess.Popen[str]", name: str, number: int
) -> tuple[float, float]:
    """Nanoseconds a question, before and after; who goes first alternates."""
    order = (before, after) if number % 2 else (after, before)
    took = {}
    for tree in order:
        assert tree.stdin
        print(name, file=tree.stdin, flush=True)
        took[tree.pid] = float(_told(tree)["nanoseconds"])
    return took[before.pid], took[after.pid]


def _told(tree: "subprocess.Popen[str]") -> Any:
    assert tree.stdout
    line = tree.stdout.readline()
    if not line:
        raise SystemExit(f"a tree ended: {tree.args}")
    return json.loads(line)


def serve() -> None:
    """In the process of one tree: build the index, then time whatever search is named."""
    searches = _searches()
    print(json.dumps({"searches": list(searches)}), flush=True)
    for line in sys.stdin:
        ask = searches[line.strip()]
        # The processor's time, as others use the machine too.
        asked, began = 0, time.process_time()
        while (taken := time.process_time() - began) < _SECONDS:
            ask(asked)
            asked += 1
        print(json.dumps({"nanoseconds": 1e9 * taken / asked}), flush=True)


def _log() -> tuple[Any, ...]:
    """Each person in two places a day; few venues are busy, most are not."""
    rng = np.random.default_rng(11)
    count = PEOPLE * DAYS * A_DAY
    person = np.tile(np.repeat(np.arange(PEOPLE), A_DAY), DAYS)
    day = np.repeat(np.arange(DAYS), PEOPLE * A_DAY)
    venue = (VENUES * rng.random(count) ** 3).astype(np.int64)
    hour = np.tile([9.0, 15.0], PEOPLE * DAYS) + 5 * rng.random(count)
    entered = day * 86_400 + (3600 * hour).astype(np.int64)
    left = entered + (60 * rng.lognormal(3.6, 0.7, count)).astype(np.int64)
    return tuple(column.astype(np.int32) for column in (person, venue, entered, left))


def _searches() -> dict[str, Callable[[int], object]]:
    try:
        from ansim.tracing.contacts import search
        from ansim.tracing.index import Index, VisitLog
        from ansim.tracing.reach import ReachWorkspace, reach, riskiest
        from ansim.tracing.sources import clusters
    except ImportError:  # before tracing had rooms
        from ansim.tracing import clusters, search
        from ansim.tracing.chains import riskiest
        from ansim.tracing.index import Index
        from ansim.tracing.log import VisitLog
        from ansim.tracing.reach import ReachWorkspace, reach
    try:
        from ansim.tracing.reach_question import ReachQuestion
    except ImportError:  # before what is asked was one value
        ReachQuestion = None  # noqa: N806  a class, or none
    snapshot = Index.build(VisitLog(*_log()), [86_400 * day for day in range(DAYS + 1)]).snapshot
    work, labels = search.Workspace(), ReachWorkspace(snapshot.people)
    rng = np.random.default_rng(5)
    case = rng.integers(0, PEOPLE, 1000).tolist()
    groups = [rng.integers(0, PEOPLE, 40).astype(np.int32) for _ in range(50)]
    hazard = np.full(snapshot.venues, 1e-5)
    window = (7 * 86_400, 21 * 86_400)
    links = {"minimum": 900, "latent": 2 * 86_400}

    def deep(search: Any, number: int, degrees: int, *more: Any, **how: Any) -> object:
        asked = (case[number % 1000], *window, degrees)
        if ReachQuestion is None:
            return search(snapshot, labels, *asked, *more, **links, **how)
        return search(snapshot, labels, ReachQuestion(*asked, **links), *more, **how)

    noon, every = 14 * 86_400 + 43_200, (0, DAYS * 86_400)
    return {
        "contacts of a stay": lambda n: search.of_stay(
            snapshot, work, case[n % 1000] % VENUES, noon, noon + 3600
        ),
        "contacts of an itinerary": lambda n: search.of_itinerary(
            snapshot, work, case[n % 1000], *window, minimum=60
        ),
        "the same, air lingers": lambda n: search.of_itinerary(
            snapshot, work, case[n % 1000], *window, minimum=60, residual=900
        ),
        "present in a window": lambda n: search.present(
            snapshot, work, [(case[n % 1000] % VENUES, noon, noon + 3600)]
        ),
        "nearest check-ins": lambda n: clusters.nearest(
            snapshot, case[n % 1000] % VENUES, noon, 20
        ),
        "shared venues of 40": lambda n: clusters.shared_venues(snapshot, groups[n % 50], *every),
        "who met whom of 40": lambda n: clusters.co_presence(snapshot, groups[n % 50], *window, 60),
        "degree 2": lambda n: deep(reach, n, 2),
        "degree 3": lambda n: deep(reach, n, 3),
        "degree 2 backward": lambda n: deep(reach, n, 2, back=True),
        "riskiest chains, degree 3": lambda n: deep(riskiest, n, 3, 2000, hazard),
    }


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    else:
        main()
