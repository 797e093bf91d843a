"""What is noted of a venue's duty as it happens."""

from ansim.business.models import DutyRecord, Owner, Venue
from ansim.domain.days import local_day
from ansim.domain.duty_records import DutyRecordKind


def note_poster(venue: Venue, sheet: str, now: float, owner: Owner | None) -> None:
    """Note that a sheet was issued: once a day, however often it is downloaded. `owner`: None where a clerk did."""
    record = DutyRecord(
        venue=venue.place,
        kind=DutyRecordKind.POSTER_ISSUED.value,
        day=local_day(now),
        detail=sheet,
        owner=owner,
    )
    DutyRecord.objects.bulk_create([record], ignore_conflicts=True)
