"""What the people of the invented town do on a day: work or school, lunch, an evening out; all of it follows from the date."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from ansim.domain.categories import Category
from ansim.domain.days import day_bounds
from ansim.domain.invented_world import PEOPLE, invented_venues
from ansim.domain.quantities import OPEN
from ansim.tracing.arrays import Int32s, Int64s

_MINUTE: Final = 60
_CHECKED_OUT: Final = 0.35
"""Share of stays whose end was recorded."""
_SATURDAY, _SUNDAY = 5, 6
_WORK: Final = (Category.OFFICE, Category.SCHOOL)
_LUNCH: Final = (Category.RESTAURANT, Category.CAFE)
_OUT: Final = (
    *(Category.RESTAURANT, Category.CAFE, Category.RETAIL, Category.BAR, Category.GYM),
    *(Category.KARAOKE, Category.HOSPITAL, Category.PHARMACY),
)


@dataclass(frozen=True, slots=True)
class TownVisits:
    """Visits as columns: numbers of people and venues, epoch seconds, `left` OPEN where nobody checked out, `lot` chance."""

    person: Int32s
    venue: Int32s
    entered: Int64s
    left: Int64s
    lot: Int64s

    @classmethod
    def joined(cls, parts: Sequence["TownVisits"]) -> "TownVisits":
        """The rows of all of them, in order."""
        return cls(
            *(np.concatenate([getattr(one, name.name) for one in parts]) for name in fields(cls))
        )


@dataclass(frozen=True, slots=True)
class _Habit:
    """Part of a day: how many take part, where, from which minute on within how many, and for how many minutes."""

    share: float
    kinds: tuple[Category, ...]
    begins: int
    within: int
    least: int
    most: int


_WORKDAY: Final = (
    _Habit(0.85, _WORK, 510, 60, 140, 180),
    _Habit(0.65, _LUNCH, 725, 25, 20, 30),
    _Habit(0.80, _WORK, 785, 20, 250, 300),
    _Habit(0.45, _OUT, 1120, 90, 30, 120),
)
_DAY_OFF: Final = (
    _Habit(0.65, _OUT, 660, 180, 30, 120),
    _Habit(0.40, _OUT, 1020, 150, 30, 150),
)
_WORSHIP: Final = _Habit(0.15, (Category.RELIGIOUS,), 590, 15, 50, 60)


def visits_of(day: date) -> TownVisits:
    """The visits of one day."""
    chance = default_rng([2611, day.toordinal()])
    habits = _DAY_OFF if day.weekday() >= _SATURDAY else _WORKDAY
    if day.weekday() == _SUNDAY:
        habits = (_WORSHIP, *habits)
    return TownVisits.joined([_part_of(day, one, chance) for one in habits])


def _part_of(day: date, habit: _Habit, chance: Generator) -> TownVisits:
    person = np.flatnonzero(chance.random(PEOPLE) < habit.share).astype(np.int32)
    count = len(person)
    start = day_bounds(day)[0]
    entered = start + habit.begins * _MINUTE + chance.integers(0, habit.within * _MINUTE, count)
    length = chance.integers(habit.least * _MINUTE, habit.most * _MINUTE, count)
    left = np.where(chance.random(count) < _CHECKED_OUT, entered + length, OPEN)
    venue = _venues_for(person, habit, chance)
    return TownVisits(person, venue, entered, left, chance.integers(0, 240, count))


def _venues_for(person: Int32s, habit: _Habit, chance: Generator) -> Int32s:
    """One's own place of work each day; elsewhere the first of a kind are better liked than the last."""
    known = enumerate(invented_venues())
    places = np.array([place for place, one in known if one.category in habit.kinds], np.int32)
    if habit.kinds == _WORK:
        return places[person % len(places)]
    liked = (chance.random(len(person)) ** 2 * len(places)).astype(np.int64)
    return places[liked]
