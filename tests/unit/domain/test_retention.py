from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.retention import MOST_AT_ONCE, POLICY, clocks_agree, due_days

TODAY = date(2026, 11, 27)
EXPIRED = TODAY - timedelta(days=POLICY.visit_days + 1)


def back(*days: int) -> list[date]:
    return [EXPIRED - timedelta(days=step) for step in days]


@pytest.mark.parametrize("count", [0, 1, MOST_AT_ONCE])
def test_the_day_that_is_due_goes_by_itself(count: int) -> None:
    due = back(*range(count))
    assert due_days([*due, TODAY, EXPIRED + timedelta(days=1)], TODAY) == (sorted(due), [])


def test_of_too_many_days_none_goes_but_those_that_an_operator_named() -> None:
    due = back(0, 1, 2, 3, 4)
    assert due_days(due, TODAY) == ([], sorted(due))
    named = {due[3], due[1]}
    assert due_days(due, TODAY, named) == (sorted(named), sorted(set(due) - named))
    # With those named there are few enough left to go by themselves.
    assert due_days(due, TODAY, set(due[:3])).waiting == []


@given(days=st.sets(st.dates(date(2026, 8, 1), date(2027, 2, 1))), shift=st.integers(-60, 60))
def test_no_clock_destroys_more_than_two_days_or_a_kept_one(days: set[date], shift: int) -> None:
    today = TODAY + timedelta(days=shift)
    due = due_days(days, today)
    assert len(due.dying) <= MOST_AT_ONCE
    assert all(day < POLICY.first_kept_day(today) for day in due.dying)


@pytest.mark.parametrize(
    ("apart", "agree"), [(0, True), (59 * 60, True), (-3599, True), (3600, False), (-86400, False)]
)
def test_clocks_may_differ_by_less_than_an_hour(apart: float, agree: bool) -> None:  # noqa: FBT001
    assert clocks_agree(1_000_000.0 + apart, 1_000_000.0) is agree
