from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import typer
from typer.testing import CliRunner

from ansim.simulation.files import simulate_province_command
from ansim.simulation.province import Province


def test_the_command_writes_visits_venues_and_the_truth_apart(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(simulate_province_command)
    told = CliRunner().invoke(
        app, ["--out", str(tmp_path), "--seed", "3", "--days", "2", "--scale", "0.002", "--truth"]
    )
    assert told.exit_code == 0, told.output
    province = Province.build(3, 0.002)
    made = province.visits(2)
    visits, truth = pq.read_table(tmp_path / "visits.parquet"), pq.read_table(tmp_path / "truth.parquet")
    assert visits.column_names == ["person_id", "venue_id", "entered_at", "left_at"]
    assert f"{len(made):,} visits" in told.output
    assert visits["person_id"].to_pylist() == [f"p{person:07d}" for person in made.person.tolist()]
    assert visits["venue_id"].to_pylist() == [f"v{venue:05d}" for venue in made.venue.tolist()]
    assert (visits["entered_at"].to_numpy().astype("datetime64[s]").astype(int) == made.entered).all()
    assert (np.array(visits["left_at"].is_null()) == (made.left < 0)).all()
    assert truth["really_left_at"].null_count == 0
    venues = pq.read_table(tmp_path / "venues.parquet")
    assert venues.num_rows == len(province.venues)
    assert set(visits["venue_id"].to_pylist()) <= set(venues["venue_id"].to_pylist())
