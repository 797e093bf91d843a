"""One partition of `visits.visit` a day: opened ahead of time, dropped when the day expires.

The database does it through functions (migration 0005), so that the worker needs no right on the visits themselves.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from ansim.visits.outcomes import OfOpening

Connection = psycopg.Connection[tuple[Any, ...]]


class Destruction(NamedTuple):
    """What the database knows of the end of a day; moments are None until they come."""

    day: date
    named_at: datetime | None
    """When an operator named the day."""
    dropped_at: datetime | None
    key_ended_at: datetime | None
    means: str | None
    """How the key was destroyed: `hardware` or `file`."""


def existing_days(connection: Connection) -> list[date]:
    """The days that have a partition, oldest first."""
    return [row[0] for row in connection.execute("SELECT visits.days()")]


def open_day(connection: Connection, day: date) -> OfOpening:
    """Make the partition of a day where it is missing; a day that was destroyed stays so."""
    row = connection.execute("SELECT visits.open_day(%s)", (day,)).fetchone()
    return OfOpening(row[0]) if row else OfOpening.EMPTY


def open_days(connection: Connection, days: Iterable[date]) -> list[date]:
    """Make the missing partitions; returns the days opened."""
    return [day for day in days if open_day(connection, day) is OfOpening.OPENED]


def drop_day(connection: Connection, day: date, keep_days: int) -> None:
    """Drop a day's visits. Raises LockNotAvailable where somebody holds the table, CheckViolation where it is kept."""
    connection.execute("SELECT visits.drop_day(%s, %s)", (day, keep_days))


def certify_day(connection: Connection, day: date, means: str) -> None:
    """Record that the key of a dropped day is destroyed, and how."""
    connection.execute("SELECT visits.certify_day(%s, %s)", (day, means))


def destructions(connection: Connection) -> list[Destruction]:
    """All days that were destroyed or named, oldest first."""
    return [Destruction(*row) for row in connection.execute("SELECT * FROM visits.destructions()")]


def name_days(connection: Connection, days: Iterable[date]) -> None:
    """An operator's word that these days may go. The connection is the owner's."""
    connection.execute("SELECT visits.name_days(%s)", (list(days),))
