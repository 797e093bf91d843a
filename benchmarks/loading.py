"""From PostgreSQL to ready: what the tracer needs to start, with a province's visits in a real database.

`python -m benchmarks.loading [--scale 0.05] [--days 28] [--full]`. `--full`: 37.7 million visits (10 GB of disk, 12 GB of
memory, a quarter of an hour, nearly all of it to fill the database). Target: 45 s in all, warm. The tracer's own code
reads, in a process of its own; then what importing its kernels costs with and without compiled ones.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from ansim.database import embedded
from ansim.keys import DayKeys, KeyFolder
from ansim.settings.environment import dsn
from ansim.simulation.database_copy import copy_province
from ansim.simulation.province import Province
from ansim.tracing.dwell import start_curves
from ansim.tracing.process import loading
from ansim.tracing.process.known_venues import read_venues

TARGET = 45.0
SEED = 7


def fill(folder: Path, scale: float, days: int) -> None:
    """Migrate the databases and copy a province into them."""
    run("-m", "ansim.cli", "migrate")
    keys = DayKeys(KeyFolder(folder / "keys"))
    province = Province.build(SEED, scale)
    began = time.perf_counter()
    count = copy_province(province, province.days(days), keys)
    with psycopg.connect(dsn("owner", "visits"), autocommit=True) as visits:
        visits.execute("VACUUM ANALYZE")
    took = time.perf_counter() - began
    print(f"{count:,} visits copied into PostgreSQL in {took:.0f} s", flush=True)


def load(scale: float, days: int) -> None:
    """In a fresh process: load as the tracer does, and say where the time went."""
    province = Province.build(SEED, scale)
    wanted = [province.start + timedelta(days=number) for number in range(days)]
    spent: Counter[str] = Counter()

    def clocked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent[name] += time.perf_counter() - began

        return measured

    with psycopg.connect(dsn("tracer", "main")) as main:
        places = read_venues(main)
    keys = DayKeys(KeyFolder(Path(os.environ["ANSIM_DATA"]) / "keys"))
    loader = loading.Loader(dsn("tracer", "visits"), keys, places, start_curves())
    loading.read_day = clocked("reading rows", loading.read_day)
    loading.impute_ends = clocked("imputing ends", loading.impute_ends)
    keys.people = clocked("tags to ids", keys.people)  # type: ignore[method-assign]
    loader.people.add = clocked("ids to numbers", loader.people.add)  # type: ignore[method-assign]
    loading.Index.build = clocked("index", loading.Index.build)  # type: ignore[method-assign]
    began = time.perf_counter()
    index = loader.load(wanted, time.time())
    took = time.perf_counter() - began
    visits = index.snapshot.visits
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
    print(
        f"ready in {took:.1f} s (target {TARGET:.0f} s at 37.7 million): {visits:,} visits, {visits / took:,.0f} a second"
    )
    print(f"  seconds in each step, two threads: {parts}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"  {index.snapshot.nbytes / 1e9:.2f} GB of index, greatest memory {peak:.1f} GB",
        flush=True,
    )


def cold_start() -> None:
    """What importing the kernels costs before and after they are compiled."""
    with tempfile.TemporaryDirectory() as cache:
        for state in ("compiling", "compiled"):
            began = time.perf_counter()
            run("-c", "import ansim.tracing.process.server", NUMBA_CACHE_DIR=cache)
            print(f"the tracer's code imported in {time.perf_counter() - began:.1f} s, {state}")


def run(*command: str, **environment: str) -> None:
    subprocess.run([sys.executable, *command], env={**os.environ, **environment}, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--load", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    scale = 1.0 if options.full else options.scale
    if options.load:
        load(scale, options.days)
        return
    with tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder:
        os.environ["ANSIM_DATA"] = folder
        with embedded.running(Path(folder) / "postgres"):
            fill(Path(folder), scale, options.days)
            for _ in range(2):
                run(
                    "-m",
                    "benchmarks.loading",
                    "--load",
                    f"--scale={scale}",
                    f"--days={options.days}",
                )
    cold_start()


if __name__ == "__main__":
    main()
