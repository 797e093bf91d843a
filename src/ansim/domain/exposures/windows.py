"""Turn a run of days and times into windows."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ansim.domain.exposures.alert import ExposureWindow
from ansim.domain.exposures.clock import UnreadableTimeError, start_of, stretch_of
from ansim.domain.exposures.tokens import Kind, Token

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=40)
_RECENT = timedelta(days=60)  # twice what the log keeps
_NIGHT = timedelta(hours=5)  # between two houses of one night
_NAMES_A_DAY = (Kind.DATE, Kind.DAY, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Span:
    """A day, or a range of days, both ends included; `open`: and all days since."""

    first: date
    last: date
    open: bool = False

    def days(self) -> list[date]:
        """Each day of it."""
        return [self.first + _DAY * step for step in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class When:
    """What a run says: the days it names itself, and its windows (none where it gives no hours)."""

    spans: tuple[Span, ...]
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


def read_when(
    run: Sequence[Token],
    calendar: Calendar,
    inherited: Sequence[Span] = (),
    before: ExposureWindow | None = None,
) -> When:
    """Days and windows of a run of tokens.

    For runs of times alone `inherited` are the days named before, and `before` is the last window on them.
    """
    return _Run(run, calendar, inherited, before).read()


def _past_midnight(before: ExposureWindow, window: ExposureWindow) -> ExposureWindow:
    """A window on the day of the one before it, which may have led past midnight: 01:10 behind 23:00~01:00 is next day's.

    Raises UnreadableTimeError where it may lie on either day.
    """
    ended = before.end
    if ended is None:
        return window
    ahead = before.start.date() - window.start.date()
    if ahead == _DAY and before.start - _midnight(before.start.date()) < _NIGHT:
        before = ExposureWindow(before.start - _DAY, ended)  # it lay behind midnight itself
    elif ahead:
        return window
    if ended <= _midnight(before.start.date()) + _DAY or (
        not ahead and window.start >= before.start
    ):
        return window
    end = window.end and window.end + _DAY
    if not timedelta(0) <= window.start + _DAY - ended <= _NIGHT:
        raise UnreadableTimeError(
            f"{window.start:%H:%M} may lie on the day of {before.start:%m-%d %H:%M} or on the next"
        )
    return ExposureWindow(window.start + _DAY, end)


def whole_days(spans: Sequence[Span]) -> tuple[ExposureWindow, ...]:
    """Windows from midnight to midnight; a range of days is one window."""
    return tuple(
        ExposureWindow(_midnight(span.first), None if span.open else _midnight(span.last) + _DAY)
        for span in spans
    )


def _style(day: Token) -> str:
    return re.sub(r"[\s\d]", "", day.text)


class _Run:
    def __init__(
        self,
        run: Sequence[Token],
        calendar: Calendar,
        inherited: Sequence[Span],
        before: ExposureWindow | None,
    ) -> None:
        self._before = before
        self._run = [token for token in run if token.kind is not Kind.SIGN]
        for former, token in itertools.pairwise(run):
            if former.kind is token.kind is Kind.DATE and _style(former) != _style(token):
                raise UnreadableTimeError(
                    f"{former.text.strip()} and {token.text.strip()} are written in two ways:"
                    " one may be part of a name"
                )
        self._calendar = calendar
        self._spans = list(inherited)
        self._named: list[Span] = []
        self._fresh = False  # days named, and no time yet that uses them
        self._windows: list[ExposureWindow] = []
        self._at = 0

    def read(self) -> When:
        while self._at < len(self._run):
            self._step(self._run[self._at])
        if self._fresh and self._windows:
            self._windows += whole_days(self._spans)
        return When(tuple(self._named), tuple(self._windows))

    def _step(self, token: Token) -> None:
        if token.kind is Kind.TIME or self._is_hour():
            self._use_days(self._times())
        elif token.kind in _NAMES_A_DAY:
            self._name(self._range_of_days())
        elif token.kind is Kind.HALF_DAY:
            self._use_days(self._half_day())
        elif token.kind in (Kind.RANGE, Kind.SINCE, Kind.NEXT_DAY, Kind.OPEN_END):
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

    def _days(self) -> list[date]:
        return [day for span in self._spans for day in span.days()]

    def _name(self, span: Span) -> None:
        self._spans = [*self._spans, span] if self._fresh else [span]
        self._named.append(span)
        self._fresh = True

    def _use_days(self, windows: list[ExposureWindow]) -> None:
        if self._before is not None and not self._fresh and windows:
            moved = _past_midnight(self._before, windows[-1])
            if len(windows) > 1 and moved != windows[-1]:
                raise UnreadableTimeError(f"{moved.start:%H:%M} may lie on any of several days")
            windows = [*windows[:-1], moved]
        self._windows += windows
        self._fresh = False
        self._before = windows[-1] if windows else self._before

    def _half_day(self) -> list[ExposureWindow]:
        token = self._take()
        if token.half not in ("오전", "오후"):
            raise UnreadableTimeError(f"{token.half} is said without hours")
        noon = timedelta(hours=12 if token.half == "오후" else 0)
        starts = [_midnight(day) + noon for day in self._days()]
        return [ExposureWindow(start, start + timedelta(hours=12)) for start in starts]

    def _range_of_days(self) -> Span:
        token = self._take()
        follows = token.kind is Kind.NUMBER and self._fresh
        first = self._calendar.date_of(token, self._spans[-1].last if follows else None)
        if self._kind(0) is Kind.SINCE:
            self._at += 1
            return Span(first, first, open=True)
        if self._kind(0) is Kind.RANGE and self._kind(1) in (Kind.OPEN_END, None):
            self._at += 2
            return Span(first, first, open=True)
        if token.until and self._kind(0) is not Kind.RANGE:
            raise UnreadableTimeError(f"{token.text.strip()} has no start")
        if self._kind(0) is not Kind.RANGE or not self._ends_with_day():
            return Span(first, first)
        self._at += 1
        token = self._take()
        last = self._calendar.date_of(token, None if token.kind is Kind.DATE else first)
        if not timedelta(0) <= last - first <= _LONGEST:
            raise UnreadableTimeError(f"{token.text.strip()} comes before the day it should end")
        return Span(first, last)

    def _ends_with_day(self) -> bool:
        hour_follows = self._kind(1) is Kind.NUMBER and self._kind(2) is Kind.RANGE
        return self._kind(1) in _NAMES_A_DAY and not hour_follows

    def _times(self) -> list[ExposureWindow]:
        start, days = self._take(), self._days()
        if not days:
            raise UnreadableTimeError(f"{start.text.strip()} stands without a day")
        if self._kind(0) is Kind.RANGE:
            self._at += 1
            if self._kind(0) is Kind.RANGE:  # "10시부터 ~ 12시"
                self._at += 1
            return self._until(start, days)
        if self._kind(0) is Kind.TIME:
            raise UnreadableTimeError(f"{start.text.strip()} and another time stand side by side")
        if self._kind(0) in (Kind.OPEN_END, Kind.SINCE):
            self._at += 1
        elif start.until or (self._windows and not self._fresh):
            raise UnreadableTimeError(f"{start.text.strip()} has no start or no end")
        return [ExposureWindow(_midnight(day) + start_of(start), None) for day in days]

    def _until(self, start: Token, days: list[date]) -> list[ExposureWindow]:
        """Windows from a start to what stands behind the ~."""
        if self._kind(0) is Kind.OPEN_END:
            self._at += 1
            return [ExposureWindow(_midnight(day) + start_of(start), None) for day in days]
        if self._kind(0) in _NAMES_A_DAY and self._kind(1) is Kind.TIME:
            token = self._take()
            last = self._calendar.date_of(token, None if token.kind is Kind.DATE else days[-1])
            begin = _midnight(days[-1]) + start_of(start)
            return [_stretch(begin, _midnight(last) + start_of(self._take()))]
        if self._kind(0) is Kind.DATE and self._run[self._at].until:  # "5/3 20:00~5/6까지"
            last = self._calendar.date_of(self._take())
            return [_stretch(_midnight(days[-1]) + start_of(start), _midnight(last) + _DAY)]
        if self._kind(0) is None:  # "13:00~ 푸른식당"
            return [ExposureWindow(_midnight(day) + start_of(start), None) for day in days]
        following = self._kind(0) is Kind.NEXT_DAY
        if following:
            self._at += 1
            if self._kind(0) in _NAMES_A_DAY and self._kind(1) is Kind.TIME:  # "익일(4일) 02시"
                self._at += 1
        if self._kind(0) not in (Kind.TIME, Kind.NUMBER):
            raise UnreadableTimeError(f"{start.text.strip()} has no end")
        end = self._take()
        stretch = (start_of(start), start_of(end) + _DAY) if following else stretch_of(start, end)
        return [_stretch(*(_midnight(day) + moment for moment in stretch)) for day in days]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _stretch(start: datetime, end: datetime) -> ExposureWindow:
    if not start < end <= start + _LONGEST:
        raise UnreadableTimeError(f"{end:%m-%d %H:%M} does not come after {start:%m-%d %H:%M}")
    return ExposureWindow(start, end)
