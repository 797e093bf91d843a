"""How far an owner may move an event's days without a clerk: around what was approved, and hardly longer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from ansim.domain.days import VENUE_ZONE

SHIFT: Final = timedelta(days=30)
"""How far either day may lie from what was approved: a wedding is put off by weeks, not by seasons."""

LONGER: Final = timedelta(days=3)
"""How much longer than approved it may last."""


class DatesFault(Enum):
    """Why days cannot be taken from an owner."""

    BACKWARDS = "the last day lies before the first"
    PAST = "the last day is over"
    FAR = "too far from what was approved"
    LONG = "much longer than approved"


@dataclass(frozen=True, slots=True)
class EventDays:
    """First and last calendar day of an event."""

    first: date
    last: date

    def moments(self) -> tuple[datetime, datetime]:
        """From the first day's midnight to the midnight after the last."""
        day_after = self.last + timedelta(days=1)
        first, after = (
            datetime.combine(day, time(), VENUE_ZONE) for day in (self.first, day_after)
        )
        return first, after


def days_of(valid_from: datetime, valid_until: datetime) -> EventDays:
    """The days between two moments; `valid_until` is the first moment that is no longer within."""
    last = valid_until - timedelta(microseconds=1)
    return EventDays(*(one.astimezone(VENUE_ZONE).date() for one in (valid_from, last)))


def dates_fault(granted: EventDays, wanted: EventDays, today: date) -> DatesFault | None:
    """Why an owner may not set these days, or None. A clerk is bound by the first two alone."""
    fault = plain_fault(wanted, today)
    if fault is not None:
        return fault
    if max(abs(wanted.first - granted.first), abs(wanted.last - granted.last)) > SHIFT:
        return DatesFault.FAR
    if (wanted.last - wanted.first) - (granted.last - granted.first) > LONGER:
        return DatesFault.LONG
    return None


def plain_fault(wanted: EventDays, today: date) -> DatesFault | None:
    """What is wrong with days whoever sets them."""
    if wanted.last < wanted.first:
        return DatesFault.BACKWARDS
    return DatesFault.PAST if wanted.last < today else None
