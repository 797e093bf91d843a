"""Days that are over, and keys of one's own for them."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ansim.keys import DayKeys, KeyFolder
from support.expired_days import CLOCK, Days, today
from support.system import System


@pytest.fixture
def keys(system: System, tmp_path: Path) -> DayKeys:
    """Keys of one's own; of recent days those of the system, as other tests have stored visits under them."""
    (tmp_path / "day").mkdir(mode=0o700)
    recent = [day for day in DayKeys(system.keys).days() if abs((day - today()).days) < 20]
    for day in recent:
        shutil.copy(system.keys.path / "day" / f"{day}.key", tmp_path / "day")
    return DayKeys(KeyFolder(tmp_path))


@pytest.fixture
def days(system: System) -> Iterator[Days]:
    """Expired days with a visit each, gone again after the test."""
    with system.owner("visits") as owner, system.connect_as("worker", "visits") as worker:
        stage = Days(owner, worker)
        stage.clear()
        yield stage
        owner.execute(CLOCK.format("now()"))
        stage.clear()
    # A worker that ran meanwhile may have opened days by the clock that was set back.
    for day in DayKeys(system.keys).days():
        if day < today() - timedelta(days=20):
            (system.keys.path / "day" / f"{day}.key").unlink()
