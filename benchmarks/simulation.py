"""How long a whole province takes: 37.7 million check-ins of 28 days, generated and written.

`python -m benchmarks.simulation [SCALE]`, SCALE 1 for the province of the report. The target is 3 minutes on two cores.
"""

import hashlib
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from ansim.simulation.files import write_visits
from ansim.simulation.outbreak import plant
from ansim.simulation.population import CYCLE
from ansim.simulation.province import CHECK_INS_A_WEEK, Province
from ansim.simulation.scenario import Scenario

TARGET = 180.0


def _warm() -> None:
    """Compile, or load what was compiled, apart from what is measured."""
    started = time.perf_counter()
    Province.build(1, 0.001).visits(1)
    print(f"compiled code ready in {time.perf_counter() - started:.1f} s")


def main() -> None:
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    _warm()
    started = time.perf_counter()
    province = Province.build(1, scale)
    built = time.perf_counter() - started
    digest, count, busiest, open_ended = hashlib.sha256(), 0, 0, 0
    spent = built
    for number in range(CYCLE):
        started = time.perf_counter()
        visits = province.day(number).visits
        spent += time.perf_counter() - started
        count += len(visits)
        busiest = max(busiest, int(np.bincount(visits.venue).max()))
        open_ended += int((visits.left < 0).sum())
        digest.update(visits.entered.tobytes() + visits.person.tobytes() + visits.venue.tobytes())
    a_week = count / province.people.active / (CYCLE / 7)
    print(
        f"{len(province.venues):,} venues, {province.sign_ups:,} sign-ups, {province.people.active:,} active people"
    )
    print(
        f"built in {built:.1f} s; {count:,} visits of {CYCLE} days in {spent:.1f} s in all (target {TARGET:.0f} s)"
    )
    print(f"{a_week:.2f} check-ins per active person and week (reported: {CHECK_INS_A_WEEK})")
    print(
        f"busiest venue and day: {busiest:,} visits; without a check-out: {open_ended / count:.1%}"
    )
    print(f"hash of the log: {digest.hexdigest()[:16]}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visits.parquet"
        started = time.perf_counter()
        write_visits(province, province.days(7), path)
        took = time.perf_counter() - started
        print(
            f"7 days generated and written to Parquet in {took:.1f} s, {path.stat().st_size / 1e6:.0f} MB"
        )
    del visits
    days = list(province.days(14))
    for scenario in Scenario:
        started = time.perf_counter()
        outbreak = plant(province, days, scenario)
        took = time.perf_counter() - started
        print(
            f"{scenario:<8} planted in 14 days: {len(outbreak.chain):>4} infections, {took:.1f} s"
        )
    print(f"greatest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()
