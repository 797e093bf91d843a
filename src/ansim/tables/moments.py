"""One time as people and programs write it: read rightly, or refused with the reason; never guessed.

Read are ISO 8601 (also `2026-11-23 9:05`, as a Korean spreadsheet writes it, and `24:00`), dates with `/`, `.` or 년 월 일,
halves of the day (오전, 오후, AM, PM), and epoch seconds from 2000 on. A day without an hour is a whole day. Refused are
years of two digits, days or months before the year, numbers of days of a spreadsheet, and minutes since 1970.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ansim.domain.days import day_bounds
from ansim.tables import why
from ansim.tables.cells import is_shortened, tidy
from ansim.tables.why import Why

FIRST_EPOCH, LAST_EPOCH = 946_684_800, 4_102_444_800
"""2000-01-01 and 2100-01-01, in epoch seconds: no time before or after is believed."""
_YEARS = (2000, 2099)
_SERIALS = (36_526, 73_415)  # days of a spreadsheet counted from 1900, of the years 2000 to 2100

_NUMBER = re.compile(r"[+-]?\d+([.,]\d*)?([eE][+-]?\d+)?")
_DAY_AS_NUMBER = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d{4}|\d{6})?")
_HALF = r"(?P<{}>오전|오후|am|pm|a\.m\.|p\.m\.)"
_MOMENT = re.compile(
    r"(?P<year>\d{4})\s*(?P<sign>[-/.년])\s*(?P<month>\d{1,2})\s*[-/.월]\s*(?P<day>\d{1,2})\s*[.일]?"
    r"(?:\s*\(?[월화수목금토일](?:요일)?\)?(?=[\s\d]|$))?"
    r"(?:(?:\s*t\s*|\s+|(?<=[.일]))"
    rf"(?:{_HALF.format('before')}\s*)?"
    r"(?P<hour>\d{1,2})"
    r"(?:\s*:\s*(?P<minute>\d{2})(?:\s*:\s*(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"|(?P<oclock>\s*시)(?:\s*(?P<minutes>\d{1,2})\s*분(?:\s*(?P<seconds>\d{1,2})\s*초)?)?)?"
    rf"(?:\s*{_HALF.format('behind')})?"
    r"\s*(?P<zone>z|utc|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_OTHER_ORDER = re.compile(
    r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}\b.*|\d{2}\s*[-/.년]\s*\d{1,2}\b.*"
)


class Moment(NamedTuple):
    """A time in epoch seconds; `until` is the end of the day where only a day was written, else the same."""

    start: int
    until: int

    @property
    def is_day(self) -> bool:
        """Whether it is a day without an hour."""
        return self.until != self.start


def read_moment(text: str, zone: ZoneInfo) -> Moment | Why:
    """The moment that a text says, or why it says none; a time without an offset is one of `zone`."""
    text = tidy(text)
    if _NUMBER.fullmatch(text):
        return _of_number(text)
    found = _MOMENT.fullmatch(text)
    if found is None:
        return why.YEAR_FIRST if _OTHER_ORDER.fullmatch(text) else why.NO_TIME
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return why.NO_SUCH_DAY
    return _of_day(found, day, zone)


def _of_day(found: re.Match[str], day: date, zone: ZoneInfo) -> Moment | Why:
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        return why.OUTSIDE_YEARS
    if found["hour"] is None:
        return whole_day(day, zone)
    if found["minute"] is None and found["oclock"] is None and not _half(found):
        return why.NO_MINUTES
    return _at_hour(found, day, zone)


def whole_day(day: date, zone: ZoneInfo) -> Moment:
    """A day from its first second to the next day's."""
    return Moment(*day_bounds(day, zone))


def _of_number(text: str) -> Moment | Why:
    if _DAY_AS_NUMBER.fullmatch(text):
        return why.DATE_OR_SECONDS
    if is_shortened(text):
        return why.SHORTENED
    value = float(text.replace(",", "."))
    return why_no_epoch(value) or Moment(int(value), int(value))


def why_no_epoch(value: float) -> Why | None:
    """Why a number is not taken for epoch seconds; None where it is."""
    if _SERIALS[0] <= value < _SERIALS[1]:
        return why.SERIAL
    if value < FIRST_EPOCH:
        return why.NOT_EPOCH
    return why.TOO_FINE if value >= LAST_EPOCH else None


def _half(found: re.Match[str]) -> str:
    return (found["before"] or found["behind"] or "").lower().replace(".", "")


def _at_hour(found: re.Match[str], day: date, zone: ZoneInfo) -> Moment | Why:
    hour, minute = int(found["hour"]), int(found["minute"] or found["minutes"] or 0)
    second = int(found["second"] or found["seconds"] or 0)
    if half := _half(found):
        # 오후 15:00 is written by people who mean 15:00; 오전 15:00 is a contradiction.
        if hour > 12 and half in {"오전", "am"}:
            return why.NO_SUCH_DAY
        if hour <= 12:
            hour = hour % 12 + (12 if half in {"오후", "pm"} else 0)
    if hour == 24 and minute == second == 0:
        day, hour = day + timedelta(1), 0
    try:
        moment = datetime(
            day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(found["zone"], zone)
        )
    except ValueError:
        return why.NO_SUCH_DAY
    seconds = int(moment.timestamp())
    return Moment(seconds, seconds)


def _zone(text: str | None, zone: ZoneInfo) -> ZoneInfo | timezone:
    if text is None:
        return zone
    if text.lower() in {"z", "utc"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if text[0] == "-" else away)
