"""One partition of `visits.visit` a day: opened ahead of time, dropped when the day expires."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]

_DAYS = """
    SELECT right(child.relname, 8)
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'visits.visit'::regclass
    ORDER BY 1
"""


def existing_days(connection: Connection) -> list[date]:
    """The days that have a partition, oldest first."""
    return [date.fromisoformat(row[0]) for row in connection.execute(_DAYS)]


def open_days(connection: Connection, days: Iterable[date]) -> list[date]:
    """Make the missing partitions; gives the days opened. `connection` is the owner's, in autocommit."""
    wanted = sorted(set(days) - set(existing_days(connection)))
    for day in wanted:
        statement = "CREATE TABLE IF NOT EXISTS {} PARTITION OF visits.visit FOR VALUES FROM ({}) TO ({})"
        connection.execute(
            sql.SQL(statement).format(_name(day), sql.Literal(day), sql.Literal(day + timedelta(days=1)))
        )
    return wanted


def drop_day(connection: Connection, day: date) -> None:
    """Drop a day's visits in one statement; waits at most two seconds for the lock, then gives up until next time."""
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '2s'")
        connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(_name(day)))


def _name(day: date) -> sql.Identifier:
    return sql.Identifier("visits", f"visit_{day:%Y%m%d}")
