"""Opening hours of a venue: `{"mon": [["09:00", "18:00"]], …}`, local times.

A span that ends at or before its start ends on the next day; a day that is absent is closed; 24:00 is a day's end.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60
_WEEK = 7 * _DAY


class OpeningHoursError(AnsimError):
    """Opening hours that cannot be read; the message names the day and the span."""


class OpeningHours:
    """When a venue is open, week by week."""

    def __init__(self, spans: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """Read the spans of each weekday. Raises OpeningHoursError."""
        self._edges = _edges(_minutes(spans))

    def is_open(self, moment: float) -> bool:
        """Whether the venue is open at a moment in epoch seconds. An opening minute is open, a closing one is not."""
        local = datetime.fromtimestamp(moment, VENUE_ZONE)
        minute = local.weekday() * _DAY + local.hour * 60 + local.minute
        return bisect_right(self._edges, minute) % 2 == 1

    def closing(self, moment: float) -> int | None:
        """The epoch second at which the venue closes next, for a moment at which it is open; None otherwise."""
        local = datetime.fromtimestamp(moment, VENUE_ZONE)
        minute = local.weekday() * _DAY + local.hour * 60 + local.minute
        place = bisect_right(self._edges, minute)
        if place % 2 == 0:
            return None
        end = self._edges[place]
        if end == _WEEK and self._edges[0] == 0:
            end = _WEEK + self._edges[1]  # a span over Sunday's end was cut in two
        return (
            int(moment) - int(moment) % 60 + (end - minute) * 60 if end - minute < _WEEK else None
        )


def _minutes(spans: Mapping[str, Sequence[Sequence[str]]]) -> list[tuple[int, int]]:
    """Half-open spans in minutes of the week; one over Sunday's end is cut in two."""
    found = []
    for day, of_day in spans.items():
        if day not in WEEKDAYS:
            raise OpeningHoursError(
                f"opening hours name the day {day!r}: use {', '.join(WEEKDAYS)}"
            )
        base = WEEKDAYS.index(day) * _DAY
        for span in of_day:
            if len(span) != 2:
                raise OpeningHoursError(f"opening hours of {day}: {span!r} is no pair of times")
            start, end = (_minute(day, text) for text in span)
            end += _DAY if end <= start else 0
            found.append((base + start, min(base + end, _WEEK)))
            if base + end > _WEEK:
                found.append((0, base + end - _WEEK))
    return sorted(found)


def _minute(day: str, text: str) -> int:
    hours, colon, minutes = text.partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal():
        value = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and value <= _DAY:
            return value
    raise OpeningHoursError(f"opening hours of {day}: {text!r} is no time from 00:00 to 24:00")


def _edges(spans: list[tuple[int, int]]) -> list[int]:
    """Opening and closing minutes in turn, overlapping spans joined."""
    edges: list[int] = []
    for start, end in spans:
        if edges and start <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += [start, end]
    return edges
