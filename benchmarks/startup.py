"""What a command costs before it works: `ansim trace contacts` on a small file, beside its compiled libraries alone.

    python -m benchmarks.startup [ROUNDS]

Runs of both are interleaved, so that a busy machine slows both; the medians' ratio is the figure. A first run of each is not
counted. A file so small is answered by the reference, without kernels. Exit status 1 where a target is missed.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

VISITS = 2_400
LIBRARIES = "import numba, pyarrow.csv"
TIME, MEMORY = 1.6, 1.4  # at most so many times the libraries alone
_T = 1_637_370_000


def write_log(file: Path) -> Path:
    """A log of 2,400 visits of 400 people at 60 venues in three days."""
    rows = ["person_id,venue_id,entered_at,left_at"]
    for visit in range(VISITS):
        entered = _T + visit * 7_919 % 259_200
        person, venue = visit * 31 % 400, visit * 17 % 60
        rows.append(f"p{person},v{venue},{entered},{entered + 600 + visit * 13 % 6_600}")
    file.write_text("\n".join(rows) + "\n")
    return file


def cost(command: list[str]) -> tuple[float, float, float]:
    """Processor seconds, seconds and megabytes of a command."""
    start = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    seconds = time.perf_counter() - start
    return used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        # Both find their modules compiled, as every second run of an installed program does.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        log, out = write_log(Path(folder) / "visits.csv"), Path(folder) / "contacts.csv"
        search = [
            sys.executable,
            "-m",
            "ansim.cli",
            "trace",
            "contacts",
            str(log),
            "--person",
            "p1",
        ]
        commands = {
            "trace contacts": [*search, "--out", str(out)],
            "libraries": [sys.executable, "-c", LIBRARIES],
        }
        costs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
        for command in commands.values():
            cost(command)
        for _ in range(rounds):
            for name, command in commands.items():
                costs[name].append(cost(command))
    middle = {
        name: [statistics.median(column) for column in zip(*runs, strict=True)]
        for name, runs in costs.items()
    }
    print(f"| {rounds} interleaved rounds, median | processor s | seconds | megabytes |")
    print("|---|--:|--:|--:|")
    for name, (processor, seconds, megabytes) in middle.items():
        print(f"| {name} | {processor:.2f} | {seconds:.2f} | {megabytes:.0f} |")
    ratios = [one / other for one, other in zip(*middle.values(), strict=True)]
    print(f"| ratio | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} |")
    print(f"| at most |  | {TIME} | {MEMORY} |")
    return int(ratios[1] > TIME or ratios[2] > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
