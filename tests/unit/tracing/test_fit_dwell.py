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
from ansim.tracing.dwell import DwellCurves, DwellCurvesError, load_curves, start_curves
from ansim.tracing.fit_dwell import FitError, fit_dwell, fit_dwell_command, observed_stays, read_categories
from ansim.tracing.read_visits import VisitFileError

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


def true_curve(province: Province, visits: Visits, left: np.ndarray, category: Category) -> np.ndarray:
    mine = (province.venues.category[visits.venue - 1] == category) & (left > visits.entered)
    minutes = (left - visits.entered)[mine] // 60
    return np.array([(minutes >= minute).mean() for minute in range(1441)])


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max())


@pytest.mark.parametrize("category", [Category.RETAIL, Category.RESTAURANT, Category.CAFE, Category.SIGHT])
def test_check_outs_lead_from_the_start_values_to_the_truth(
    log: tuple[Province, Visits, np.ndarray], category: Category
) -> None:
    truth = true_curve(*log, category)
    curve = fitted(log[0], log[1]).row(category)
    assert distance(curve, truth) < 0.04
    assert distance(curve, truth) <= distance(start_curves().row(category), truth)


def test_next_check_ins_taken_for_inspections_lead_astray(log: tuple[Province, Visits, np.ndarray]) -> None:
    truth = true_curve(*log, Category.RESTAURANT)
    with_bounds = fitted(log[0], log[1], bounded=True).row(Category.RESTAURANT)
    without = fitted(log[0], log[1]).row(Category.RESTAURANT)
    assert distance(with_bounds, truth) > 0.15 > 4 * distance(without, truth)


def test_an_hour_with_shorter_stays_gets_a_shorter_curve(log: tuple[Province, Visits, np.ndarray]) -> None:
    curves = fitted(log[0], log[1])
    noon, evening = (curves.quantile(Category.RESTAURANT, 0.5, hour) for hour in (12, 18))
    assert noon < 0.93 * evening


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
        fit_dwell(stays_of([10] * count), MADE_ON, "test", by_hour=False).row(Category.CAFE)  # type: ignore[arg-type]
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
    assert list(zip(stays.person.tolist(), stays.lower.tolist(), stays.upper.tolist(), strict=True)) == [
        (1, 0, 58),
        (1, 0, 48),
        (2, 16, 16),
    ]


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


def test_categories_are_read_by_name_and_number(tmp_path: Path) -> None:
    (tmp_path / "venues.csv").write_text("venue_id,category\na,CAFE\nb,3\n")
    assert read_categories(tmp_path / "venues.csv") == {"a": Category.CAFE, "b": Category.RESTAURANT}


def test_an_unknown_category_is_refused_with_its_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"venue_id": ["a", "b"], "category": ["CAFE", "PUB"]}), tmp_path / "v.parquet")
    with pytest.raises(FitError, match="row 2: category 'PUB'"):
        read_categories(tmp_path / "v.parquet")


def test_a_file_without_categories_is_refused(tmp_path: Path) -> None:
    (tmp_path / "venues.csv").write_text("venue_id,kind\na,CAFE\n")
    with pytest.raises(FitError, match="wanted one column category"):
        read_categories(tmp_path / "venues.csv")


def test_venue_ids_stay_as_they_are_written_and_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "venues.csv"
    file.write_text("venue_id,category\n0012,CAFE\n12,SIGHT\n0012,cafe\n")
    assert read_categories(file) == {"0012": Category.CAFE, "12": Category.SIGHT}
    file.write_text("venue_id,category\n0012,CAFE\n0012,SIGHT\n")
    with pytest.raises(FitError, match="row 2: venue 0012 is listed before"):
        read_categories(file)
    file.write_bytes("venue_id,category\n가,CAFE\n".encode("cp949"))
    with pytest.raises(VisitFileError, match="is no UTF-8 text"):
        read_categories(file)


def test_files_that_cannot_be_written_or_read_are_named(tmp_path: Path) -> None:
    visits, venues = tmp_path / "visits.csv", tmp_path / "venues.csv"
    visits.write_text("person_id,venue_id,entered_at,left_at\na,0012,100,1900\n")
    venues.write_text("venue_id,category\n0012,CAFE\n")
    with pytest.raises(FitError, match="cannot be written: No such file"):
        fit_dwell_command(visits, venues=venues, out=tmp_path / "nowhere" / "o.json")
    start = tmp_path / "start.json"
    start.write_bytes(b"\xff\xfe{")
    with pytest.raises(DwellCurvesError, match="no UTF-8 text"):
        load_curves(start)
