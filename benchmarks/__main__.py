"""`make bench`: every table, one after the other; `make bench FULL=1`: those of the province at its full size.

`python -m benchmarks.NAME` runs one, with its own options.
"""

import subprocess
import sys

TABLES = (
    "ingest",
    "tracing",
    "loading",
    "counts",
    "lists",
    "portal",
    "sessions",
    "calibration",
    "simulation",
    "startup",
    "app",
)
OF_THE_PROVINCE = ("tracing", "loading", "counts")


def main() -> int:
    full = ["--full"] if "--full" in sys.argv[1:] else []
    worst = 0
    for name in TABLES:
        print(f"\n== {name}", flush=True)
        options = full if name in OF_THE_PROVINCE else []
        told = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False)
        worst = max(worst, told.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
