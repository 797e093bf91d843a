"""The log that the tracing benchmarks search: a seeded province with its ends imputed, day by day, as the tracer does."""

import sys
import time
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from ansim.domain.days import day_bounds
from ansim.simulation.province import Province
from ansim.tracing.dwell import DWELL_SHARE, TRAVEL, StayBounds, impute_ends, start_curves
from ansim.tracing.index import BASE, Index, VisitLog


@dataclass
class Scene:
    """A province's log and its index; `bounds` are the starts of the days, seconds since BASE."""

    province: Province
    log: VisitLog
    bounds: list[int]
    index: Index
    seconds: dict[str, float]
    wedding: tuple[int, int, int]
    """Venue, start and end of the hour in which the guests of the great wedding come."""


def build(scale: float, days: int, seed: int = 7) -> Scene:
    began = time.perf_counter()
    province = Province.build(seed, scale)
    category = np.zeros(int(province.venues.category.size) + 1, np.int16)
    category[1:] = province.venues.category
    curves = start_curves()
    dwell = np.array(
        [curves.quantile(number, DWELL_SHARE) for number in range(len(curves.row_of))], np.int64
    )
    parts = []
    for number in range(days):
        visits = province.day(number).visits
        left = impute_ends(
            visits.person,
            visits.venue,
            visits.entered,
            visits.left,
            StayBounds(dwell[category[visits.venue]], travel=TRAVEL),
        )
        columns = (visits.person, visits.venue, visits.entered - BASE, left - BASE)
        parts.append(VisitLog(*(column.astype(np.int32) for column in columns)))
    log = VisitLog(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("person", "venue", "entered", "left")
        )
    )
    made = time.perf_counter()
    bounds = [
        day_bounds(province.start + timedelta(days=number))[0] - BASE for number in range(days + 1)
    ]
    index = Index.build(log, bounds)
    built = time.perf_counter()
    print(
        f"{len(log):,} visits, {index.snapshot.people:,} people, {index.snapshot.venues:,} venues",
        file=sys.stderr,
    )
    seconds = {"province": made - began, "index": built - made}
    return Scene(province, log, bounds, index, seconds, _wedding(province, bounds))


def _wedding(province: Province, bounds: list[int]) -> tuple[int, int, int]:
    """The hall, and the hour in which the guests come."""
    start = bounds[min(province.wedding_day, len(bounds) - 2)] + 11 * 3600
    return province.places.hall + 1, start, start + 3600


def last_days(scene: Scene, days: int) -> Scene:
    """The same scene, as if the log had begun so many days before its end."""
    bounds = scene.bounds[-days - 1 :]
    rows = np.flatnonzero(scene.log.entered >= bounds[0])
    columns = (scene.log.person, scene.log.venue, scene.log.entered, scene.log.left)
    log = VisitLog(*(column[rows] for column in columns))
    began = time.perf_counter()
    index = Index.build(
        log, bounds, people=scene.index.snapshot.people, venues=scene.index.snapshot.venues
    )
    return Scene(
        scene.province, log, bounds, index, {"index": time.perf_counter() - began}, scene.wedding
    )
