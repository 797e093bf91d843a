"""Opening hours of a venue, in local times: of each weekday, of public holidays, of single dates.

Two columns hold them: `{"mon": [["09:00", "18:00"]], …}` and `{"holidays": "closed", "dates": {"2026-12-24": []}}`.
A span that ends at or before its start ends on the next day; a weekday that is absent is closed; 24:00 is a day's end.
`holidays` is "open" (as on any weekday), "closed", or spans of its own. A date goes before a holiday, a holiday before
its weekday.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.domain.public_holidays import PUBLIC_HOLIDAYS

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SPANS: Final = 6
MOST_DATES: Final = 400
_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY
_HOLIDAYS: Final = frozenset(day.toordinal() for day in PUBLIC_HOLIDAYS)

Spans = tuple[tuple[int, int], ...]
"""Half-open spans of a day in minutes from its midnight; one past midnight ends after 1440."""


class OpeningHoursError(AnsimError):
    """Opening hours that cannot be read; the message names the day and the span."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a venue is open. `week` begins on Monday; `holidays` is None where they are like any weekday."""

    week: tuple[Spans, ...]
    holidays: Spans | None = None
    dates: Mapping[date, Spans] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def read(cls, weekly: Any, days: Any = None) -> "OpeningHours":
        """From what the two columns hold, decoded. Raises OpeningHoursError, whatever stands there."""
        of_week = _mapping(weekly, "opening hours")
        for day in of_week:
            if day not in WEEKDAYS:
                raise OpeningHoursError(
                    f"opening hours name the day {day!r}: use {', '.join(WEEKDAYS)}"
                )
        others = {} if days is None else _mapping(days, "holidays and other days")
        return cls(
            tuple(_spans(day, of_week.get(day, ())) for day in WEEKDAYS),
            _of_holidays(others.get("holidays")),
            _of_dates(others.get("dates")),
        )

    def spans_of(self, day: date) -> Spans:
        """The spans that begin on a day."""
        return self._of(day.toordinal())

    def is_open(self, moment: float) -> bool:
        """Whether the venue is open at a moment in epoch seconds. An opening minute is open, a closing one is not."""
        local = datetime.fromtimestamp(moment, VENUE_ZONE)
        return self._end(local.toordinal(), local.hour * 60 + local.minute) >= 0

    def closing(self, moment: float) -> int | None:
        """The epoch second at which the venue closes next, for a moment at which it is open; None otherwise.

        None too where it does not close within a week.
        """
        local = datetime.fromtimestamp(moment, VENUE_ZONE)
        minute = now = local.hour * 60 + local.minute
        today = local.toordinal()
        while (end := self._end(today + now // _DAY, now % _DAY)) >= 0:
            now += end - now % _DAY
            if now - minute >= _WEEK:
                return None
        return None if now == minute else int(moment) - int(moment) % 60 + (now - minute) * 60

    def stored(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """What the two columns hold of it."""
        weekly = {day: _written(spans) for day, spans in zip(WEEKDAYS, self.week, strict=True)}
        others: dict[str, Any] = {}
        if self.holidays is not None:
            others["holidays"] = _written(self.holidays) or "closed"
        if self.dates:
            others["dates"] = {
                day.isoformat(): _written(spans) for day, spans in sorted(self.dates.items())
            }
        return {day: spans for day, spans in weekly.items() if spans}, others or None

    def _end(self, day: int, minute: int) -> int:
        """The last minute of the spans over a minute of a day, those of the evening before included; -1 for none."""
        last, late = -1, minute + _DAY
        for start, end in self._of(day):
            if start <= minute < end and end > last:
                last = end
        for _start, end in self._of(day - 1):
            if late < end and end - _DAY > last:
                last = end - _DAY
        return last

    def _of(self, day: int) -> Spans:
        # By the day's ordinal and without a date where none is needed: this runs for every check-in.
        if self.dates and (of_date := self.dates.get(date.fromordinal(day))) is not None:
            return of_date
        if self.holidays is not None and day in _HOLIDAYS:
            return self.holidays
        return self.week[(day - 1) % 7]


@lru_cache(maxsize=8192)
def opening_of(weekly: str | None, days: str | None = None) -> OpeningHours | None:
    """Opening hours from the JSON of the two columns; None where none are stored. Raises OpeningHoursError."""
    if not weekly:
        return None
    try:
        return OpeningHours.read(json.loads(weekly), json.loads(days) if days else None)
    except (ValueError, RecursionError):
        raise OpeningHoursError("opening hours are no JSON that can be read") from None


def written_minute(minute: int) -> str:
    """A minute of a day as a time: 18:00, 24:00; past midnight as on the next day, 02:00."""
    minute -= _DAY if minute > _DAY else 0
    return f"{minute // 60:02d}:{minute % 60:02d}"


def read_span(day: str, start: str, end: str) -> tuple[int, int]:
    """One span of a day from two times. Raises OpeningHoursError, which names the day."""
    opens, closes = _minute(day, start), _minute(day, end)
    if opens == _DAY:
        raise OpeningHoursError(f"opening hours of {day}: nothing opens at {start!r}, use 00:00")
    return opens, closes + (_DAY if closes <= opens else 0)


def _spans(day: str, value: Any) -> Spans:
    if not _is_row(value) or len(value) > MOST_SPANS:
        raise OpeningHoursError(
            f"opening hours of {day}: write at most {MOST_SPANS} pairs of times, as [['09:00', '18:00']]"
        )
    found = []
    for span in value:
        if not _is_row(span) or len(span) != 2:
            raise OpeningHoursError(f"opening hours of {day}: a span is no pair of times")
        found.append(read_span(day, *span))
    return tuple(sorted(found))


def _of_holidays(value: Any) -> Spans | None:
    if value is None or value == "open":
        return None
    return () if value == "closed" else _spans("holidays", value)


def _of_dates(value: Any) -> Mapping[date, Spans]:
    named = {} if value is None else _mapping(value, "other dates")
    if len(named) > MOST_DATES:
        raise OpeningHoursError(f"opening hours of more than {MOST_DATES} dates: keep those ahead")
    found = {}
    for text, spans in named.items():
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise OpeningHoursError(
                f"opening hours name the date {text[:20]!r}: use 2026-12-24"
            ) from None
        found[day] = _spans(text, spans)
    return MappingProxyType(found)


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise OpeningHoursError(f"{what}: a {type(value).__name__} is no map of days")
    return value


def _is_row(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _minute(day: str, text: Any) -> int:
    if isinstance(text, str) and len(text) <= 5 and text.isascii():
        hours, colon, minutes = text.partition(":")
        if colon and hours.isdecimal() and minutes.isdecimal():
            value = int(hours) * 60 + int(minutes)
            if int(minutes) < 60 and value <= _DAY:
                return value
    raise OpeningHoursError(
        f"opening hours of {day}: {str(text)[:20]!r} is no time from 00:00 to 24:00"
    )


def _written(spans: Spans) -> list[list[str]]:
    return [[written_minute(start), written_minute(end)] for start, end in spans]
