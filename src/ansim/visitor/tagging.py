"""The days a check-in may fall on: today, the three before and tomorrow, each with its tag function."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from ansim.domain.days import day_bounds, local_day
from ansim.domain.errors import AnsimError
from ansim.keys import DayKeys


class DayClosedError(AnsimError):
    """A moment on a day that this process may not write."""


class OpenDay(NamedTuple):
    """A local day and the function from person id to that day's tag."""

    day: date
    tag: Callable[[bytes], bytes]


class OpenDays:
    """Finds a moment's day and tagger; the days move on with the clock."""

    BEFORE, AFTER = 3, 1

    def __init__(self, keys: DayKeys) -> None:
        self._keys = keys
        self._starts: list[int] = []
        self._days: list[OpenDay] = []
        self._until = 0

    def at(self, moment: float, now: float) -> OpenDay:
        """The day of a moment (epoch seconds). Raises DayClosedError, or DayKeyMissingError at a new day."""
        if now >= self._until or now < self._starts[self.BEFORE]:
            self._move_to(now)
        place = bisect_right(self._starts, moment)
        if not 0 < place < len(self._starts):
            raise DayClosedError(f"{local_day(moment)} is no day that may be written on {local_day(now)}")
        return self._days[place - 1]

    def _move_to(self, now: float) -> None:
        today = local_day(now)
        days = [today + timedelta(days=step) for step in range(-self.BEFORE, self.AFTER + 1)]
        opened = [OpenDay(day, self._keys.tagger(day)) for day in days]
        for former in {known.day for known in self._days}.difference(days):
            self._keys.forget(former)
        self._days = opened
        self._starts = [day_bounds(day)[0] for day in days] + [day_bounds(days[-1])[1]]
        self._until = day_bounds(today)[1]
