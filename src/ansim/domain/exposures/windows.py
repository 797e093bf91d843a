"""Turn a run of days and times into windows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ansim.domain.exposures.notice import ExposureWindow
from ansim.domain.exposures.tokens import Kind, Token

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=40)


class UnreadableTimeError(ValueError):
    """A day or time that does not exist, or a run that ends before it starts."""


class Calendar:
    """Years and months that a notice leaves out, taken from the day it was sent."""

    def __init__(self, sent: date) -> None:
        self._sent = sent

    def date_of(self, token: Token) -> date:
        """The latest such day that is not after the sending day."""
        if token.kind is Kind.DATE:
            month, day = token.values
            candidates = [(self._sent.year - back, month, day) for back in range(5)]
        else:
            first = date(self._sent.year, self._sent.month, 1)
            months = [first]
            for _ in range(3):
                months.append((months[-1] - _DAY).replace(day=1))
            candidates = [(month.year, month.month, token.values[0]) for month in months]
        for candidate in candidates:
            try:
                found = date(*candidate)
            except ValueError:
                continue
            if found <= self._sent:
                return found
        raise UnreadableTimeError(f"{token.text.strip()} is no day before the notice was sent")


def windows(
    run: Sequence[Token], calendar: Calendar, inherited: Sequence[date] = ()
) -> tuple[list[ExposureWindow], list[date]]:
    """The windows of a run of tokens, and the days that were last named.

    A run without times gives whole days. `inherited` are the days named before, for runs of times alone.
    """
    found: list[ExposureWindow] = []
    days = list(inherited)
    fresh = False  # days named and not yet used by a time
    position = 0
    while position < len(run):
        token = run[position]
        hour = token.kind is Kind.NUMBER and _kinds(run, position + 1, 2) == [
            Kind.RANGE,
            Kind.TIME,
        ]  # "19~24시"
        if token.kind in (Kind.DATE, Kind.DAY, Kind.NUMBER) and not hour:
            named, position = _days(run, position, calendar)
            days = [*days, *named] if fresh else named
            fresh = True
        elif token.kind is Kind.BUSINESS_HOURS:
            # Where hours follow, they say which; otherwise the whole days count.
            if not any(later.kind is Kind.TIME for later in run[position + 1 :]):
                found += [_whole(day) for day in days]
                fresh = False
            position += 1
        elif hour or token.kind is Kind.TIME:
            if not days:
                raise UnreadableTimeError(f"{token.text.strip()} stands without a day")
            more, position = _times(run, position, days, calendar)
            found += more
            fresh = False
        else:
            position += 1
    if fresh and not found:
        return [], days
    if fresh:
        found += [_whole(day) for day in days]
    return found, days


def _kinds(run: Sequence[Token], position: int, count: int) -> list[Kind]:
    return [token.kind for token in run[position : position + count]]


def whole_days(days: Sequence[date]) -> list[ExposureWindow]:
    """Windows from midnight to midnight."""
    return [_whole(day) for day in days]


def _whole(day: date) -> ExposureWindow:
    start = datetime.combine(day, datetime.min.time())
    return ExposureWindow(start, start + _DAY)


def _days(run: Sequence[Token], position: int, calendar: Calendar) -> tuple[list[date], int]:
    first = _date(run[position], calendar, None)
    position += 1
    if position + 1 < len(run) and run[position].kind is Kind.RANGE and _is_day(run, position + 1):
        last = _date(run[position + 1], calendar, first)
        if last < first or last - first > _LONGEST:
            raise UnreadableTimeError(f"{run[position + 1].text.strip()} comes before the day it should end")
        # With a time before the range it is one stretch, and _times has taken it.
        return [first + _DAY * step for step in range((last - first).days + 1)], position + 2
    return [first], position


def _is_day(run: Sequence[Token], position: int) -> bool:
    token = run[position]
    if token.kind is Kind.NUMBER:
        following = run[position + 1].kind if position + 1 < len(run) else None
        return following is not Kind.RANGE
    return token.kind in (Kind.DATE, Kind.DAY)


def _date(token: Token, calendar: Calendar, after: date | None) -> date:
    if token.kind is Kind.NUMBER and after is not None:
        for month in (after, (after.replace(day=1) + timedelta(days=32))):
            try:
                found = month.replace(day=token.values[0])
            except ValueError:
                continue
            if found >= after:
                return found
        raise UnreadableTimeError(f"{token.values[0]} is no day of that month")
    return calendar.date_of(token)


def _times(
    run: Sequence[Token], position: int, days: Sequence[date], calendar: Calendar
) -> tuple[list[ExposureWindow], int]:
    start = run[position]
    position += 1
    if position < len(run) and run[position].kind is Kind.OPEN_END:
        return [ExposureWindow(_moment(day, start), None) for day in days], position + 1
    if position >= len(run) or run[position].kind is not Kind.RANGE:
        raise UnreadableTimeError(f"{start.text.strip()} has no end")
    position += 1
    if position < len(run) and run[position].kind is Kind.OPEN_END:
        return [ExposureWindow(_moment(day, start), None) for day in days], position + 1
    if (
        position + 1 < len(run)
        and run[position].kind in (Kind.DATE, Kind.DAY)
        and run[position + 1].kind is Kind.TIME
    ):
        last = calendar.date_of(run[position])
        return [_stretch(_moment(days[-1], start), _moment(last, run[position + 1]))], position + 2
    following = False
    if position < len(run) and run[position].kind is Kind.NEXT_DAY:
        following, position = True, position + 1
    if position >= len(run) or run[position].kind is not Kind.TIME:
        raise UnreadableTimeError(f"{start.text.strip()} has no end")
    return [_daily(day, start, run[position], following) for day in days], position + 1


def _daily(day: date, start: Token, end: Token, following: bool) -> ExposureWindow:  # noqa: FBT001 read from the text
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
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)
