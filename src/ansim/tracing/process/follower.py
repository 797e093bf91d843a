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
from ansim.domain.retention import POLICY
from ansim.keys import DayKeys, KeyFolder
from ansim.settings.environment import dsn, seconds
from ansim.tracing.index import BASE, Index, Zones
from ansim.tracing.process.anew import DaysAnew
from ansim.tracing.process.count_pusher import CountPusher
from ansim.tracing.process.known_venues import read_venues
from ansim.tracing.process.loading import Loader
from ansim.tracing.process.nightly import keep_curves, kept_curves, re_estimate

log = logging.getLogger(__name__)
FOLLOW_EVERY = 0.4
Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class Follower:
    """The index, its loader and the dwell curves in use. `load` comes first."""

    keys: KeyFolder
    curves_file: Path
    clock: Callable[[], float] = time.time
    index: Index = field(init=False)
    loader: Loader = field(init=False)

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
            days = self._past_days(visits)
            self.index, self._unsealed = self.loader.load(days, self.clock()), days[-1]
        taken, held = time.perf_counter() - began, self.index.snapshot.visits
        log.info("%d visits of %d people in %.1f s", held, len(self.loader.people), taken)

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
        snapshot = self.index.snapshot
        kept = self._kept_days(visits)
        if kept and snapshot.days:
            first = day_bounds(kept[0])[0] - BASE
            if snapshot.days[0].start < first:
                self.index.drop_before(first)
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
        if self._tried == today or self.curves.made_on >= today:
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
                        if time.monotonic() >= next_housekeeping:
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

    def _kept_days(self, visits: Connection) -> list[date]:
        """The days that have visits and are within their period by both clocks, whether or not a sweep came by."""
        row = visits.execute("SELECT visits.today()").fetchone()
        today = local_day(self.clock())
        first = POLICY.first_kept_day(min(today, row[0]) if row else today)
        return [row[0] for row in visits.execute("SELECT visits.days()") if row[0] >= first]

    def _past_days(self, visits: Connection) -> list[date]:
        today = local_day(self.clock())
        first = min((day for day in self._kept_days(visits) if day <= today), default=today)
        return [first + timedelta(days=step) for step in range((today - first).days + 1)]
