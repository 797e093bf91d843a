"""The pace at which days end, as it is kept from one sweep to the next"""

from pathlib import Path

import pytest

from ansim.domain.pace_of_ends import DAY_OF_RUNNING, RunningTime
from ansim.visits.kept_pace import KeptPace, running_time


def test_what_was_spent_is_spent_for_the_next_process_too(tmp_path: Path) -> None:
    file, ran = tmp_path / "pace.json", [100.0]
    for left in (2, 1, 0, 0):
        KeptPace(file, lambda: RunningTime("boot", ran[0])).spend()
        assert KeptPace(file, lambda: RunningTime("boot", ran[0])).allowed == left
    ran[0] += DAY_OF_RUNNING
    assert KeptPace(file, lambda: RunningTime("boot", ran[0])).allowed == 1
    assert list(tmp_path.iterdir()) == [file]


def test_only_spending_writes(tmp_path: Path) -> None:
    assert KeptPace(tmp_path / "pace.json").allowed == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"saved": 9}', b'{"saved":"3","boot":"a","seconds":0}']
)
def test_a_damaged_file_saves_up_nothing_until_the_machine_has_run(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "pace.json"
    file.write_bytes(content)
    pace = KeptPace(file)
    assert pace.allowed == 0
    pace.spend()
    now = running_time()
    later = RunningTime(now.boot, now.seconds + DAY_OF_RUNNING)
    assert KeptPace(file, lambda: later).allowed == 1


def test_the_machine_runs_on_and_says_since_when() -> None:
    one, two = running_time(), running_time()
    assert one.boot == two.boot != ""
    assert 0 < one.seconds <= two.seconds
