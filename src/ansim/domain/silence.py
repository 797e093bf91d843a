"""When a venue's silence is worth a word: nobody checks in any more, and that is unusual for this place.

Nobody is counted here: the rule knows on which days anybody checked in at all, and on which the place was open.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ansim.domain.days import VENUE_ZONE
from ansim.domain.opening import OpeningHours

HISTORY: Final = 56
"""How many days before the last check-in tell what is usual."""

RARELY: Final = 0.01
"""How seldom so many open days in a row without anybody come about by chance, before it is said."""

FEWEST: Final = 2
"""Open days without anybody, before anything is said of the busiest place."""

NEVER_AFTER: Final = 7
"""Open days after the poster was issued, before a place where nobody ever checked in is asked about it."""

LONGEST: Final = 28
"""Open days after which silence is said of any place, however seldom somebody came."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a place: its hours (None: open every day), its life, and whether anybody could check in at all.

    `nobody_anywhere`: days on which no place of the whole log had a check-in. The gateway was away, or the log had not begun;
    whichever it was, the poster is not to blame, so these days count as closed.
    `reopened_at` is when it last opened again: nobody came while it was closed, and that is no silence.
    """

    hours: OpeningHours | None = None
    unmanned: bool = False
    live: bool = True
    closed_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    nobody_anywhere: Collection[date] = ()
    reopened_at: datetime | None = None

    def is_watched(self, now: datetime) -> bool:
        """Whether somebody is there who could look at the poster: not at unmanned, closed and ended places."""
        over = [end for end in (self.closed_at, self.valid_until) if end is not None and end <= now]
        return self.live and not self.unmanned and not over

    def is_open(self, day: date) -> bool:
        """Whether it is open at some hour of a day, and anybody could check in. An event is so on its days."""
        if day in self.nobody_anywhere:
            return False
        if self.valid_from is not None and day < self.valid_from.astimezone(VENUE_ZONE).date():
            return False
        return self.hours is None or bool(self.hours.spans_of(day))


@dataclass(frozen=True, slots=True)
class Used:
    """On which days anybody checked in: `last`, and all that are still known. `issued`: when the poster first was."""

    last: date | None
    days: Collection[date] = ()
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody checked in after `since`; None: nobody ever did. It was long enough to be said on `reached`."""

    since: date | None
    reached: date


def silence(place: Watched, used: Used, now: datetime) -> Silence | None:
    """The silence of a place at a moment, or None. The day at hand does not count: it is not over."""
    start = used.issued if used.last is None else used.last
    if start is None or not place.is_watched(now):
        return None
    needed = NEVER_AFTER if used.last is None else open_days_needed(place, used.last, used.days)
    if place.reopened_at is not None:
        start = max(start, place.reopened_at.astimezone(VENUE_ZONE).date())
    reached = _after(place, start, now.astimezone(VENUE_ZONE).date(), needed)
    return None if reached is None else Silence(used.last, reached)


def open_days_needed(place: Watched, last: date, used: Collection[date]) -> int:
    """How many open days without anybody are unusual here, from FEWEST to LONGEST.

    The share of open days on which anybody came is counted with one day more, so that a short history claims little.
    """
    first = max(last - (HISTORY - 1) * _DAY, min(used, default=last))
    days = [first + step * _DAY for step in range((last - first).days + 1)]
    days = [day for day in days if place.is_open(day) or day in used]
    share = sum(day in used for day in days) / (len(days) + 1)
    needed, chance = 0, 1.0
    while chance > RARELY and needed < LONGEST:
        chance *= 1 - share
        needed += 1
    return max(needed, FEWEST)


def _after(place: Watched, start: date, today: date, needed: int) -> date | None:
    """The morning after so many open days behind `start`, where it came by today."""
    day = start + _DAY
    while day < today:
        needed -= place.is_open(day)
        if needed == 0:
            return day + _DAY
        day += _DAY
    return None
