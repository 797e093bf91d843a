"""Ingest, side by side: durable check-ins of the gateway against rivals and against an empty reply.

`python -m benchmarks.ingest [SECONDS [CONNECTIONS [ROUNDS]]]`. fsync is on for all. CPU is that of the server process, per
answered check-in; PostgreSQL's own stands beside it. A province's mean is 16 check-ins a second: the rest is headroom
and cost.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psutil

from benchmarks.stage import count_and_clear, stage

SECONDS, CONNECTIONS, ROUNDS = 3.0, 256, 3
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Figures:
    """One run; microseconds and milliseconds."""

    cpu: float
    postgres_cpu: float
    rate: float
    p50: float
    p99: float
    load_busy: float


RUNS = {
    "ansim gateway": ["-m", "ansim.cli", "serve", "gateway"],
    "(a) FastAPI + SQLAlchemy": ["-m", "benchmarks.rivals.with_sqlalchemy"],
    "(b) FastAPI + asyncpg": ["-m", "benchmarks.rivals.with_asyncpg"],
    "(c) empty reply": ["-m", "benchmarks.rivals.empty"],
}
TARGETS = (
    ("CPU, (a) over ansim", "(a) FastAPI + SQLAlchemy", "cpu", 20.0),
    ("CPU, (b) over ansim", "(b) FastAPI + asyncpg", "cpu", 6.0),
    ("requests/s, ansim over (b)", "(b) FastAPI + asyncpg", "rate", 5.0),
    ("CPU, ansim over (c)", "(c) empty reply", "floor", 2.0),
)


@contextmanager
def _server(command: list[str]) -> Iterator[tuple[psutil.Process, int]]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    arguments = command if "ansim.cli" in command else [*command, str(port)]
    environment = {
        **os.environ,
        "ANSIM_GATEWAY_PORT": str(port),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with (
                suppress(URLError, ConnectionError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"),
            ):
                break
            time.sleep(0.05)
        yield psutil.Process(process.pid), port
    finally:
        process.terminate()
        process.wait(15)


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _postgres_busy(data: Path) -> float:
    postmaster = psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))
    total = _busy(postmaster)
    for child in postmaster.children():
        with suppress(psutil.NoSuchProcess):
            total += _busy(child)
    return total


def measure(data: Path, command: list[str], seconds: float, connections: int) -> Figures:
    """Run one server under the load."""
    with _server(command) as (server, port):
        arguments = [
            sys.executable,
            "-m",
            "benchmarks.load",
            str(port),
            str(connections),
            str(seconds),
        ]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
        load = subprocess.Popen(
            arguments, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert load.stdout
        assert load.stdout.readline().strip() == "begin"
        watched = psutil.Process(load.pid)
        before = _busy(server), _postgres_busy(data), _busy(watched)
        line = load.stdout.readline()
        after = _busy(server), _postgres_busy(data), _busy(watched)
        load.wait(30)
    assert line, f"{command[-1]} answered nothing"
    found = json.loads(line.removeprefix("end "))
    assert not found["refused"], found["refused"]
    cpu, postgres, busy = (late - early for early, late in zip(before, after, strict=True))
    amount = found["requests"]
    return Figures(
        cpu * 1e6 / amount,
        postgres * 1e6 / amount,
        amount / found["seconds"],
        found["p50"] * 1e3,
        found["p99"] * 1e3,
        busy / found["seconds"],
    )


def main(
    seconds: float = SECONDS, connections: int = CONNECTIONS, rounds: int = ROUNDS, only: str = ""
) -> dict[str, Figures]:
    """Print the table and the ratios against their targets.

    The servers take turns, round by round; each counts by its best round, as whatever else the machine does only adds.
    """
    print(
        f"Ingest: {connections} kept connections, best of {rounds} rounds of {seconds:.0f} s, fsync on"
    )
    print(
        f"{'server':28}{'CPU µs':>9}{'PG µs':>9}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'load busy':>11}"
    )
    taken: dict[str, list[Figures]] = {}
    with stage() as data:
        for _ in range(rounds):
            for name, command in RUNS.items():
                if only in name:
                    one = measure(data, command, seconds, connections)
                    stored = count_and_clear()
                    assert stored >= one.rate * seconds * 0.99 or "(c)" in name, (
                        "answered without being stored"
                    )
                    taken.setdefault(name, []).append(one)
    figures = {name: min(runs, key=lambda one: one.cpu) for name, runs in taken.items()}
    for name, one in figures.items():
        print(
            f"{name:28}{one.cpu:9.1f}{one.postgres_cpu:9.1f}{one.rate:9.0f}{one.p50:9.2f}{one.p99:9.2f}"
            f"{one.load_busy:10.0%}   rounds: {', '.join(f'{run.cpu:.0f}' for run in taken[name])}"
        )
    if not only:
        _ratios(figures)
    return figures


def _ratios(figures: dict[str, Figures]) -> None:
    ours = figures["ansim gateway"]
    for words, rival, what, target in TARGETS:
        other = figures[rival]
        if what == "floor":
            ratio, holds = ours.cpu / other.cpu, ours.cpu / other.cpu <= target
        else:
            ratio = other.cpu / ours.cpu if what == "cpu" else ours.rate / other.rate
            holds = ratio >= target
        sign = "at most" if what == "floor" else "at least"
        print(f"{words:28}{ratio:9.1f}   target {sign} {target:g}: {'held' if holds else 'MISSED'}")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main(
        float(given.get(0, SECONDS)),
        int(given.get(1, CONNECTIONS)),
        int(given.get(2, ROUNDS)),
        given.get(3, ""),
    )
