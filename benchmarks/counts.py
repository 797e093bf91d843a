"""Head counts pushed for a province: what a day's end costs, and what a housekeeping of the tracer costs by day.

`python -m benchmarks.counts [--scale 0.05] [--full]`. `--full`: 50,054 venues, 1.35 million visits a day, two days of them.
Seconds by the clock and of processor, the tracer's own and PostgreSQL's together; the share is of one processor over a
housekeeping interval of 30 s.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg

from ansim.database import embedded
from ansim.domain.days import day_bounds
from ansim.keys import DayKeys, folder
from ansim.settings.environment import dsn
from ansim.simulation.province import Province
from ansim.tracing.process.count_pusher import Heard, push
from ansim.tracing.process.late import LateVisits
from benchmarks.loading import SEED, fill

DAYS = 2
EVERY = 30.0
A_DAY = 1_350_000


def processor_seconds(server: psutil.Process) -> float:
    """Of this process, of all backends that live, and of those that ended, whose time the postmaster keeps."""
    living = sum(sum(one.cpu_times()[:2]) for one in (psutil.Process(), *server.children()))
    return living + sum(server.cpu_times()[:4])


def measured(name: str, server: psutil.Process, work: Callable[[], int]) -> float:
    """Print what it took; gives the processor's seconds."""
    clock, processor = time.perf_counter(), processor_seconds(server)
    sent = work()
    took, spent = time.perf_counter() - clock, processor_seconds(server) - processor
    print(f"{name}: {sent:,} places in {took:.2f} s, {spent:.2f} s of processor", flush=True)
    return spent


def touch(visits: int) -> None:
    """As many visits of the last day as come within a housekeeping, new to whoever follows."""
    with psycopg.connect(dsn("owner", "visits"), autocommit=True) as owner:
        owner.execute(
            "UPDATE visits.visit SET seq = DEFAULT WHERE ctid = ANY (ARRAY("
            " SELECT ctid FROM visits.visit WHERE day = (SELECT max(day) FROM visits.visit) ORDER BY random() LIMIT %s))"
            " AND day = (SELECT max(day) FROM visits.visit)",
            (visits,),
        )


def measure(scale: float, server: psutil.Process) -> None:
    """First push, quiet ones, one of a busy half minute, a day's end."""
    last = Province.build(SEED, scale).start + timedelta(days=DAYS - 1)
    late = day_bounds(last)[1] - 60.0
    with psycopg.connect(dsn("owner", "visits"), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    heard = Heard(LateVisits(DayKeys(folder())))
    with (
        psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits,
        psycopg.connect(dsn("tracer", "main"), autocommit=True) as main,
    ):
        # The first push counts today's visits and closes the day before.
        measured(
            "first push, a day's end and the day at hand",
            server,
            lambda: push(visits, main, late, heard),
        )
        quiet = measured("a push with nothing new", server, lambda: push(visits, main, late, heard))
        touch(int(A_DAY * scale / 86400 * EVERY))
        mean = measured(
            "a push of a mean half minute", server, lambda: push(visits, main, late, heard)
        )
        touch(int(A_DAY * scale / 86400 * EVERY) * 10)
        peak = measured(
            "a push of a half minute ten times as busy",
            server,
            lambda: push(visits, main, late, heard),
        )
        measured("a day's end", server, lambda: push(visits, main, late + 60 + 700, heard))
    shares = ", ".join(
        f"{name} {spent / EVERY:.1%}"
        for name, spent in (("quiet", quiet), ("mean", mean), ("busy", peak))
    )
    print(f"share of one processor: {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    scale = 1.0 if options.full else options.scale
    with tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder:
        os.environ["ANSIM_DATA"] = folder
        with embedded.running(Path(folder) / "postgres") as server:
            fill(Path(folder), scale, DAYS)
            measure(scale, psutil.Process(server.get_pid()))


if __name__ == "__main__":
    main()
