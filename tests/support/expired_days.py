"""Days past their period, as tests make them, sweep them and set clocks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg

from ansim.domain.days import local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.pace_of_ends import RunningTime
from ansim.domain.retention import POLICY
from ansim.keys import DayKeys
from ansim.visits.kept_pace import KeptPace
from ansim.visits.life_of_days import Sweep, begin_day, sweep
from ansim.visits.partitions import existing_days

DAY = 86400.0
CLOCK = "CREATE OR REPLACE FUNCTION visits.clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT {} $$"


def today() -> date:
    return local_day(time.time())


def expired(back: int = 1) -> date:
    return today() - timedelta(days=POLICY.visit_days + back)


class Days:
    """The visitor log as its owner and as the worker."""

    def __init__(self, owner: "psycopg.Connection[Any]", worker: "psycopg.Connection[Any]") -> None:
        self.owner, self.worker = owner, worker

    def clear(self) -> None:
        for day in existing_days(self.owner):
            if day < today() - timedelta(days=20):
                self.owner.execute(f"DROP TABLE visits.visit_{day:%Y%m%d}")
        self.owner.execute("DELETE FROM visits.destruction")

    def use(self, keys: DayKeys, *days: date) -> None:
        for day in days:
            begin_day(self.owner, keys, day)
            self.owner.execute(
                "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, party, method, evidence)"
                " VALUES (%s, 1, %s, %s, %s, 0, 1, 0)",
                [day, new_visit_id(time.time()), keys.tagger(day)(new_person_id()), day],
            )

    def left(self) -> list[date]:
        rows = self.owner.execute("SELECT DISTINCT day FROM visits.visit").fetchall()
        return sorted(row[0] for row in rows if row[0] < today() - timedelta(days=20))

    def sweep(self, keys: DayKeys, shift: float = 0.0, ran: float | None = None) -> Sweep:
        """One sweep; `ran` are the seconds for which the machine has run, the real ones where nothing is said."""
        file = keys._folder.path / "day" / "pace.json"
        pace = KeptPace(file) if ran is None else KeptPace(file, lambda: RunningTime("boot", ran))
        return sweep(self.worker, keys, time.time() + shift, pace)

    @contextmanager
    def database_clock(self, days: float) -> Iterator[None]:
        self.owner.execute(CLOCK.format(f"now() + interval '{days} days'"))
        yield
        self.owner.execute(CLOCK.format("now()"))
