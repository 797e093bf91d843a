"""The worker process: what must happen by itself, at its time."""

import logging
import threading
import time
from dataclasses import replace

import psycopg

from ansim.domain.days import local_day
from ansim.domain.errors import AnsimError
from ansim.keys import DayKeys
from ansim.keys.folder import folder
from ansim.settings.environment import dsn
from ansim.visits.retention import Sweep, forget_people, sweep

log = logging.getLogger(__name__)
_EVERY = 600.0


def sweep_now() -> Sweep:
    """One sweep by the clock."""
    with psycopg.connect(dsn("worker", "visits"), autocommit=True) as visits:
        swept = sweep(visits, DayKeys(folder()), local_day(time.time()))
    with psycopg.connect(dsn("worker", "identity"), autocommit=True) as identity:
        return replace(swept, forgotten=forget_people(identity))


def serve(stop: threading.Event | None = None) -> None:
    """Sweep every ten minutes until told to stop; a sweep that fails is tried again at the next turn."""
    stop = stop or threading.Event()
    while True:
        try:
            log.info("retention: %s", sweep_now())
        except (psycopg.Error, AnsimError) as error:
            log.warning("retention: %s, next try in %.0f s", type(error).__name__, _EVERY)
        if stop.wait(_EVERY):
            return
