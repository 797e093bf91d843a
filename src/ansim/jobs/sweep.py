"""The sweep of visits and identities past their period."""

import time
from dataclasses import replace

import psycopg

from ansim.domain.days import local_day
from ansim.keys import DayKeys, folder
from ansim.settings.environment import dsn
from ansim.visits.life_of_days import Sweep, forget_people, sweep


def sweep_now() -> Sweep:
    """One sweep by the clock."""
    with psycopg.connect(dsn("worker", "visits"), autocommit=True) as visits:
        swept = sweep(visits, DayKeys(folder()), local_day(time.time()))
    with psycopg.connect(dsn("worker", "identity"), autocommit=True) as identity:
        return replace(swept, forgotten=forget_people(identity))
