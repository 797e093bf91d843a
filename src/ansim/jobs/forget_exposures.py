"""Published exposures that have left the feed."""

import time

import psycopg

from ansim.domain.days import local_day
from ansim.jobs.sweep import clocks_are_trusted
from ansim.settings.environment import dsn


def forget_exposures() -> int:
    """Delete them, withdrawn ones too; gives how many. Nothing goes while the clocks are in doubt."""
    if not clocks_are_trusted():
        return 0
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        asked = (local_day(time.time()),)
        row = connection.execute("SELECT investigation_forget_exposures(%s)", asked).fetchone()
    return row[0] if row else 0
