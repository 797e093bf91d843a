"""The row of a check-in: packed where it is of today, to be sealed where it is of another day."""

from ansim.domain.quantities import OPEN, EpochSeconds
from ansim.visitor.checkin.binary_rows import Circumstances, VisitKey, check_in_row
from ansim.visitor.checkin.late_desk import LateEntry
from ansim.visitor.checkin.tagging import OpenDay, OpenDays
from ansim.visits.late_rows import LateKind, LateRow


def row_of(
    days: OpenDays,
    day: OpenDay,
    key: VisitKey,
    entered: EpochSeconds,
    left: int | None,
    how: Circumstances,
) -> bytes | LateEntry:
    """What is to be stored; `day` as `days` just gave it, moments in epoch seconds."""
    if day.day == days.today:
        return check_in_row(key, entered, left, how)
    end = OPEN if left is None else left
    row = LateRow(LateKind.CHECK_IN, key.venue, key.visit, key.tag, entered, end, *how)
    return LateEntry(day, row)
