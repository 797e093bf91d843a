"""One partition of `visits.visit` a day: opened ahead of time, dropped when the day expires.

The database does it through functions (migration 0002), so that the worker needs no right on the visits themselves.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]


def existing_days(connection: Connection) -> list[date]:
    """The days that have a partition, oldest first."""
    return [row[0] for row in connection.execute("SELECT visits.days()")]


def open_days(connection: Connection, days: Iterable[date]) -> list[date]:
    """Make the missing partitions; returns the days opened."""
    opened = []
    for day in days:
        row = connection.execute("SELECT visits.open_day(%s)", (day,)).fetchone()
        if row and row[0]:
            opened.append(day)
    return opened


def drop_day(connection: Connection, day: date) -> None:
    """Drop a day's visits. Raises LockNotAvailable where somebody holds the table."""
    connection.execute("SELECT visits.drop_day(%s)", (day,))
