"""Head counts past their period."""

import time

import psycopg

from ansim.domain.days import local_day
from ansim.domain.retention import POLICY
from ansim.jobs.sweep import clocks_are_trusted
from ansim.settings.environment import count_days, dsn


def forget_counts() -> int:
    """Totals go after `ANSIM_COUNT_DAYS`, how a day spread goes with its visits; returns how many days of places changed.

    Nothing goes while the clocks are in doubt.
    """
    if not clocks_are_trusted():
        return 0
    asked = (count_days(), POLICY.visit_days, local_day(time.time()))
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        row = connection.execute("SELECT business_forget_counts(%s, %s, %s)", asked).fetchone()
    return row[0] if row else 0
