from datetime import date, timedelta
from pathlib import Path

import pytest

from ansim.domain.days import day_bounds
from ansim.keys import DayKeyMissingError, DayKeys, KeyFolder
from ansim.visitor.checkin.tagging import DayClosedError, OpenDays

TODAY = date(2026, 11, 23)
NOON = day_bounds(TODAY)[0] + 43_200
DAY = 86_400


@pytest.fixture
def keys(tmp_path: Path) -> DayKeys:
    made = DayKeys(KeyFolder(tmp_path))
    for step in range(-3, 3):
        made.create(TODAY + timedelta(days=step))
    return made


@pytest.mark.parametrize("back", range(-1, 4))
def test_it_opens_today_three_days_before_and_tomorrow(keys: DayKeys, back: int) -> None:
    day = OpenDays(keys).at(NOON - back * DAY, NOON)
    assert day.day == TODAY - timedelta(days=back)
    assert day.tag(b"p" * 16) == keys.tagger(day.day)(b"p" * 16)


@pytest.mark.parametrize("back", [-2, 4, 400])
def test_no_other_day_may_be_written(keys: DayKeys, back: int) -> None:
    with pytest.raises(DayClosedError):
        OpenDays(keys).at(NOON - back * DAY, NOON)


def test_midnight_at_the_venue_parts_the_days(keys: DayKeys) -> None:
    days, midnight = OpenDays(keys), day_bounds(TODAY)[0]
    assert days.at(midnight - 1, NOON).day == TODAY - timedelta(days=1)
    assert days.at(midnight, NOON).day == TODAY
    assert days.at(midnight, NOON).tag(b"p" * 16) != days.at(midnight - 1, NOON).tag(b"p" * 16)


def test_the_days_move_on_with_the_clock(keys: DayKeys) -> None:
    days = OpenDays(keys)
    assert days.at(NOON, NOON).day == TODAY
    with pytest.raises(DayClosedError):
        days.at(NOON - 3 * DAY, NOON + DAY)
    assert days.at(NOON + DAY, NOON + DAY).day == TODAY + timedelta(days=1)


def test_a_key_that_is_made_later_serves_at_once(tmp_path: Path) -> None:
    keys = DayKeys(KeyFolder(tmp_path))
    days = OpenDays(keys)
    with pytest.raises(DayKeyMissingError):
        days.at(NOON, NOON)
    keys.create(TODAY)
    assert days.at(NOON, NOON).day == TODAY
