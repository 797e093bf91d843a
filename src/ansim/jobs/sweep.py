"""The sweep of visits and identities past their period."""

import logging
import time

import psycopg

from ansim.keys import DayKeys, folder
from ansim.settings.environment import dsn
from ansim.visits.kept_pace import KeptPace
from ansim.visits.life_of_days import Sweep, alarm_of_clocks, forget_people, sweep

log = logging.getLogger(__name__)


def sweep_now() -> Sweep:
    """One sweep by the clocks. Identities stay while there is an alarm; each alarm is logged as an error."""
    with psycopg.connect(dsn("worker", "visits"), autocommit=True) as visits:
        swept = sweep(visits, DayKeys(folder()), time.time(), _pace())
    if not swept.alarms:
        with psycopg.connect(dsn("worker", "identity"), autocommit=True) as identity:
            swept.forgotten = forget_people(identity)
    for alarm in swept.alarms:
        log.error("retention: %s", alarm)
    return swept


def clocks_are_trusted() -> bool:
    """Whether anything may end by its age now; the sweep says why not."""
    with psycopg.connect(dsn("worker", "visits"), autocommit=True) as visits:
        return alarm_of_clocks(visits, DayKeys(folder()), time.time(), _pace()) is None


def _pace() -> KeptPace:
    return KeptPace(folder().path / "day" / "pace.json")
