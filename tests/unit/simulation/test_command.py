import resource
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from ansim import cli
from ansim.domain.days import VENUE_ZONE
from ansim.simulation.province import Province, ProvinceError
from ansim.simulation.scenario import LAST_SEED, Scenario

SMALL = ("--scale", "0.002", "--seed", "3")
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def simulate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`ansim simulate province` with these words: the exit code and everything it said."""

    def run(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["ansim", "simulate", "province", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out + told.err

    return run


def rows(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return found


def test_the_command_writes_visits_venues_and_the_truth_apart(
    tmp_path: Path, simulate: Run
) -> None:
    code, words = simulate("--out", tmp_path, *SMALL, "--days", "2", "--truth")
    assert code == 0, words
    province = Province.build(3, 0.002)
    made = province.visits(2)
    visits, truth = (
        pq.read_table(tmp_path / "visits.parquet"),
        pq.read_table(tmp_path / "truth.parquet"),
    )
    assert visits.column_names == ["person_id", "venue_id", "entered_at", "left_at"]
    assert f"{len(made):,} visits" in words
    assert visits["person_id"].to_pylist() == [f"p{person:07d}" for person in made.person.tolist()]
    assert visits["venue_id"].to_pylist() == [f"v{venue:05d}" for venue in made.venue.tolist()]
    assert (
        visits["entered_at"].to_numpy().astype("datetime64[s]").astype(int) == made.entered
    ).all()
    assert (np.array(visits["left_at"].is_null()) == (made.left < 0)).all()
    assert truth["really_left_at"].null_count == 0
    venues = pq.read_table(tmp_path / "venues.parquet")
    assert venues.num_rows == len(province.venues)
    assert set(visits["venue_id"].to_pylist()) <= set(venues["venue_id"].to_pylist())


def test_the_first_day_can_be_chosen(tmp_path: Path, simulate: Run) -> None:
    assert simulate("--out", tmp_path, *SMALL, "--days", "1", "--start", "2024-02-29")[0] == 0
    days = {
        row["entered_at"].astimezone(VENUE_ZONE).date() for row in rows(tmp_path / "visits.parquet")
    }
    assert days == {date(2024, 2, 29)}


@pytest.mark.long
def test_the_same_seeds_give_the_same_bytes_and_others_do_not(
    tmp_path: Path, simulate: Run
) -> None:
    asked = ("--scale", "0.002", "--days", "14", "--truth", "--outbreak", "hub")
    for name, seeds in (
        ("one", ("7", "1")),
        ("same", ("7", "1")),
        ("province", ("8", "1")),
        ("outbreak", ("7", "2")),
    ):
        told = simulate(
            "--out", tmp_path / name, *asked, "--seed", seeds[0], "--outbreak-seed", seeds[1]
        )
        assert told[0] == 0, told
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files == ["outbreak.parquet", "truth.parquet", "venues.parquet", "visits.parquet"]

    def written(name: str) -> dict[str, bytes]:
        return {file: (tmp_path / name / file).read_bytes() for file in files}

    one = written("one")
    assert written("same") == one
    assert written("province")["visits.parquet"] != one["visits.parquet"]
    assert written("outbreak")["outbreak.parquet"] != one["outbreak.parquet"]
    assert (
        written("outbreak")["visits.parquet"] == one["visits.parquet"]
    )  # a hub's chain runs along the visits there are


@pytest.mark.long
@pytest.mark.parametrize("scenario", Scenario)
def test_every_written_infection_is_a_meeting_in_the_written_truth(
    tmp_path: Path, simulate: Run, scenario: Scenario
) -> None:
    code, words = simulate(
        "--out", tmp_path, "--scale", "0.005", "--days", "14", "--truth", "--outbreak", scenario
    )
    assert code == 0, words
    cases, stays = rows(tmp_path / "outbreak.parquet"), {}
    for row in rows(tmp_path / "truth.parquet"):
        stays.setdefault((row["person_id"], row["venue_id"]), []).append(
            (row["entered_at"], row["really_left_at"])
        )

    def there(person: str, case: dict[str, Any]) -> bool:
        mine = stays.get((person, case["venue_id"]), [])
        return any(entered <= case["infected_at"] < left for entered, left in mine)

    assert len({case["person_id"] for case in cases}) == len(cases)
    assert {case["person_id"] for case in cases} <= {person for person, _ in stays}
    degrees = {case["person_id"]: case["degree"] for case in cases if case["degree"] == 0}
    assert len(degrees) == (0 if scenario is Scenario.SOURCE else 1)
    infections = [case for case in cases if case["infected_at"]]
    moments = [case["infected_at"] for case in infections]
    assert moments == sorted(moments)
    for case in infections:
        assert there(case["person_id"], case)
        if scenario is Scenario.SOURCE:
            assert case["infected_by"] is None
        else:
            assert there(case["infected_by"], case)
            assert (
                case["degree"] == degrees[case["infected_by"]] + 1
            )  # who is known here was infected before
        degrees[case["person_id"]] = case["degree"]
    assert (len(infections), len(cases)) == {
        Scenario.ALONE: (0, 1),
        Scenario.FAMILY: (1, 2),
        Scenario.SOURCE: (12, 100),
    }.get(scenario, (len(cases) - 1, len(cases)))
    assert scenario in {Scenario.ALONE, Scenario.FAMILY} or len(infections) > 10


def test_what_is_planted_stands_in_the_visits(tmp_path: Path, simulate: Run) -> None:
    assert simulate("--out", tmp_path, *SMALL, "--days", "3", "--outbreak", "alone")[0] == 0
    (case,) = rows(tmp_path / "outbreak.parquet")
    mine = [
        row for row in rows(tmp_path / "visits.parquet") if row["person_id"] == case["person_id"]
    ]
    at_four = datetime(2021, 6, 7, 4, tzinfo=VENUE_ZONE)
    assert [row["entered_at"] for row in mine] == [
        at_four + timedelta(days=day) for day in range(3)
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--seed", "-1"], "--seed"),
        (["--seed", "99999999999999999999"], "--seed"),
        (["--outbreak", "hub", "--outbreak-seed", "-1"], "--outbreak-seed"),
        (["--scale", "99"], "scale 99.0: from 0.001"),
        (["--scale", "nan"], "scale nan: from 0.001"),
        (["--start", "1999-12-31"], "start 1999-12-31: from 2000-01-01"),
        (["--start", "yesterday"], "--start"),
        (["--days", "0"], "--days"),
        (["--days", "999999999999"], "--days"),
        (["--outbreak", "fire"], "--outbreak"),
        (["--outbreak", "wedding", "--days", "3"], "it is on day 12, take more days"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_made(
    tmp_path: Path, simulate: Run, words: list[str], reason: str
) -> None:
    code, told = simulate("--out", tmp_path / "made", "--scale", "0.002", *words)
    assert code != 0
    assert reason in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        ("file", "is a file, name a folder"),
        ("file/below", "is a file, name a folder"),
        ("/proc/nope", "/proc/nope cannot be written: No such file or directory"),
        ("filled", "visits.parquet in it is a folder"),
        ("old", "truth.parquet is of an earlier province"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_folder_that_cannot_take_the_files_is_named(
    tmp_path: Path, simulate: Run, out: str, reason: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "filled" / "visits.parquet").mkdir(parents=True)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "truth.parquet").touch()
    before = sorted(tmp_path.rglob("*"))
    code, told = simulate("--out", tmp_path / out, *SMALL, "--days", "1")
    assert code == 1
    assert told.startswith("ansim: --out ")
    assert reason in told
    assert told.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_full_disk_leaves_no_file_that_looks_whole(tmp_path: Path, simulate: Run) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, limits[1]))
    try:
        code, told = simulate("--out", tmp_path, *SMALL, "--days", "3")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 1
    assert "cannot be written: File too large" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words", [[], ["--database", "--truth"], ["--database", "--outbreak", "hub"]]
)
def test_where_to_write_is_asked_for(simulate: Run, words: list[str]) -> None:
    code, told = simulate(*words)
    assert code == 2
    assert "--out" in told


@pytest.mark.parametrize(
    ("seed", "start"), [(-1, date(2021, 6, 7)), (LAST_SEED + 1, date(2021, 6, 7)), (1, date.max)]
)
def test_the_province_itself_names_a_seed_or_start_that_it_cannot_take(
    seed: int, start: date
) -> None:
    with pytest.raises(ProvinceError, match=r"(seed|start) .*: from "):
        Province.build(seed, 0.002, start)


def test_the_greatest_seed_makes_a_province() -> None:
    assert len(Province.build(LAST_SEED, 0.001).visits(1))
