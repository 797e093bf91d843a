"""Each day is written anew on the fourth day after: with what came late, in an order that says nothing (ADR 33).

The tracer does it, as nobody else holds the keys of days that the gateway may no longer write.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import psycopg

from ansim.domain.days import local_day
from ansim.domain.quantities import OPEN
from ansim.keys import DayKeys
from ansim.tracing.process.late import LateVisits
from ansim.visits.late_rows import LateRow

log = logging.getLogger(__name__)
Connection = psycopg.Connection[tuple[Any, ...]]

AFTER: Final = timedelta(days=4)
"""A row may come on the third day after its own; so that day is over."""
SETTLED: Final = 600
"""Seconds after midnight until then: what was on its way has come."""

_OPEN_DAYS: Final = """
    SELECT day FROM visits.days() AS open (day)
    WHERE NOT EXISTS (SELECT FROM visits.closed_day WHERE closed_day.day = open.day AND anew)
"""
_CLOSE: Final = "SELECT visits.close_day(%s)"
_WRITE: Final = """
    SELECT visits.write_anew(
        %s, %s::int[], %s::uuid[], %s::bytea[], %s::timestamptz[], %s::timestamptz[], %s::int2[], %s::int2[], %s::int2[],
        %s::bytea[], %s::uuid[], %s::bytea[], %s::timestamptz[], %s::boolean[])
"""


def due(visits: Connection, kept: Sequence[date], now: float) -> list[date]:
    """The kept days that are to be written anew, oldest first."""
    last = local_day(now - SETTLED) - AFTER
    waiting = {row[0] for row in visits.execute(_OPEN_DAYS)}
    return sorted(day for day in kept if day <= last and day in waiting)


def write_anew(visits: Connection, keys: DayKeys, day: date) -> bool:
    """Close a day and write it anew; False where that was done before. Broken off anywhere, it may be done again.

    Raises LockNotAvailable where somebody holds its table, CheckViolation where the day still takes late rows.
    """
    visits.execute(_CLOSE, (day,))
    # Read now, since the day is closed: nothing comes any more.
    late = LateVisits(keys)
    late.follow(visits)
    rows, ends = late.of(day).every(), late.of(day).every_end()
    row = visits.execute(_WRITE, (day, *_columns(rows), *_columns_of_ends(ends))).fetchone()
    return bool(row and row[0])


def _columns(rows: Sequence[LateRow]) -> list[list[Any]]:
    return [
        [row.venue for row in rows],
        [UUID(bytes=row.visit) for row in rows],
        [row.tag for row in rows],
        [_moment(row.entered) for row in rows],
        [_moment(row.left) for row in rows],
        [row.party for row in rows],
        [row.method for row in rows],
        [row.evidence for row in rows],
        [row.commitment for row in rows],
    ]


def _columns_of_ends(ends: Sequence[LateRow]) -> list[list[Any]]:
    return [
        [UUID(bytes=end.visit) for end in ends],
        [end.tag for end in ends],
        [_moment(end.left) for end in ends],
        [end.evidence != 0 for end in ends],
    ]


def _moment(second: int) -> datetime | None:
    return None if second == OPEN else datetime.fromtimestamp(second, UTC)


class DaysAnew:
    """Writes days anew beside the searches, one at a time; a day whose table is in use waits for the next housekeeping."""

    def __init__(self, dsn: str, keys: DayKeys) -> None:
        self._dsn, self._keys = dsn, keys
        self._turn = threading.Lock()
        self._without_key: set[date] = set()

    def start(self, kept: Sequence[date], now: float) -> threading.Thread | None:
        """Begin with the oldest day that is due, unless one is still being written."""
        if not self._turn.acquire(blocking=False):
            return None
        thread = threading.Thread(target=self._run, args=(kept, now), name="days anew", daemon=True)
        thread.start()
        return thread

    def _run(self, kept: Sequence[date], now: float) -> None:
        try:
            with psycopg.connect(self._dsn, autocommit=True) as visits:
                for day in due(visits, kept, now):
                    self._write(visits, day)
        except psycopg.Error as error:
            log.warning(
                "writing days anew: %s, next try with the next housekeeping", type(error).__name__
            )
        except Exception:
            log.exception("writing days anew failed, next try with the next housekeeping")
        finally:
            self._turn.release()

    def _write(self, visits: Connection, day: date) -> None:
        if not self._keys.has(day):
            # Its late rows could not be opened, and would be lost if the key is put back.
            if day not in self._without_key:  # told once, not at each housekeeping for weeks
                log.error("no key for %s: it is not written anew until the key is put back", day)
            self._without_key.add(day)
            return
        began = time.perf_counter()
        if write_anew(visits, self._keys, day):
            log.info("%s written anew in %.1f s", day, time.perf_counter() - began)
