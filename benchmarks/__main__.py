"""`make bench`: every table, one after the other. `python -m benchmarks.NAME` runs one, with its own options."""

import subprocess
import sys

TABLES = ("ingest", "tracing", "calibration", "simulation", "app")


def main() -> int:
    worst = 0
    for name in TABLES:
        print(f"\n== {name}", flush=True)
        worst = max(
            worst, subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
