"""What the functions of the visitor log answer of a row: one byte each, the same numbers in Python and in SQL."""

from enum import IntEnum


class OfCheckIn(IntEnum):
    """`visits.record_check_ins`."""

    STORED = 0
    STORED_BEFORE = 1
    OTHER_STANDS = 2


class OfCheckOut(IntEnum):
    """`visits.record_leavings`."""

    STORED = 0
    STORED_BEFORE = 1
    NO_SUCH_VISIT = 2
    ENDS_BEFORE_START = 3
    OTHER_END_STANDS = 4


class OfOpening(IntEnum):
    """`visits.open_day`."""

    OPENED = 0
    EMPTY = 1
    IN_USE = 2
    DESTROYED = 3
