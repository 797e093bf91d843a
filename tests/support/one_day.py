"""Moments of tests that hold at any hour: an end on the day after its visit is blurred, and people have another tag there."""

import time
from datetime import UTC, datetime

from ansim.domain.days import day_bounds, local_day


def of_one_day(hours: float = 12) -> datetime:
    """The present, or the last second of yesterday where so many hours ago was yesterday: what is before it is of one day."""
    now = time.time()
    begin = day_bounds(local_day(now))[0]
    return datetime.fromtimestamp(int(now) if now - begin > hours * 3600 else begin - 1, UTC)
