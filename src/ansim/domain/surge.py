"""Modes of a surge: decisions to do less for each contact, so that all are reached."""

from enum import Enum
from typing import Final

LONGEST_SURGE: Final = 14
"""Days for which one decision holds at the most: whoever goes on decides anew."""


class SurgeMode(Enum):
    """What is done instead of speaking with each contact. Korea did all three in 2022."""

    TEXT_ONLY = "text-only"
    VENUE_WIDE = "venue-wide"
    HOUSEHOLD_ONLY = "household-only"


class SurgeReason(Enum):
    """Why: fixed words, since they stand in the ledger."""

    OVER_CAPACITY = "over-capacity"
    STAFF_ABSENT = "staff-absent"
    ORDERED = "ordered"
    MILD_COURSE = "mild-course"
