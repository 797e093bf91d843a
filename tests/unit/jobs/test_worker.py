"""The worker runs each job at its time"""

import errno
import threading

import psycopg
import pytest

from ansim.domain.errors import AnsimError
from ansim.jobs import Job, serve


class Clock(threading.Event):
    """A clock that moves only by what the worker waits; the event that stops it after a while."""

    def __init__(self, until: float) -> None:
        super().__init__()
        self.now, self.until = 0.0, until

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.now += timeout
        return self.now > self.until


def run(until: float, *jobs: Job) -> None:
    clock = Clock(until)
    serve(clock, jobs, lambda: clock.now)


def test_every_job_runs_at_once_and_then_at_its_interval() -> None:
    ran: list[str] = []
    run(60, Job("often", 20, lambda: ran.append("o")), Job("seldom", 45, lambda: ran.append("s")))
    assert "".join(ran) == "osoo" + "so"


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("away"),
        AnsimError("not now"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_job_that_fails_is_tried_at_its_next_turn_and_holds_up_no_other(
    error: Exception,
) -> None:
    tried: list[str] = []

    def fail() -> None:
        tried.append("f")
        raise error

    run(20, Job("fails", 10, fail), Job("works", 10, lambda: tried.append("w")))
    assert tried == ["f", "w"] * 3


def test_a_job_of_each_hour_that_fails_is_tried_again_within_a_minute() -> None:
    tried: list[str] = []

    def fail_once() -> None:
        tried.append("f")
        if len(tried) == 1:
            raise AnsimError("the vault is not up yet")

    run(3700, Job("hourly", 3600, fail_once))
    assert len(tried) == 3  # at once, a minute later, and an hour after that


def test_an_error_of_the_program_ends_the_worker_for_all_to_see() -> None:
    with pytest.raises(ZeroDivisionError):
        run(20, Job("broken", 10, lambda: 1 / 0))
