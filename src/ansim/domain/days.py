"""Calendar days of venues. A visit belongs to the local day of its check-in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VENUE_ZONE = ZoneInfo("Asia/Seoul")


def local_day(moment: float, zone: ZoneInfo = VENUE_ZONE) -> date:
    """The calendar day at the venue of a moment in epoch seconds."""
    return datetime.fromtimestamp(moment, zone).date()


def day_bounds(day: date, zone: ZoneInfo = VENUE_ZONE) -> tuple[int, int]:
    """First second of the day and of the next, in epoch seconds: a half-open window."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    return int(start.astimezone(UTC).timestamp()), int(end.astimezone(UTC).timestamp())
