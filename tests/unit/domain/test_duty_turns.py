"""When a duty begins and ends, whatever the orders are called."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.duty_records import daytime, destruction_due
from ansim.domain.duty_turns import NEWS_DAYS, NOTICE_DAYS, DutyTurn, turns
from ansim.domain.facilities import Facility, Order, orders_for

FIRST = date(2031, 3, 3)
DAY = timedelta(days=1)
KARAOKE = frozenset({Facility.KARAOKE})


def order(since: int, until: int | None, area: float = 0.0) -> Order:
    last = None if until is None else FIRST + until * DAY
    return Order("the province's", FIRST + since * DAY, last, KARAOKE, area)


@pytest.mark.parametrize("days", range(-NOTICE_DAYS, NEWS_DAYS + 1))
def test_a_duty_is_told_from_a_week_before_to_two_weeks_after(days: int) -> None:
    found = turns(Facility.KARAOKE, None, FIRST + days * DAY, [order(0, None)])
    assert found == [DutyTurn(FIRST, begins=True)]


@pytest.mark.parametrize("days", [-NOTICE_DAYS - 1, NEWS_DAYS + 1, 300])
def test_earlier_and_later_it_is_no_news(days: int) -> None:
    assert turns(Facility.KARAOKE, None, FIRST + days * DAY, [order(0, None)]) == []


def test_an_end_is_told_from_the_day_after_the_last_one() -> None:
    orders = [order(-100, 0)]
    assert turns(Facility.KARAOKE, None, FIRST, orders) == []
    assert turns(Facility.KARAOKE, None, FIRST + DAY, orders) == [DutyTurn(FIRST, begins=False)]


def test_a_duty_that_goes_on_under_another_order_is_no_news() -> None:
    orders = [order(-100, 0), order(1, None)]
    assert turns(Facility.KARAOKE, None, FIRST + DAY, orders) == []
    apart = [order(-100, 0), order(2, None)]
    assert turns(Facility.KARAOKE, None, FIRST + 3 * DAY, apart) == [
        DutyTurn(FIRST, begins=False),
        DutyTurn(FIRST + 2 * DAY, begins=True),
    ]


def test_an_order_about_large_places_is_news_to_them_alone() -> None:
    orders = [order(0, None, 150.0)]
    assert turns(Facility.KARAOKE, 149.0, FIRST, orders) == []
    assert turns(Facility.KARAOKE, 150.0, FIRST, orders) != []
    assert turns(Facility.CAFE, 150.0, FIRST, orders) == []


@given(
    st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 20)), max_size=4), st.integers(-20, 40)
)
def test_every_turn_is_one_by_the_days_themselves(spans: list[tuple[int, int]], at: int) -> None:
    orders = [order(since, since + lasts) for since, lasts in spans]
    for turn in turns(Facility.KARAOKE, None, FIRST + at * DAY, orders):
        other = turn.day - DAY if turn.begins else turn.day + DAY
        assert orders_for(Facility.KARAOKE, turn.day, None, orders)
        assert not orders_for(Facility.KARAOKE, other, None, orders)


def test_a_log_is_due_four_weeks_after_its_last_entry() -> None:
    assert destruction_due(date(2026, 11, 1)) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("utc", "due"),
    [(0, 0), (10, 10), (11, 24), (18, 24), (23, 24)],
    ids=["9", "19", "20", "3", "8"],
)
def test_nobody_is_reminded_at_night(utc: int, due: int) -> None:
    start = datetime(2026, 11, 27, tzinfo=UTC)
    assert daytime(start + timedelta(hours=utc)) == start + timedelta(hours=due)
