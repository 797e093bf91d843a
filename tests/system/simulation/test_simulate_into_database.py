"""The real command into a PostgreSQL of its own, read back as the tracer reads."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow.parquet as pq
import pytest

from ansim.database import embedded
from ansim.domain.days import local_day
from ansim.keys import DayKeys, KeyFolder
from ansim.visits.bulk import read_day
from support.system import ROOT, own_folder

DAYS, START = 13, date(2031, 8, 4)  # the wedding is on day 12


def ansim(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("ANSIM_")
    }
    return subprocess.run(
        [sys.executable, "-m", "ansim.cli", *words],
        env={**environment, "ANSIM_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A folder with the database (data) and the files (out) of one province."""
    asked = ("--scale", "0.002", "--seed", "5", "--days", str(DAYS), "--start", START.isoformat())
    with own_folder() as folder, embedded.running(folder / "data" / "postgres"):
        early = ansim(folder, "simulate", "province", "--database", *asked)
        assert early.returncode == 1
        assert "did `ansim migrate` run?" in early.stderr
        assert ansim(folder, "migrate").returncode == 0
        told = ansim(
            folder,
            "simulate",
            "province",
            "--database",
            "--out",
            str(folder / "out"),
            "--outbreak",
            "wedding",
            "--truth",
            *asked,
        )
        assert told.returncode == 0, told.stderr
        assert "visits of 13 days at 101 venues in the databases" in told.stdout
        yield folder


@pytest.fixture
def dsn(made: Path) -> dict[str, str]:
    socket = (made / "data" / "postgres" / "postmaster.pid").read_text().splitlines()[4]
    return {
        name: f"host={socket} dbname=ansim_{name} user=ansim_owner" for name in ("main", "visits")
    }


def rows(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return found


def test_the_database_has_the_visits_of_the_files_under_the_ids_that_people_parquet_tells(
    made: Path, dsn: dict[str, str]
) -> None:
    with psycopg.connect(dsn["main"]) as main:
        external = main.execute("SELECT id, external_id FROM business_venue").fetchall()
    venue_of = {
        number: f"v{int(name.removeprefix('province:5:')):05d}" for number, name in external
    }
    person_of = {
        row["tracer_id"]: row["person_id"] for row in rows(made / "out" / "people.parquet")
    }
    keys, stored = DayKeys(KeyFolder(made / "data" / "keys")), set()
    days = {
        local_day(row["entered_at"].timestamp()) for row in rows(made / "out" / "visits.parquet")
    }
    assert len(days) == DAYS
    for day in days:
        back = read_day(dsn["visits"], day)
        people = [
            bytes(person).hex() for person in keys.people(day, np.ascontiguousarray(back.tags))
        ]
        venues, entered, left = back.venues.tolist(), back.entered.tolist(), back.left.tolist()
        stored |= {
            (person_of[person], venue_of[venue], at, end)
            for person, venue, at, end in zip(people, venues, entered, left, strict=True)
        }
    assert stored == {
        (
            row["person_id"],
            row["venue_id"],
            int(row["entered_at"].timestamp()),
            int(row["left_at"].timestamp()) if row["left_at"] else -1,
        )
        for row in rows(made / "out" / "visits.parquet")
    }


def test_the_planted_chain_is_written_beside(made: Path) -> None:
    index, *chain = rows(made / "out" / "outbreak.parquet")
    assert index["degree"] == 0
    assert chain
    assert {local_day(case["infected_at"].astimezone(UTC).timestamp()) for case in chain} == {
        date(2031, 8, 16)
    }


@pytest.mark.parametrize("filled", ["venues", "visits"])
def test_a_database_in_use_takes_no_province(made: Path, dsn: dict[str, str], filled: str) -> None:
    with psycopg.connect(dsn["main"]) as main:
        if filled == "visits":  # the venues go out of sight for a while
            main.execute("ALTER TABLE business_venue RENAME TO business_venue_aside")
            main.execute("CREATE TABLE business_venue (LIKE business_venue_aside INCLUDING ALL)")
    told = ansim(
        made, "simulate", "province", "--database", "--out", str(made / "more"), "--scale", "0.002"
    )
    with psycopg.connect(dsn["main"]) as main:
        if filled == "visits":
            main.execute("DROP TABLE business_venue")
            main.execute("ALTER TABLE business_venue_aside RENAME TO business_venue")
    assert told.returncode == 1
    assert told.stderr.startswith(f"ansim: there are {filled} in the database already")
    assert not (made / "more").exists()
