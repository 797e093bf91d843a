"""The days a check-in may fall on: today, the three before and tomorrow, each with its tag function."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from ansim.domain.days import day_bounds, local_day
from ansim.domain.errors import AnsimError
from ansim.domain.quantities import PersonId, Tag
from ansim.keys import DayKeys
from ansim.visitor.checkin.binary_rows import pack_day
from ansim.visits.late_rows import LateSeal


class DayClosedError(AnsimError):
    """A moment on a day that this process may not write."""


class OpenDay(NamedTuple):
    """A local day, as PostgreSQL counts it too, its function from person id to tag, the secret of its passes, its seal."""

    day: date
    number: int
    tag: Callable[[PersonId], Tag]
    passes: bytes
    late: LateSeal


class OpenDays:
    """Finds a moment's day and tagger; the days move on with the clock."""

    BEFORE, AFTER = 3, 1

    def __init__(self, keys: DayKeys) -> None:
        self._keys = keys
        self._starts: list[int] = []
        self._days: list[OpenDay | None] = []
        self._until = 0
        self.today = date.min
        """The day of the moment that was last asked for."""

    def at(self, moment: float, now: float) -> OpenDay:
        """The day of a moment (epoch seconds). Raises DayClosedError or DayKeyMissingError."""
        if now >= self._until or now < self._starts[self.BEFORE]:
            self._move_to(now)
        place = bisect_right(self._starts, moment) - 1
        if not 0 <= place < len(self._days):
            raise DayClosedError(
                f"{local_day(moment)} is no day that may be written on {local_day(now)}"
            )
        open_day = self._days[place]
        if open_day is None:  # its key was not there: look again, it may have been made meanwhile
            day = local_day(moment)
            tagger, secret = self._keys.tagger(day), self._keys.secret(day, b"pass visits")
            seal = LateSeal(self._keys, day)
            open_day = self._days[place] = OpenDay(day, pack_day(day), tagger, secret, seal)
        return open_day

    def _move_to(self, now: float) -> None:
        today = self.today = local_day(now)
        days = [today + timedelta(days=step) for step in range(-self.BEFORE, self.AFTER + 1)]
        for former in {known.day for known in self._days if known}.difference(days):
            self._keys.forget(former)
        self._days = [None] * len(days)
        self._starts = [day_bounds(day)[0] for day in days] + [day_bounds(days[-1])[1]]
        self._until = day_bounds(today)[1]
