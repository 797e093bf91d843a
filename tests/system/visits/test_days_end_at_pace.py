"""Days end no faster than the machine runs, whatever two clocks say together (ADR 26)."""

import json
from datetime import date, timedelta

from ansim.domain.pace_of_ends import MOST_SAVED
from ansim.jobs import sweep_now
from ansim.keys import DayKeys
from ansim.visits.operators import name_expired_days
from support.expired_days import DAY, Days, expired
from support.house import House


def test_two_clocks_that_creep_together_destroy_three_days_and_ring(
    days: Days, keys: DayKeys
) -> None:
    """Both a day further ahead at each sweep, and the machine runs for ten minutes between two."""
    kept = [expired(0) + timedelta(days=step) for step in range(8)]
    days.use(keys, *kept)
    gone: list[date] = []
    for step in range(1, 8):
        with days.database_clock(step):
            swept = days.sweep(keys, shift=step * DAY, ran=step * 600.0)
        gone += swept.destroyed
        assert bool(swept.alarms) is (step > 3)
    assert gone == kept[:3]
    assert days.left() == kept[3:]
    # Right again: nothing is due, and nothing rings.
    assert days.sweep(keys, ran=5000.0).alarms == []


def test_days_that_an_operator_named_go_at_any_pace_and_spend_none_of_it(
    days: Days, keys: DayKeys
) -> None:
    due = [expired(back) for back in range(9, 0, -1)]
    days.use(keys, *due)
    name_expired_days([str(day) for day in due[:7]])
    assert days.sweep(keys, ran=0.0).destroyed == due
    days.use(keys, expired(10))
    assert days.sweep(keys, ran=0.0).destroyed == [expired(10)]
    days.use(keys, expired(11))
    refused = days.sweep(keys, ran=0.0)
    assert refused.waiting == [expired(11)]
    assert "than this machine has run" in str(refused)
    name_expired_days([str(expired(11))])
    assert days.sweep(keys, ran=0.0).destroyed == [expired(11)]


def test_a_day_that_came_too_soon_goes_once_the_machine_has_run(days: Days, keys: DayKeys) -> None:
    days.use(keys, expired(3), expired(2))
    days.sweep(keys, ran=0.0)
    days.use(keys, expired(1))
    assert days.sweep(keys, ran=0.0).destroyed == [expired(1)]
    days.use(keys, expired(4))
    assert days.sweep(keys, ran=22 * 3600.0).destroyed == []
    assert days.sweep(keys, ran=23 * 3600.0).destroyed == [expired(4)]


def test_the_workers_own_sweep_keeps_the_pace(house: House, days: Days) -> None:
    keys, old = DayKeys(house.system.keys), expired()
    days.use(keys, old)
    sweep_now()
    assert not keys.has(old)
    # What it spent, or another sweep beside it, is on the disk.
    pace = json.loads((house.system.keys.path / "day" / "pace.json").read_text())
    assert 0 <= pace["saved"] < MOST_SAVED
    (house.system.keys.path / "day" / "pace.json").unlink()
