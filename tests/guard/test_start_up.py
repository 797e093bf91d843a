"""A command loads what it needs: a second of somebody's time for every library that it does not."""

import subprocess
import sys
from pathlib import Path

import pytest

T = 1_795_402_800
HEAVY = {
    "pandas",
    "polars",
    "psycopg",
    "adbc_driver_postgresql",
    "django",
    "httpx",
    "starlette",
    "scipy.special",
    "ansim.domain.exposures",
}
SEARCHES = HEAVY | {"ansim.tracing.process", "ansim.tracing.reach", "python_calamine"}
_TOLD = "import sys; from ansim.cli import app; sys.argv = sys.argv[1:]\n"
_RUN = "try: app()\nexcept SystemExit as ended: print(ended.code, *sys.modules, file=sys.stderr)"


def loaded(*words: str | Path) -> set[str]:
    """The modules of a process that ran the command; the command ended well."""
    command = [sys.executable, "-c", _TOLD + _RUN, "ansim", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, *modules = done.stderr.splitlines()[-1].split(" ")
    assert code in {"0", "None"}, done.stderr
    return set(modules)


COMPILED = {"numba", "ansim.tracing.index", "ansim.tracing.contacts", "ansim.tracing.dwell.kernels"}
HUB = [f"p{visit % 400},v,{T + visit}" for visit in range(2400)]
APART = [f"p{visit % 400},v{visit % 60},{T + visit * 97}" for visit in range(2400)]


def search(tmp_path: Path, rows: list[str], degrees: int) -> set[str]:
    visits = tmp_path / "visits.csv"
    visits.write_text("\n".join(["person_id,venue_id,entered_at", *rows]) + "\n")
    command = ("trace", "contacts", visits, "--person", "p1", "--degrees", str(degrees))
    return loaded(*command, "--out", tmp_path / "out.csv")


@pytest.mark.long
@pytest.mark.parametrize(("rows", "degrees"), [(HUB, 1), (APART, 1), (APART, 3)])
def test_a_search_of_a_small_file_loads_no_compiler(
    tmp_path: Path, rows: list[str], degrees: int
) -> None:
    assert search(tmp_path, rows, degrees) & (SEARCHES | COMPILED | {"scipy"}) == set()


@pytest.mark.long
@pytest.mark.parametrize(("rows", "degrees"), [(HUB, 2), (APART, 100_000)])
def test_a_search_that_compares_much_is_compiled(
    tmp_path: Path, rows: list[str], degrees: int
) -> None:
    found = search(tmp_path, rows, degrees)
    assert found & HEAVY == set()
    assert found >= COMPILED - {"ansim.tracing.dwell.kernels"}


def test_reading_alerts_loads_no_search(tmp_path: Path) -> None:
    alerts = tmp_path / "alerts.csv"
    alerts.write_text("date,msg\n2021-05-20,\uc548\ub0b4\n")
    found = loaded("exposures", "parse", alerts, "--out", tmp_path / "out.jsonl")
    assert found & ((SEARCHES - {"ansim.domain.exposures"}) | {"numba", "scipy"}) == set()


@pytest.mark.parametrize(
    "words", [["--help"], ["trace", "contacts", "--help"], ["simulate", "province", "--help"]]
)
def test_help_loads_next_to_nothing(words: list[str]) -> None:
    assert loaded(*words) & (HEAVY | {"numba", "numpy", "pyarrow", "scipy"}) == set()
