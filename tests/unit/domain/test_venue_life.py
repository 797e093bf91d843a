"""Whether a venue's code is good is judged by the moment of the visit, with room for feasts and for clocks."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.days import VENUE_ZONE
from ansim.domain.venue_life import EVENT_MARGIN, Life, LifeStage, stage_at

FIRST, LAST = (datetime(2026, 12, day, tzinfo=VENUE_ZONE) for day in (5, 7))
EVENT = Life(FIRST, LAST)
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31), timezones=st.just(VENUE_ZONE))


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-12-04T17:59:59", LifeStage.NOT_YET),
        ("2026-12-04T18:00:00", LifeStage.OPEN),  # the hall is set up the evening before
        ("2026-12-06T23:59:59", LifeStage.OPEN),
        ("2026-12-07T00:30:00", LifeStage.OPEN),  # half an hour past the end
        ("2026-12-07T05:59:59", LifeStage.OPEN),
        ("2026-12-07T06:00:00", LifeStage.ENDED),
        ("2027-03-01T12:00:00", LifeStage.ENDED),
    ],
)
def test_an_event_is_open_on_its_days_and_some_hours_around(moment: str, found: LifeStage) -> None:
    assert stage_at(EVENT, datetime.fromisoformat(moment).replace(tzinfo=VENUE_ZONE)) is found


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (timedelta(seconds=-1), LifeStage.OPEN),
        (timedelta(seconds=59), LifeStage.OPEN),  # the phone's clock may be as far off
        (timedelta(seconds=60), LifeStage.CLOSED),
        (timedelta(days=400), LifeStage.CLOSED),
    ],
)
def test_a_closing_is_a_moment(after: timedelta, found: LifeStage) -> None:
    assert stage_at(Life(closed_at=FIRST), FIRST + after) is found


def test_a_closing_goes_before_dates() -> None:
    closed = Life(FIRST, LAST, FIRST - timedelta(days=30))
    assert stage_at(closed, FIRST - timedelta(days=10)) is LifeStage.CLOSED
    assert stage_at(closed, LAST + timedelta(days=10)) is LifeStage.CLOSED


@given(MOMENTS)
def test_a_venue_without_limits_is_always_open(moment: datetime) -> None:
    assert stage_at(Life(), moment) is LifeStage.OPEN


@given(MOMENTS, MOMENTS, MOMENTS)
def test_what_is_within_its_days_and_not_closed_is_open(
    one: datetime, two: datetime, closed: datetime
) -> None:
    life = Life(min(one, two), max(one, two), closed)
    for moment in (life.valid_from, life.valid_until):
        assert moment is not None
        if moment < closed:
            assert stage_at(life, moment) is LifeStage.OPEN


@given(MOMENTS, MOMENTS)
def test_once_closed_it_stays_closed(closed: datetime, moment: datetime) -> None:
    life = Life(closed_at=closed)
    if stage_at(life, moment) is LifeStage.CLOSED:
        assert stage_at(life, moment + EVENT_MARGIN) is LifeStage.CLOSED
        assert moment >= closed
