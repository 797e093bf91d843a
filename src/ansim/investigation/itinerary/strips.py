"""A day as a strip to scale: where each stay begins and ends between 00 and 24 hours, and what lies between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ansim.domain.days import VENUE_ZONE, day_bounds

_DAY: Final = 86400
HOURS: Final = tuple(range(0, 25, 3))
SHORTEST_GAP: Final = 3600  # seconds from which on nothing known is worth a line
_THINNEST: Final = 0.4  # percent: a stay of a minute is still seen


@dataclass(frozen=True, slots=True)
class DrawnStay:
    """One stay as the strip draws it (epoch seconds). `source` is its colour and pattern; `title` what a pointer reads."""

    start: int
    end: int
    source: str
    estimated: bool
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a stay on one day: from the left and how wide, in percent; on which lane."""

    left: str
    width: str
    lane: int
    source: str
    estimated: bool
    title: str

    @property
    def top(self) -> int:
        """Where its lane begins, in pixels."""
        return 2 + 17 * self.lane


@dataclass(frozen=True, slots=True)
class Gap:
    """A time of the day of which nothing is known."""

    start: datetime
    end: datetime


def bars_of(day: date, spans: Iterable[DrawnStay]) -> list[Bar]:
    """The stays of a day, cut at midnight: those of the log on the first lane, those typed in on the second."""
    first, last = day_bounds(day)
    found = []
    for one in spans:
        start, end = max(one.start, first), min(one.end, last)
        if start >= end:
            continue
        left, width = (start - first) / _DAY * 100, max((end - start) / _DAY * 100, _THINNEST)
        lane = int(one.source != "log")
        found.append(
            Bar(f"{left:.2f}%", f"{width:.2f}%", lane, one.source, one.estimated, one.title)
        )
    return found


def gaps_of(day: date, spans: Sequence[DrawnStay]) -> list[Gap]:
    """The hours between the first stay of a day and its last of which nothing is known."""
    first, last = day_bounds(day)
    here = sorted((max(one.start, first), min(one.end, last)) for one in spans)
    here = [one for one in here if one[0] < one[1]]
    gaps, until = [], here[0][1] if here else 0
    for start, end in here[1:]:
        if start - until >= SHORTEST_GAP:
            gaps.append(Gap(*(datetime.fromtimestamp(at, VENUE_ZONE) for at in (until, start))))
        until = max(until, end)
    return gaps


def days_between(start: datetime, end: datetime) -> list[date]:
    """The calendar days of a period, first to last."""
    last = (end - timedelta(seconds=1)).date()
    return [start.date() + timedelta(days=step) for step in range((last - start.date()).days + 1)]
