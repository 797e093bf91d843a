"""What is noted of a venue's duty as it happens."""

from collections.abc import Iterable

from ansim.business.models import DutyRecord, Owner, Venue
from ansim.domain.days import local_day
from ansim.domain.duty_records import DutyRecordKind


def note_poster(venue: Venue, sheet: str, now: float, owner: Owner | None) -> None:
    """Note that a sheet was issued: once a day, however often it is downloaded. `owner`: None where a clerk did."""
    note_posters([venue], sheet, now, owner)


def note_posters(venues: Iterable[Venue], sheet: str, now: float, owner: Owner | None) -> None:
    """The same of many venues whose sheets came as one file."""
    records = [
        DutyRecord(
            venue=venue.place,
            kind=DutyRecordKind.POSTER_ISSUED.value,
            day=local_day(now),
            detail=sheet,
            owner=owner,
        )
        for venue in venues
    ]
    DutyRecord.objects.bulk_create(records, ignore_conflicts=True)
