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


def test_a_search_loads_its_compiled_libraries_and_no_others(tmp_path: Path) -> None:
    visits = tmp_path / "visits.csv"
    visits.write_text(f"person_id,venue_id,entered_at\na,v,{T}\nb,v,{T}\n")
    found = loaded("trace", "contacts", visits, "--person", "a", "--out", tmp_path / "out.csv")
    assert found & SEARCHES == set()
    assert "numba" in found


def test_reading_alerts_loads_no_search(tmp_path: Path) -> None:
    alerts = tmp_path / "alerts.csv"
    alerts.write_text("date,msg\n2021-05-20,\uc548\ub0b4\n")
    found = loaded("exposures", "parse", alerts, "--out", tmp_path / "out.jsonl")
    assert found & (SEARCHES | {"numba", "scipy"}) == set()


@pytest.mark.parametrize(
    "words", [["--help"], ["trace", "contacts", "--help"], ["simulate", "province", "--help"]]
)
def test_help_loads_next_to_nothing(words: list[str]) -> None:
    assert loaded(*words) & (HEAVY | {"numba", "numpy", "pyarrow", "scipy"}) == set()
