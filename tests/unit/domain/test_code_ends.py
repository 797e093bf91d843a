"""A code that ended after a grace period is judged by the moment of the visit; one that ended at once never is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.venue_life import CodeEnd, code_is_good

END = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(days=-10), timedelta(days=10))


@pytest.mark.parametrize(
    ("visited", "good"),
    [
        (timedelta(days=-3), True),
        (timedelta(seconds=-1), True),
        (timedelta(seconds=59), True),  # the phone's clock may be as far off
        (timedelta(seconds=60), False),
        (timedelta(hours=5), False),
    ],
)
@pytest.mark.parametrize("later", [timedelta(minutes=2), timedelta(hours=70), timedelta(days=30)])
def test_a_code_with_a_grace_period_is_good_for_what_began_before_its_end(
    visited: timedelta, later: timedelta, *, good: bool
) -> None:
    assert code_is_good(CodeEnd(END, graced=True), END + visited, END + later) is good


@given(SPANS)
def test_an_end_at_once_is_refused_whatever_moment_is_claimed(visited: timedelta) -> None:
    end = CodeEnd(END, graced=False)
    assert not code_is_good(end, END + visited, END)
    assert not code_is_good(end, END + visited, END + timedelta(hours=30))


@given(SPANS, st.booleans())
def test_before_its_end_every_code_is_good(visited: timedelta, graced: bool) -> None:  # noqa: FBT001 hypothesis gives it by place
    assert code_is_good(CodeEnd(END, graced), END + visited, END - timedelta(seconds=1))


@given(SPANS, st.timedeltas(timedelta(), timedelta(days=10)))
def test_nothing_is_gained_by_waiting(visited: timedelta, waited: timedelta) -> None:
    end = CodeEnd(END, graced=True)
    if not code_is_good(end, END + visited, END):
        assert not code_is_good(end, END + visited, END + waited)
