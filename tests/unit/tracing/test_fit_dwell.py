from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from ansim.domain.categories import Category
from ansim.simulation.files import write_venues, write_visits
from ansim.simulation.province import Province, Visits, joined
from ansim.tables import TableError, Taken
from ansim.tracing.dwell import (
    SLOT_MINUTES,
    DwellCurves,
    DwellCurvesError,
    load_curves,
    start_curves,
)
from ansim.tracing.dwell.estimate import (
    ObservedStays,
    fit_dwell,
    observed_stays,
)
from ansim.tracing.offline.fit import FitError, read_categories
from ansim.tracing.offline.fit_command import fit_dwell_command

MADE_ON = date(2026, 1, 1)


@pytest.fixture(scope="module")
def log() -> tuple[Province, Visits, np.ndarray]:
    province = Province.build(4, 0.02)
    days = list(province.days(7))
    return (
        province,
        joined([told.visits for told in days]),
        np.concatenate([told.really_left for told in days]),
    )


def fitted(province: Province, visits: Visits, *, bounded: bool = False) -> DwellCurves:
    category = province.venues.category[visits.venue - 1]
    stays = observed_stays(
        visits.person.astype(np.int64),
        visits.venue.astype(np.int64),
        category,
        visits.entered,
        visits.left,
        bounded=bounded,
    )
    return fit_dwell(stays, MADE_ON, "test")


@pytest.fixture(scope="module")
def learnt(log: tuple[Province, Visits, np.ndarray]) -> DwellCurves:
    """The curves of the log's check-outs: one estimate, which several tests look at."""
    return fitted(log[0], log[1])


def true_curve(
    province: Province, visits: Visits, left: np.ndarray, category: Category
) -> np.ndarray:
    mine = (province.venues.category[visits.venue - 1] == category) & (left > visits.entered)
    minutes = (left - visits.entered)[mine] // 60
    return np.array([(minutes >= minute).mean() for minute in range(1441)])


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max())


@pytest.mark.long
@pytest.mark.parametrize(
    "category", [Category.RETAIL, Category.RESTAURANT, Category.CAFE, Category.SIGHT]
)
def test_check_outs_lead_from_the_start_values_to_the_truth(
    log: tuple[Province, Visits, np.ndarray], learnt: DwellCurves, category: Category
) -> None:
    truth = true_curve(*log, category)
    curve = learnt.row(category)
    assert distance(curve, truth) < 0.04
    assert distance(curve, truth) <= distance(start_curves().row(category), truth)


@pytest.mark.long
def test_next_check_ins_taken_for_inspections_lead_astray(
    log: tuple[Province, Visits, np.ndarray], learnt: DwellCurves
) -> None:
    truth = true_curve(*log, Category.RESTAURANT)
    with_bounds = fitted(log[0], log[1], bounded=True).row(Category.RESTAURANT)
    without = learnt.row(Category.RESTAURANT)
    assert distance(with_bounds, truth) > 0.15 > 4 * distance(without, truth)


@pytest.mark.long
def test_who_comes_when_stays_are_shorter_gets_a_shorter_curve(learnt: DwellCurves) -> None:
    noon, evening = (
        learnt.quantile(Category.RESTAURANT, 0.5, hour * 60 // SLOT_MINUTES) for hour in (12, 18)
    )
    assert noon < 0.93 * evening


def closing_at_six(many: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Entries (local seconds of one day) and stays of half an hour in the mean, but all leave at six."""
    rng = np.random.default_rng(seed)
    entered = rng.integers(10 * 3600, 18 * 3600 - 60, many)
    return entered, np.minimum(rng.exponential(1800, many).astype(np.int64), 18 * 3600 - entered)


def test_a_closing_that_everybody_keeps_is_learnt_to_ten_minutes() -> None:
    midnight = 1_700_000_000 // 86400 * 86400 - 9 * 3600
    entered, stayed = closing_at_six(4000, 1)
    stays = observed_stays(
        np.arange(4000),
        np.ones(4000, np.int64),
        np.full(4000, Category.CAFE, np.int16),
        midnight + entered,
        midnight + entered + stayed,
    )
    curves = fit_dwell(stays, MADE_ON, "test")
    for hour, minutes, truth in (
        (11, 30, np.exp(-1)),
        (17, 30, np.exp(-1)),
        (17, 60, 0.0),
        (16, 120, 0.0),
    ):
        slot = hour * 60 // SLOT_MINUTES
        assert curves.row(Category.CAFE, slot)[minutes] == pytest.approx(truth, abs=0.05)
    leaving = curves.clocks[Category.CAFE].leaving
    assert leaving[107:109].max() > 5 * np.median(leaving[60:100])
    assert leaving[30] == pytest.approx(1, abs=0.1)  # nobody is there at five


def test_where_the_clock_does_not_matter_none_is_kept() -> None:
    rng = np.random.default_rng(3)
    entered = 1_700_000_000 + rng.integers(0, 86400, 3000)
    stays = observed_stays(
        np.arange(3000),
        np.ones(3000, np.int64),
        np.full(3000, Category.CAFE, np.int16),
        entered,
        entered + rng.exponential(1800, 3000).astype(np.int64),
    )
    assert not fit_dwell(stays, MADE_ON, "test").clocks


@pytest.mark.long
def test_stays_between_two_bounds_count_for_the_clock_as_the_curve_spreads_them() -> None:
    entered, stayed = closing_at_six(3000, 4)
    exact = ObservedStays(
        np.arange(3000),
        np.full(3000, Category.CAFE, np.int16),
        (entered // 60).astype(np.int16),
        stayed // 60,
        stayed // 60,
    )
    looked = ObservedStays(
        exact.person, exact.category, exact.minute, np.maximum(exact.lower - 1, 0), exact.upper + 1
    )
    known, bounded = (fit_dwell(stays, MADE_ON, "test") for stays in (exact, looked))
    for slot in (66, 100, 105):
        assert distance(known.row(Category.CAFE, slot), bounded.row(Category.CAFE, slot)) < 0.1


def stays_of(lengths: list[int]) -> object:
    many = len(lengths)
    entered = np.full(many, 1_700_000_000, np.int64)
    return observed_stays(
        np.arange(many),
        np.ones(many, np.int64),
        np.full(many, Category.CAFE, np.int16),
        entered,
        entered + 60 * np.array(lengths),
    )


def test_without_stays_the_start_values_stand() -> None:
    curves = fit_dwell(stays_of([]), MADE_ON, "test")  # type: ignore[arg-type]
    assert (curves.row(Category.CAFE) == start_curves().row(Category.CAFE)).all()


def test_few_stays_move_the_start_values_a_little() -> None:
    start = start_curves().row(Category.CAFE)
    few, many = (
        fit_dwell(stays_of([10] * count), MADE_ON, "test", by_clock=False).row(Category.CAFE)  # type: ignore[arg-type]
        for count in (3, 3000)
    )
    assert 0.01 < distance(few, start) < 0.2
    assert many[11] < 0.02
    assert many[10] > 0.98


def test_an_open_stay_is_bounded_by_the_next_check_in_elsewhere_only() -> None:
    at = 1_700_000_000
    stays = observed_stays(
        np.array([1, 1, 1, 2]),
        np.array([7, 7, 8, 7]),
        np.full(4, Category.CAFE, np.int16),
        np.array([at, at + 600, at + 3600, at]),
        np.array([-1, -1, -1, at + 1000]),
        bounded=True,
    )
    assert list(
        zip(stays.person.tolist(), stays.lower.tolist(), stays.upper.tolist(), strict=True)
    ) == [
        (1, 0, 58),
        (1, 0, 48),
        (2, 16, 16),
    ]


@pytest.mark.long
def test_the_command_fits_a_log_on_disk(tmp_path: Path) -> None:
    province = Province.build(4, 0.002)
    write_visits(province, province.days(3), tmp_path / "visits.parquet")
    write_venues(province.venues, tmp_path / "venues.parquet")
    app = typer.Typer()
    app.command()(fit_dwell_command)
    told = CliRunner().invoke(
        app,
        [
            str(tmp_path / "visits.parquet"),
            "--venues",
            str(tmp_path / "venues.parquet"),
            "--out",
            str(tmp_path / "curves.json"),
        ],
    )
    assert told.exit_code == 0, told.output
    curves = load_curves(tmp_path / "curves.json")
    assert curves.made_on == date(2021, 6, 9)
    assert curves.observed[Category.RETAIL] > 100
    assert "RETAIL" in told.output


def listed(folder: Path, rows: str | bytes) -> Path:
    file = folder / "venues.csv"
    file.write_bytes(b"venue_id,category\n" + (rows if isinstance(rows, bytes) else rows.encode()))
    return file


def test_categories_are_read_by_name_and_number(tmp_path: Path) -> None:
    found = read_categories(listed(tmp_path, "a,CAFE\nb,3\nc,3.0\n"))
    cafe, restaurant = Category.CAFE, Category.RESTAURANT
    assert found.category == {"a": cafe, "b": restaurant, "c": restaurant}


def test_an_unknown_category_is_refused_with_its_row(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"venue_id": ["a", "b"], "category": ["CAFE", "PUB"]}), tmp_path / "v.parquet"
    )
    found = read_categories(tmp_path / "v.parquet")
    assert found.category == {"a": Category.CAFE}
    assert str(found.account.told[0]).startswith("row 2: category 'PUB' is none of RETAIL")
    assert found.account.taken is Taken.SOME


def test_a_file_without_categories_is_refused(tmp_path: Path) -> None:
    (tmp_path / "venues.csv").write_text("venue_id,kind\na,CAFE\n")
    with pytest.raises(TableError, match="wanted venue_id, category"):
        read_categories(tmp_path / "venues.csv")


def test_venue_ids_are_told_apart_and_listed_twice_once(tmp_path: Path) -> None:
    found = read_categories(listed(tmp_path, "0012,CAFE\n12,SIGHT\n0012,cafe\n"))
    assert found.category == {"0012": Category.CAFE, "12": Category.SIGHT}
    assert (found.account.set_aside, found.account.refused) == (1, 0)
    found = read_categories(listed(tmp_path, "0012,CAFE\n0012,SIGHT\n"))
    assert "is listed before as CAFE" in str(found.account.told[0])
    found = read_categories(listed(tmp_path, "11,CAFE\n11.0,SIGHT\n"))
    assert found.account.told[0].value == "11.0", "as the file has it"
    found = read_categories(listed(tmp_path, "가,CAFE\n".encode("cp949")))
    assert found.category == {"가": Category.CAFE}


AT = 1_700_000_000


def fit(folder: Path, venues: Path, of_visits: dict[str, object]) -> tuple[int, str]:
    """The exit status and what was said."""
    visits = folder / "visits.parquet"
    count = len(of_visits["venue_id"])  # type: ignore[arg-type]
    people = {"person_id": [f"p{row}" for row in range(count)]}
    stays = {"entered_at": [AT] * count, "left_at": [AT + 1800] * count}
    pq.write_table(pa.table(people | of_visits | stays), visits)
    app = typer.Typer()
    app.command()(fit_dwell_command)
    told = CliRunner().invoke(
        app, [str(visits), "--venues", str(venues), "--out", str(folder / "curves.json")]
    )
    return told.exit_code, told.output + str(told.exception or "")


@pytest.mark.parametrize(
    ("of_visits", "of_list"),
    [
        (pa.array([10.0, 11.0]), pa.array([10.0, 11.0])),
        (pa.array([10.0, 11.0]), pa.array([10, 11])),
        (pa.array([10, 11], pa.int32()), pa.array(["10.0", "11.0"])),
        (pa.array(["10", "11"]), pa.array([10.0, 11.0], pa.float32())),
        (pa.array([" V1", "V2"]), pa.array(["V1 ", "V2"])),
        (pa.array(["가", "나"]).dictionary_encode(), pa.array(["\u1100\u1161", "나"])),
    ],
)
def test_both_sides_of_the_join_are_read_alike(
    tmp_path: Path, of_visits: pa.Array, of_list: pa.Array
) -> None:
    venues = tmp_path / "venues.parquet"
    pq.write_table(pa.table({"venue_id": of_list, "category": ["CAFE", "GYM"]}), venues)
    code, said = fit(tmp_path, venues, {"venue_id": of_visits})
    assert code == 0, said
    curves = load_curves(tmp_path / "curves.json")
    assert (curves.observed[Category.CAFE], curves.observed[Category.GYM]) == (1, 1)


def test_a_join_that_meets_nothing_says_what_stands_on_both_sides(tmp_path: Path) -> None:
    venues = listed(tmp_path, "V1,CAFE\nV2,GYM\n")
    code, said = fit(tmp_path, venues, {"venue_id": ["v-1", "v-2"]})
    assert code == 1
    assert "the visits have 'v-1', 'v-2', the list has 'V1', 'V2'" in said
    assert not (tmp_path / "curves.json").exists()


def test_venues_that_are_not_listed_are_counted(tmp_path: Path) -> None:
    code, said = fit(tmp_path, listed(tmp_path, "V1,CAFE\n"), {"venue_id": ["V1", "V9"]})
    assert code == 0
    assert "1 of 2 venues are not in the list and count as OTHER: 'V9'" in said


def test_files_that_cannot_be_written_or_read_are_named(tmp_path: Path) -> None:
    visits = tmp_path / "visits.csv"
    visits.write_text(f"person_id,venue_id,entered_at,left_at\na,0012,{AT},{AT + 1800}\n")
    venues = listed(tmp_path, "0012,CAFE\n")
    with pytest.raises(FitError, match="cannot be written: No such file"):
        fit_dwell_command(visits, venues=venues, out=tmp_path / "nowhere" / "o.json")
    start = tmp_path / "start.json"
    start.write_bytes(b"\xff\xfe{")
    with pytest.raises(DwellCurvesError, match="no UTF-8 text"):
        load_curves(start)
