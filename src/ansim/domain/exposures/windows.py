"""Turn a run of days and times into windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ansim.domain.exposures.alert import ExposureWindow
from ansim.domain.exposures.tokens import Kind, Token

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=40)
_RECENT = timedelta(days=60)  # twice what the log keeps
_NAMES_A_DAY = (Kind.DATE, Kind.DAY, Kind.NUMBER)


class UnreadableTimeError(ValueError):
    """A day or time that does not exist, or a run that ends before it starts."""


@dataclass(frozen=True, slots=True)
class When:
    """What a run says: the days it names itself, and its windows (none where it gives no hours)."""

    days: tuple[date, ...]
    windows: tuple[ExposureWindow, ...]


class Calendar:
    """Years and months that an alert leaves out, taken from the day it was sent."""

    def __init__(self, sent: date) -> None:
        self._sent = sent

    def date_of(self, token: Token, near: date | None = None) -> date:
        """The latest such day that is not after the sending day; a day's number follows `near` where that is given.

        Raises UnreadableTimeError where no such day lies in the weeks before: alerts speak of days just past.
        """
        for candidate in self._candidates(token, near):
            try:
                found = date(*candidate)
            except ValueError:
                continue
            if self._sent - _RECENT <= found <= self._sent and (near is None or found >= near):
                return found
        raise UnreadableTimeError(
            f"{token.text.strip()} is no day in the {_RECENT.days} days before the alert"
        )

    def _candidates(self, token: Token, near: date | None) -> list[tuple[int, int, int]]:
        month, day = token.values
        if token.kind is Kind.DATE:
            return [(token.year or self._sent.year - back, month, day) for back in (0, 1)]
        if near is not None:
            following = near.replace(day=1) + timedelta(days=32)
            return [(near.year, near.month, month), (following.year, following.month, month)]
        months = [self._sent.replace(day=1)]
        for _ in range(2):
            months.append((months[-1] - _DAY).replace(day=1))
        return [(first.year, first.month, month) for first in months]


def read_when(run: Sequence[Token], calendar: Calendar, inherited: Sequence[date] = ()) -> When:
    """Days and windows of a run of tokens; `inherited` are the days named before, for runs of times alone."""
    return _Run(run, calendar, inherited).read()


def whole_days(days: Sequence[date]) -> tuple[ExposureWindow, ...]:
    """Windows from midnight to midnight."""
    return tuple(_whole(day) for day in days)


class _Run:
    def __init__(self, run: Sequence[Token], calendar: Calendar, inherited: Sequence[date]) -> None:
        self._run = [token for token in run if token.kind is not Kind.SIGN]
        self._calendar = calendar
        self._days = list(inherited)
        self._named: list[date] = []
        self._fresh = False  # days named, and no time yet that uses them
        self._windows: list[ExposureWindow] = []
        self._at = 0

    def read(self) -> When:
        while self._at < len(self._run):
            self._step(self._run[self._at])
        if self._fresh and self._windows:
            self._windows += whole_days(self._days)
        return When(tuple(self._named), tuple(self._windows))

    def _step(self, token: Token) -> None:
        if token.kind is Kind.TIME or self._is_hour():
            self._use_days(self._times())
        elif token.kind in _NAMES_A_DAY:
            self._name(self._range_of_days())
        elif token.kind is Kind.HALF_DAY:
            self._at += 1
            noon = timedelta(hours=12 if token.half == "오후" else 0)
            starts = [_midnight(day) + noon for day in self._days]
            self._use_days([ExposureWindow(start, start + timedelta(hours=12)) for start in starts])
        elif token.kind is Kind.RANGE:
            raise UnreadableTimeError(f"{token.text.strip()} stands between no two days or times")
        else:  # opening hours add nothing to the days: where hours follow, those count
            self._at += 1

    def _is_hour(self) -> bool:
        """Whether a bare number is an hour: "19~24시"."""
        return self._kind(0) is Kind.NUMBER and (self._kind(1), self._kind(2)) == (
            Kind.RANGE,
            Kind.TIME,
        )

    def _kind(self, ahead: int) -> Kind | None:
        position = self._at + ahead
        return self._run[position].kind if position < len(self._run) else None

    def _take(self) -> Token:
        self._at += 1
        return self._run[self._at - 1]

    def _name(self, days: list[date]) -> None:
        self._days = [*self._days, *days] if self._fresh else days
        self._named += days
        self._fresh = True

    def _use_days(self, windows: list[ExposureWindow]) -> None:
        self._windows += windows
        self._fresh = False

    def _range_of_days(self) -> list[date]:
        token = self._take()
        follows = token.kind is Kind.NUMBER and self._fresh
        first = self._calendar.date_of(token, self._days[-1] if follows else None)
        if self._kind(0) is not Kind.RANGE or not self._ends_with_day():
            return [first]
        self._at += 1
        token = self._take()
        last = self._calendar.date_of(token, None if token.kind is Kind.DATE else first)
        if not timedelta(0) <= last - first <= _LONGEST:
            raise UnreadableTimeError(f"{token.text.strip()} comes before the day it should end")
        return [first + _DAY * step for step in range((last - first).days + 1)]

    def _ends_with_day(self) -> bool:
        hour_follows = self._kind(1) is Kind.NUMBER and self._kind(2) is Kind.RANGE
        return self._kind(1) in _NAMES_A_DAY and not hour_follows

    def _times(self) -> list[ExposureWindow]:
        start = self._take()
        if not self._days:
            raise UnreadableTimeError(f"{start.text.strip()} stands without a day")
        if self._kind(0) is Kind.RANGE:
            self._at += 1
        elif self._kind(0) is not Kind.OPEN_END:
            raise UnreadableTimeError(f"{start.text.strip()} has no end")
        if self._kind(0) is Kind.OPEN_END:
            self._at += 1
            return [ExposureWindow(_moment(day, start), None) for day in self._days]
        if self._kind(0) in (Kind.DATE, Kind.DAY) and self._kind(1) is Kind.TIME:
            last = self._calendar.date_of(self._take())
            return [_stretch(_moment(self._days[-1], start), _moment(last, self._take()))]
        following = self._kind(0) is Kind.NEXT_DAY
        self._at += following
        if self._kind(0) is not Kind.TIME:
            raise UnreadableTimeError(f"{start.text.strip()} has no end")
        end = self._take()
        return [_daily(day, start, end, following=following) for day in self._days]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _whole(day: date) -> ExposureWindow:
    return ExposureWindow(_midnight(day), _midnight(day) + _DAY)


def _daily(day: date, start: Token, end: Token, *, following: bool) -> ExposureWindow:
    first = _moment(day, start)
    last = _moment(day + _DAY if following else day, end)
    if last <= first and start.half == "오후" and not end.half and end.values[0] < 12:
        last += timedelta(hours=12)  # "오후 4:40~5:10"
    if last <= first:
        last += _DAY  # past midnight
    return _stretch(first, last)


def _stretch(start: datetime, end: datetime) -> ExposureWindow:
    if not start < end <= start + _LONGEST:
        raise UnreadableTimeError(f"{end:%m-%d %H:%M} does not come after {start:%m-%d %H:%M}")
    return ExposureWindow(start, end)


def _moment(day: date, token: Token) -> datetime:
    hour, minute = token.values
    if token.half == "오후" and hour < 12:
        hour += 12
    if token.half == "오전" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise UnreadableTimeError(f"{token.text.strip()} is no time of day")
    return _midnight(day) + timedelta(hours=hour, minutes=minute)
