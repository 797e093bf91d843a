"""How far a case has come."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.case_progress import STEPS, Step, last_step, later_than

AT = datetime(2026, 11, 27, tzinfo=UTC)


@given(st.sets(st.sampled_from(STEPS)))
def test_the_last_step_is_reached_and_none_after_it(reached: set[Step]) -> None:
    moments = {one: AT + timedelta(hours=len(reached)) for one in reached}
    last = last_step(moments)
    assert last in reached or (last is Step.TAKEN and not reached)
    assert not reached & set(later_than(last))


def test_a_step_without_a_moment_is_not_reached() -> None:
    assert last_step({Step.TAKEN: AT, Step.CLOSED: None}) is Step.TAKEN
