"""How many days end by themselves for the time that the machine ran"""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.pace_of_ends import DAY_OF_RUNNING, MOST_SAVED, Pace, RunningTime
from ansim.domain.retention import MOST_AT_ONCE, POLICY, due_days

HOUR = 3600.0
FIRST = date(2026, 1, 1)


class Worker:
    """Sweeps as a worker does, over days that are opened as the true time goes on; its clocks may run ahead of that."""

    def __init__(self) -> None:
        self.pace = Pace.beginning(RunningTime("one", 0.0))
        self.ended: list[date] = []
        self.alarms = 0

    def sweep(self, true: float, clock: float, boot: str = "one", ran: float | None = None) -> None:
        now = RunningTime(boot, true if ran is None else ran)
        self.pace = self.pace.at(now)
        open_days = [FIRST + timedelta(days=step) for step in range(int(true // 86400) + 8)]
        left = [day for day in open_days if day not in self.ended]
        today = FIRST + timedelta(days=clock // 86400)
        due = due_days(left, today, (), POLICY, self.pace.allowed)
        self.alarms += bool(due.waiting)
        for day in due.dying:
            self.ended.append(day)
            self.pace = self.pace.spent()


@given(
    gaps=st.lists(st.sampled_from((0.1, 6.0, 23.9, 24.0, 24.1, 47.9)), min_size=20, max_size=80),
    first=st.floats(0, 24, exclude_max=True),
)
def test_right_clocks_never_wait_however_late_the_sweeps_come(
    gaps: list[float], first: float
) -> None:
    worker, true = Worker(), POLICY.visit_days * 86400.0 + first * HOUR
    for gap in gaps:
        true += gap * HOUR
        worker.sweep(true, true)
    assert worker.alarms == 0
    assert len(worker.ended) == int(true // 86400) - POLICY.visit_days


@pytest.mark.parametrize("ahead", [25, 30, 48, 240])
def test_two_clocks_that_creep_together_are_few_days_early(ahead: float) -> None:
    """So many hours of the clocks for each day that the machine runs, from the first day on which something is due."""
    worker, begin = Worker(), POLICY.visit_days * 86400.0
    for hour in range(28 * 24):
        true = begin + hour * HOUR
        worker.sweep(true, begin + hour * HOUR * ahead / 24)
    right = int((begin + 28 * 86400) // 86400) - POLICY.visit_days
    assert len(worker.ended) - right <= 5


def test_clocks_that_jump_at_each_sweep_take_no_more_than_was_saved_up() -> None:
    worker, begin = Worker(), (POLICY.visit_days + 5) * 86400.0
    for day in range(POLICY.visit_days):
        worker.sweep(begin, POLICY.visit_days * 86400.0 + day * 86400)
    assert len(worker.ended) == MOST_SAVED


def test_a_start_of_the_machine_is_worth_a_day_and_its_own_running() -> None:
    spent = Pace(0.0, "one", 100 * HOUR)
    assert spent.at(RunningTime("two", 60.0)).allowed == 1
    assert spent.at(RunningTime("two", DAY_OF_RUNNING)).allowed == 2
    assert spent.at(RunningTime("two", 10 * DAY_OF_RUNNING)).allowed == MOST_SAVED
    # A clock of the running itself that goes back gains nothing.
    assert spent.at(RunningTime("one", 1.0)).allowed == 0


@pytest.mark.parametrize("restarts", [1, 3, 24])
def test_a_machine_that_is_started_often_ends_its_days_in_time(restarts: int) -> None:
    worker, now, hours = Worker(), 0.0, random.Random(restarts)
    for turn in range(60 * restarts):
        now += 86400 / restarts
        worker.sweep(now, now, boot=str(turn), ran=hours.uniform(0, 86400 / restarts))
    assert worker.alarms == 0


def test_no_more_go_at_once_than_the_policy_lets() -> None:
    old = [FIRST + timedelta(days=step) for step in range(3)]
    today = FIRST + timedelta(days=POLICY.visit_days + 3)
    assert due_days(old, today, (), POLICY, int(MOST_SAVED)).dying == []
    assert len(due_days(old[:2], today, (), POLICY, int(MOST_SAVED)).dying) == MOST_AT_ONCE
    assert due_days(old[:2], today, (), POLICY, 1) == ([], old[:2])
