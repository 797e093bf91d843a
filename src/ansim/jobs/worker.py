"""The worker process: runs each job of the table at its time, one after the other."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

import psycopg

from ansim.domain.errors import AnsimError
from ansim.jobs.timetable import JOBS, Job

log = logging.getLogger(__name__)
_AGAIN: Final = 60.0  # s


def serve(
    stop: threading.Event | None = None,
    jobs: Sequence[Job] = JOBS,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run every job at once and then at its interval, until told to stop; one that fails is tried again within a minute."""
    stop = stop or threading.Event()
    due = {job.name: clock() for job in jobs}
    while True:
        for job in jobs:
            if due[job.name] <= clock():
                due[job.name] = clock() + _run(job)
        if stop.wait(max(0.0, min(due.values()) - clock())):
            return


def _run(job: Job) -> float:
    """Seconds until its next turn. At a start of the whole house the vault may answer later than it is asked."""
    try:
        log.info("%s: %s", job.name, job.run())
    except (psycopg.Error, AnsimError, OSError) as error:  # a full disk, say, where a key is made
        again = min(job.every, _AGAIN)
        log.warning("%s: %s, next try in %.0f s", job.name, type(error).__name__, again)
        return again
    return job.every
