"""Counts as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from ansim.business.counts.words import METHODS
from ansim.business.models import DayCount, Venue
from ansim.domain.methods import Method


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that is over. `people` is None where they were fewer than five, nobody included."""

    day: date
    people: int | None
    detailed: bool


@dataclass(frozen=True, slots=True)
class BandRow:
    """Some people of a day under a label."""

    label: str
    people: int


def past_days(place: Venue, today: date, days: int) -> list[DayRow]:
    """The days before today on which anything can have been counted, newest first."""
    kept = {
        one.day: one
        for one in DayCount.objects.filter(
            venue=place, day__lt=today, day__gte=today - timedelta(days=days)
        )
    }
    if not kept:
        return []
    span = (today - min(kept)).days
    return [
        _day_row(today - timedelta(days=back), kept.get(today - timedelta(days=back)))
        for back in range(1, span + 1)
    ]


def hour_rows(one: DayCount) -> list[BandRow]:
    """How the people of a day came over its hours."""
    return [
        BandRow(f"{first:02d}:00 – {last + 1:02d}:00", people)
        for first, last, people in one.hours or ()
    ]


def method_rows(one: DayCount) -> list[BandRow]:
    """How they checked in; ways with too few people stand together."""
    known = list(Method)
    return [
        BandRow(_joined([METHODS[way] for way in known[first : last + 1]]), people)
        for first, last, people in one.methods or ()
    ]


def code_rows(one: DayCount, place: Venue) -> list[BandRow]:
    """At which code they were seen first; codes with too few people stand together."""
    names = {zone.pk: zone.name for zone in place.zones.all()} | {place.pk: _("entrance")}
    return [
        BandRow(_joined([names.get(code, "–") for code in codes]), people)
        for codes, people in one.codes or ()
    ]


def _day_row(day: date, one: DayCount | None) -> DayRow:
    return DayRow(day, one.people if one else None, bool(one and one.hours))


def _joined(labels: Sequence[object]) -> str:
    return ", ".join(map(str, labels))
