"""Kinds of venues. The numbers are stored; never renumber, only append."""

from enum import IntEnum


class Category(IntEnum):
    """What a venue is for; dwell times, ventilation and statistics go by it."""

    RETAIL = 1
    CAFE = 2
    RESTAURANT = 3
    BAR = 4
    KARAOKE = 5
    GYM = 6
    BATH = 7
    RELIGIOUS = 8
    EVENT = 9
    FUNERAL = 10
    SCHOOL = 11
    OFFICE = 12
    LODGING = 13
    HOSPITAL = 14
    PHARMACY = 15
    TRANSPORT = 16
    SIGHT = 17
    PUBLIC = 18
    OTHER = 99
