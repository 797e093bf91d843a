"""The index and who keeps it true to the database: loading, following, keeping house, the curves of each night."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from ansim.domain.days import day_bounds, local_day
from ansim.domain.retention import CLOCKS_APART, POLICY
from ansim.keys import DayKeys, KeyFolder
from ansim.rpc import UnreachableError
from ansim.settings.environment import dsn, seconds
from ansim.tracing.index import BASE, Index, Zones
from ansim.tracing.process.anew import DaysAnew
from ansim.tracing.process.count_pusher import CountPusher
from ansim.tracing.process.known_venues import read_venues
from ansim.tracing.process.loading import Loader
from ansim.tracing.process.nightly import keep_curves, kept_curves, re_estimate
from ansim.visits.partitions import existing_days

log = logging.getLogger(__name__)
FOLLOW_EVERY = 0.4
Connection = psycopg.Connection[tuple[Any, ...]]


class DaysMissingError(UnreachableError):
    """Days that are kept are not held here, since a clock was wrong; they are being read again: ask again in a minute."""


@dataclass
class Follower:
    """The index, its loader and the dwell curves in use. `load` comes first."""

    keys: KeyFolder
    curves_file: Path
    clock: Callable[[], float] = time.time
    index: Index = field(init=False)
    loader: Loader = field(init=False)
    _held_from: date = field(init=False)
    _unsealed: date = field(init=False)
    _standing: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self.days = DayKeys(self.keys)
        self.curves = kept_curves(self.curves_file)
        self._tried: date | None = None
        self._counts = CountPusher(dsn("tracer", "visits"), dsn("tracer", "main"))
        self._anew = DaysAnew(dsn("tracer", "visits"), self.days)

    def load(self) -> None:
        """Read everything that is kept."""
        began = time.perf_counter()
        with psycopg.connect(dsn("tracer", "main")) as main:
            venues = read_venues(main)
        self.loader = Loader(dsn("tracer", "visits"), self.days, venues, self.curves)
        with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
            self._read(visits)
        taken, held = time.perf_counter() - began, self.index.snapshot.visits
        log.info("%d visits of %d people in %.1f s", held, len(self.loader.people), taken)

    @property
    def lacks_days(self) -> bool:
        """Whether days within their period, by the clock of this moment, are not held: it was ahead when they were judged."""
        return self._lacks(self._standing)

    def follow(self, connection: Connection, *, all_gaps: bool = False) -> int:
        """Take in what is new; returns how many visits changed."""
        changed = self.loader.follow(self.index, connection, all_gaps=all_gaps)
        self.index.merge_runs()
        return changed

    def keep_house(self, visits: Connection) -> None:
        """Seal the days that ended, drop those whose partition is gone, learn of new venues and of what was late.

        Beside the searches what venues may see is counted, and a day that takes no late rows any more is written anew.
        """
        self.follow(visits, all_gaps=True)
        with psycopg.connect(dsn("tracer", "main")) as main:
            self.loader.venues = read_venues(main)
        self.index.lay_out(Zones(self.loader.venues.venue_of))
        kept = self._kept_days(visits)
        if kept and kept[0] > self._held_from:
            self.index.drop_before(day_bounds(kept[0])[0] - BASE)
            self._held_from, self._unsealed = kept[0], max(self._unsealed, kept[0])
        standing = existing_days(visits)
        if self._lacks(standing) or self._sealed_too_much():
            log.warning("a clock was wrong: everything that is kept is read again")
            self._read(visits)
        self._standing = standing
        while day_bounds(self._unsealed)[1] <= self.clock():
            start, end = (moment - BASE for moment in day_bounds(self._unsealed))
            self.index.seal(start, end)
            self._unsealed += timedelta(days=1)
        self._counts.start(self.clock(), self.loader.late)
        self._anew.start(kept, self.clock())
        self.re_estimate_at_night([day for day in kept if day < local_day(self.clock())])

    def re_estimate_at_night(self, days: Sequence[date]) -> threading.Thread | None:
        """Once a day, beside the searches: new dwell curves from what is kept, in use as soon as they are written."""
        today = local_day(self.clock())
        # Curves of a day to come are of a clock that was wrong, and of few days.
        if today in (self._tried, self.curves.made_on):
            return None
        self._tried = today

        def work() -> None:
            try:
                curves = re_estimate(
                    dsn("tracer", "visits"),
                    self.days,
                    self.loader.late,
                    self.loader.venues,
                    days,
                    today,
                )
                keep_curves(curves, self.curves_file)
            except Exception:
                log.exception(
                    "dwell curves could not be re-estimated, those of %s stay", self.curves.made_on
                )
                return
            self.loader.use(curves)
            self.curves = curves
            log.info("dwell curves of %s: %s", curves.made_on, curves.source)

        thread = threading.Thread(target=work, name="dwell curves", daemon=True)
        thread.start()
        return thread

    def follow_for_ever(self) -> None:
        """Follow the database until the process ends, whatever fails on the way."""
        every, next_housekeeping = seconds("tracer_housekeeping", 30.0), 0.0
        while True:
            try:
                with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
                    while True:
                        self.follow(visits)
                        if self.lacks_days or time.monotonic() >= next_housekeeping:
                            self.keep_house(visits)
                            next_housekeeping = time.monotonic() + every
                        time.sleep(FOLLOW_EVERY)
            except psycopg.Error as error:
                log.warning("following: %s, trying again", type(error).__name__)
                time.sleep(1)
            except Exception:
                # Answering from what was read before, and saying so, beats a tracer that silently stopped following.
                log.exception("following failed, trying again")
                time.sleep(1)

    def _read(self, visits: Connection) -> None:
        """The index of what is kept. People keep their numbers, so that a search that runs meanwhile stays right."""
        standing, days = existing_days(visits), self._past_days(visits)
        self.index = self.loader.load(days, self.clock())
        self._held_from, self._standing = days[0], standing
        self._unsealed = max(days[0], min(days[-1], local_day(self.clock())))

    def _lacks(self, standing: Sequence[date]) -> bool:
        first = POLICY.first_kept_day(local_day(self.clock()))
        return any(first <= day < self._held_from for day in standing)

    def _sealed_too_much(self) -> bool:
        """Whether days were sealed that did not end: their visits would pile up as runs for as long as they are kept."""
        sealed_to = day_bounds(self._unsealed)[0]
        return self._unsealed > self._held_from and self.clock() < sealed_to - CLOCKS_APART

    def _kept_days(self, visits: Connection) -> list[date]:
        """The days that have visits and are within their period by both clocks, whether or not a sweep came by."""
        first = POLICY.first_kept_day(min(self._todays(visits)))
        return [day for day in existing_days(visits) if day >= first]

    def _past_days(self, visits: Connection) -> list[date]:
        """From the first kept day to today, by the clock that is ahead: by one that is behind days would be missing."""
        today = max(self._todays(visits))
        first = min((day for day in self._kept_days(visits) if day <= today), default=today)
        return [first + timedelta(days=step) for step in range((today - first).days + 1)]

    def _todays(self, visits: Connection) -> tuple[date, date]:
        """Today by the clocks of the host and of the database."""
        here = local_day(self.clock())
        row = visits.execute("SELECT visits.today()").fetchone()
        return here, row[0] if row else here
