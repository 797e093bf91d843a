"""What owners may know of the check-ins at their venues, as the tracer left it in the main database."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Max, Min

from ansim.business.models import CountMark, DayCount, DutyRecord, Venue, VenueUse
from ansim.domain.days import VENUE_ZONE
from ansim.domain.duty_records import DutyRecordKind
from ansim.domain.opening import OpeningHoursError
from ansim.domain.silence import HISTORY, Silence, Used, Watched, silence
from ansim.domain.venue_life import VenueChange
from ansim.settings.environment import count_days

_NOBODY_ANYWHERE: Final = """
    SELECT day::date FROM generate_series(%s::date, %s::date, interval '1 day') AS day
    WHERE NOT EXISTS (SELECT FROM business_daycount AS one WHERE one.day = day.day::date)
"""


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """The day's running total (None: fewer than five) and until when it was counted; None where nobody counted yet."""

    people: int | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence, and the day on which the poster was issued first."""

    found: Silence
    issued: date | None


def today_of(place: Venue, now: datetime) -> RunningTotal:
    """The running total of a place."""
    day = now.astimezone(VENUE_ZONE).date()
    row = DayCount.objects.filter(venue=place, day=day).values_list("people").first()
    mark = CountMark.objects.values_list("until", flat=True).first()
    return RunningTotal(row[0] if row else None, mark)


def quiet_of(place: Venue, now: datetime) -> Quiet | None:
    """The silence of a place as of the last count, or None: what nobody counted is no silence."""
    until = CountMark.objects.values_list("until", flat=True).first()
    if until is None:
        return None
    now = min(now, until)
    issued = first_issued(place)
    last = VenueUse.objects.filter(venue=place).values_list("last_day", flat=True).first()
    if last is None and issued is None:
        return None
    days: frozenset[date] = frozenset()
    if last is not None:
        earliest = last - timedelta(days=HISTORY)
        kept = DayCount.objects.filter(venue=place, day__gte=earliest)
        days = frozenset(kept.values_list("day", flat=True))
    used = Used(last, days, issued)
    found = silence(_watched(place), used, now)
    if found is not None:  # seldom, so that the whole log is asked for seldom
        nobody = _days_without_anybody(now.astimezone(VENUE_ZONE).date())
        found = silence(replace(_watched(place), nobody_anywhere=nobody), used, now)
    return None if found is None else Quiet(found, issued)


def first_issued(place: Venue) -> date | None:
    """The day on which a sheet of the place was issued first."""
    issued = place.duty_records.filter(
        kind=DutyRecordKind.POSTER_ISSUED.value, taken_back_at=None
    ).aggregate(first=Min("day"))
    day: date | None = issued["first"]
    return day


def records_of(place: Venue) -> list[DutyRecord]:
    """What is noted of a place and was not taken back, oldest first."""
    return list(place.duty_records.filter(taken_back_at=None).order_by("day", "id"))


def _days_without_anybody(today: date) -> frozenset[date]:
    """Days until today on which no place of the whole log had a check-in, as long as counts are kept."""
    with connection.cursor() as cursor:
        cursor.execute(_NOBODY_ANYWHERE, [today - timedelta(days=count_days()), today])
        return frozenset(row[0] for row in cursor.fetchall())


def _watched(place: Venue) -> Watched:
    try:
        hours = place.hours
    except OpeningHoursError:
        hours = None
    return Watched(
        hours,
        unmanned=place.unmanned,
        live=place.live_code() is not None,
        closed_at=place.closed_at,
        valid_from=place.valid_from,
        valid_until=place.valid_until,
        reopened_at=place.steps.filter(what=VenueChange.REOPENED).aggregate(last=Max("made_at"))[
            "last"
        ],
    )
