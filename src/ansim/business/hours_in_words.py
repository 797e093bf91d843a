"""Opening hours in words: one line a weekday, then public holidays and the dates ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.business.models import Venue
from ansim.domain.opening import OpeningHours, OpeningHoursError, Spans, written_minute

WEEKDAYS: Final = MappingProxyType(
    {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }
)
_MOST_DATES: Final = 10


@dataclass(frozen=True, slots=True)
class DayHours:
    """A day and its periods; no period means closed."""

    day: Promise | str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursShown:
    """What a page shows of a venue's hours: no line where they are unknown, or stored so that nobody can read them."""

    lines: tuple[DayHours, ...] = ()
    unreadable: bool = False


def in_words(venue: Venue, today: date) -> HoursShown:
    """The hours of a venue for a page; of single dates, those from today on."""
    try:
        hours = venue.hours
    except OpeningHoursError:
        return HoursShown(unreadable=True)
    return HoursShown(tuple(_lines(hours, today)) if hours else ())


def _lines(hours: OpeningHours, today: date) -> Iterator[DayHours]:
    for name, spans in zip(WEEKDAYS.values(), hours.week, strict=True):
        yield DayHours(name, _periods(spans))
    if hours.holidays is not None:
        yield DayHours(_("Public holidays"), _periods(hours.holidays))
    for day in sorted(day for day in hours.dates if day >= today)[:_MOST_DATES]:
        yield DayHours(date_format(day, "DATE_FORMAT"), _periods(hours.dates[day]))


def _periods(spans: Spans) -> tuple[str, ...]:
    return tuple(f"{written_minute(start)}-{written_minute(end)}" for start, end in spans)
