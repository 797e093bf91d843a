"""The days of an event: changed by its owner around what was approved, by a clerk as they need be."""

from datetime import datetime

from django.db import transaction

from ansim.business.lifecycle.steps import By, database_now, note
from ansim.business.models import Venue
from ansim.domain.event_dates import EventDays, days_of
from ansim.domain.venue_life import VenueChange


def granted_days(venue: Venue) -> EventDays | None:
    """The days that were approved; None where the venue is no event with two dates."""
    first = venue.granted_from or venue.valid_from
    until = venue.granted_until or venue.valid_until
    return days_of(first, until) if first and until else None


@transaction.atomic
def change_days(venue: Venue, days: EventDays, by: By) -> None:
    """Set an event's days, and those of its own zones. What a clerk sets counts as approved."""
    locked = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    first, until = days.moments()
    granted_from = granted_until = None
    if by.staff is None:
        granted_from = locked.granted_from or locked.valid_from
        granted_until = locked.granted_until or locked.valid_until
    own_zones = Venue.objects.filter(parent=locked, business=locked.business_id)
    (Venue.objects.filter(pk=locked.pk) | own_zones).update(
        valid_from=first, valid_until=until, granted_from=granted_from, granted_until=granted_until
    )
    changed = {
        "valid_from": [_text(locked.valid_from), _text(first)],
        "valid_until": [_text(locked.valid_until), _text(until)],
    }
    note([locked], VenueChange.DATES, database_now(), "", by, changed)
    venue.refresh_from_db(fields=["valid_from", "valid_until", "granted_from", "granted_until"])


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
