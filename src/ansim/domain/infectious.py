"""The infectious window of a case: from the anchor date and the pathogen's hours before and after it."""

from datetime import date, timedelta

from ansim.domain.days import day_bounds


def infectious_window(
    anchor: date, start_hours: float, end_hours: float | None, today: date
) -> tuple[int, int]:
    """First second of the window and of what follows it, epoch seconds.

    Only the day of the anchor is known, not its hour, so hours before it count from its first second and hours after
    it from its last. Without an end (it depends on tests to come) the window runs to the end of today.
    """
    first, following = day_bounds(anchor)
    start = first + int(start_hours * 3600)
    end = day_bounds(today)[1] if end_hours is None else following + int(end_hours * 3600)
    return start, max(end, start + int(timedelta(days=1).total_seconds()))
