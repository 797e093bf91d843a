"""What a proof of duty is built from, and when a hand-written log is due to be destroyed."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from ansim.domain.days import VENUE_ZONE

LOG_DAYS: Final = 28
"""How long a hand-written log is kept after its last entry (KDCA: four weeks, then destroyed)."""

REMIND_DAYS: Final = 14
"""How long after its day the destruction of a log is still reminded of."""

_FIRST_HOUR, _LAST_HOUR = 9, 20


class DutyRecordKind(StrEnum):
    """One kind of fact. The words are stored: never rename, only append."""

    POSTER_ISSUED = "poster-issued"  # by a download
    POSTER_HUNG = "poster-hung"  # the owner says so
    LOG_KEPT = "log-kept"
    LOG_DESTROYED = "log-destroyed"


class DestroyedBy(StrEnum):
    """Who destroyed a log: a part, never a person. The words are stored: never rename, only append."""

    OWNER = "owner"
    STAFF = "staff"
    COMPANY = "company"


def destruction_due(until: date) -> date:
    """The day on which a log whose last entry was on `until` is to be destroyed."""
    return until + timedelta(days=LOG_DAYS)


def daytime(moment: datetime) -> datetime:
    """The moment itself from 9 to 20 o'clock at the venue, else the next 9 o'clock: nobody is woken by a reminder."""
    local = moment.astimezone(VENUE_ZONE)
    if _FIRST_HOUR <= local.hour < _LAST_HOUR:
        return moment
    day = local.date() + timedelta(days=local.hour >= _LAST_HOUR)
    return datetime.combine(day, time(_FIRST_HOUR), VENUE_ZONE)
