"""What the tracing benchmarks ask, whom, and how the time is taken."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.scenes import Scene

MINIMUM, LINK, LATENT, WINDOW = 60, 900, 2 * 86400, 14 * 86400
"""Seconds: an encounter, a link of a chain, until somebody exposed is infectious, the case's window."""
CASES = 200
Cases = NDArray[np.int32]


@dataclass(frozen=True)
class Question:
    """A stay, and whose it is."""

    person: int
    venue: int
    entered: int
    left: int


class Rival:
    """A rival answers some questions with the number of contacts; LookupError: it has no way worth the name."""

    name = ""

    def stay(self, _question: Question) -> int:
        raise LookupError

    def itinerary(self, _question: Question) -> int:
        raise LookupError

    def degree(self, _question: Question, _degrees: int) -> int:
        raise LookupError

    def shared(self, _cases: Cases) -> int:
        raise LookupError


def questions(scene: Scene, count: int, seed: int = 3) -> list[Question]:
    """Stays drawn at random: busy places and busy people come more often, as they do among cases."""
    log, rng = scene.log, np.random.default_rng(seed)
    rows = rng.integers(0, len(log), count)
    return [
        Question(int(log.person[r]), int(log.venue[r]), int(log.entered[r]), int(log.left[r]))
        for r in rows
    ]


def timed(
    ask: Callable[[Any], Any], asked: Sequence[Any], seconds: float = 20.0
) -> tuple[float, float, int]:
    """p50 and p99 in nanoseconds, and of how many questions: as many as some seconds allow, one at least."""
    taken, end = [], time.perf_counter() + seconds
    for question in asked:
        began = time.perf_counter_ns()
        ask(question)
        taken.append(time.perf_counter_ns() - began)
        if time.perf_counter() > end:
            break
    p50, p99 = np.percentile(taken, [50, 99])
    return float(p50), float(p99), len(taken)


def unit(nanoseconds: float) -> str:
    """Three digits and a unit."""
    for name, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {name}"
    return f"{nanoseconds:.0f} ns"
