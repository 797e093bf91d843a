"""One person's day: plans that stand (work, an outing together, a wedding, the night) and errands fitted around them.

Errands are walked in order, each beginning after the one before has ended and the way is made, so that nobody is in two
places. Two kinds of noise are added on purpose: a second scan within a minute at the same venue (0.4%), and a check-in
from a photo at a venue where the person never was, whose true end is its beginning (0.03%).
"""

from math import exp
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.simulation.chance import State, drawn, normal, seeded, uniform
from ansim.simulation.destinations import QUARTERS, Places, chosen

DAY = 86_400
LAST_START = 85_000  # nobody sets out later
NIGHT_ENDS = DAY + 6 * 3600  # who spends the night away has left before the next day's walk begins
ROOM = 16  # rows a person may fill in a day
_QUARTER = DAY // QUARTERS
_FAVOURITES, _HABIT = 3, 0.5
_TWICE, _PHOTO = 0.004, 0.0003
_SHORTEST = 40.0
_SPARE = 300  # an errand that would end this close to a plan is left out


class Rows(NamedTuple):
    """Visits in the making: places of people and venues, seconds of the day; `left` is -1 where nobody checked out."""

    person: NDArray[np.int32]
    venue: NDArray[np.int32]
    entered: NDArray[np.int32]
    left: NDArray[np.int32]
    truth: NDArray[np.int32]
    party: NDArray[np.int8]


def empty_rows(room: int) -> Rows:
    """Room for this many rows."""
    person, venue, entered, left, truth = (np.empty(room, np.int32) for _ in range(5))
    return Rows(person, venue, entered, left, truth, np.empty(room, np.int8))


class Self(NamedTuple):
    """Who walks: `stream` seeds the favourites; `habit` is the chance of a check-out per visit."""

    person: int
    stream: int
    home: int
    work: int
    tourist: bool
    habit: float


class Draws(NamedTuple):
    """Where chance comes from: a state for the day, and one for favourites, which are drawn anew from `seed` each time."""

    state: State
    favourite: State
    seed: np.uint64


class Plans(NamedTuple):
    """The first `number` rows: plans in order of time and apart, columns START, END, WHERE, SCANS and COMPANY.

    One that does not scan only takes the time.
    """

    rows: NDArray[np.int64]
    number: int


class Errands(NamedTuple):
    """The first `number`: rows of `places`, and the moments wanted, in order."""

    rows: NDArray[np.int64]
    at: NDArray[np.int64]
    number: int


START, END, WHERE, SCANS, COMPANY = range(5)
PLAN_COLUMNS = 5


@nb.njit(cache=True, nogil=True)
def record(
    state: State,
    rows: Rows,
    count: int,
    who: Self,
    venue: int,
    entered: int,
    end: int,
    party: int,
    venues: int,
) -> int:
    """Write a check-in, and its noise; returns the new count."""
    rows.person[count], rows.venue[count], rows.party[count] = who.person, venue, party
    rows.entered[count], rows.truth[count] = entered, end
    rows.left[count] = end if uniform(state) < who.habit else -1
    count += 1
    luck = uniform(state)
    if luck < _TWICE:
        rows.person[count], rows.venue[count], rows.party[count] = who.person, venue, party
        rows.entered[count] = min(entered + 5 + int(30 * uniform(state)), end)
        rows.left[count], rows.truth[count] = -1, end
        count += 1
    elif luck < _TWICE + _PHOTO:
        rows.person[count], rows.party[count] = who.person, 0
        rows.venue[count] = int(venues * uniform(state))
        rows.entered[count] = min(entered + 60 + int(7200 * uniform(state)), DAY - 1)
        rows.left[count], rows.truth[count] = -1, rows.entered[count]
        count += 1
    return count


@nb.njit(cache=True, nogil=True)
def stay(state: State, places: Places, row: int, start: int) -> int:
    """How long this stay lasts in seconds, were it not for closing time: longer in the evening than at noon."""
    factor = 1.15 if start >= 61_200 else 0.92 if 40_000 < start < 50_000 else 1.0
    length = factor * places.median[row] * exp(places.sigma[row] * normal(state))
    return int(min(max(length, _SHORTEST), 30_000.0))


@nb.njit(cache=True, nogil=True)
def way(state: State) -> int:
    """Seconds between leaving a venue and the next check-in elsewhere."""
    luck = uniform(state)
    return 180 + int(2400 * luck * luck)


@nb.njit(cache=True, nogil=True)
def errands(
    state: State,
    places: Places,
    kind: int,
    number: int,
    rows: NDArray[np.int64],
    at: NDArray[np.int64],
) -> None:
    """Draw what a person wants to do and when, sorted by the time. `kind`: a row of `places.demand`."""
    for one in range(number):
        row = drawn(state, places.demand[kind])
        moment = int((drawn(state, places.rhythm[row]) + uniform(state)) * _QUARTER)
        place = one
        while place > 0 and at[place - 1] > moment:
            at[place], rows[place] = at[place - 1], rows[place - 1]
            place -= 1
        at[place], rows[place] = moment, row


@nb.njit(cache=True, nogil=True)
def picked(draws: Draws, places: Places, who: Self, row: int) -> int:
    """A venue for an errand: half of the time one of the person's three favourites of the kind."""
    state, favourite, seed = draws
    if uniform(state) < _HABIT:
        slot = int(_FAVOURITES * uniform(state))
        favourite[0] = seeded(seed, who.stream, row * _FAVOURITES + slot)
        return chosen(favourite, places, row, who.home, who.work, who.tourist)
    return chosen(state, places, row, who.home, who.work, who.tourist)


@nb.njit(cache=True, nogil=True)
def is_open(places: Places, venue: int, start: int, weekday: int) -> bool:
    """Whether a visit can begin: the venue is open and does not close within five minutes."""
    if places.closed_on[venue] == weekday:
        return False
    return bool(places.opens[venue] <= start <= places.closes[venue] - 300)


@nb.njit(cache=True, nogil=True)
def follow_plan(
    state: State, rows: Rows, count: int, who: Self, plan: NDArray[np.int64], venues: int
) -> int:
    """Record one plan; returns the new count."""
    return record(
        state, rows, count, who, plan[WHERE], plan[START], plan[END], plan[COMPANY], venues
    )


@nb.njit(cache=True, nogil=True)
def walk(
    draws: Draws,
    places: Places,
    rows: Rows,
    count: int,
    who: Self,
    weekday: int,
    plans: Plans,
    wanted: Errands,
    free: int,
) -> int:
    """Walk a day and record it; returns the new count of rows. `free`: when the person first sets out."""
    state, plan, full = draws.state, 0, count + ROOM - 2
    planned, venues = plans.rows, places.row.size
    for errand in range(wanted.number):
        row = wanted.rows[errand]
        start = max(wanted.at[errand], free)
        while plan < plans.number and planned[plan, START] <= start:
            if planned[plan, SCANS] and count < full:
                count = follow_plan(state, rows, count, who, planned[plan], venues)
            free = planned[plan, END] + way(state)
            start = max(start, free)
            plan += 1
        venue = picked(draws, places, who, row)
        if start > LAST_START or not is_open(places, venue, start, weekday) or count >= full:
            continue
        end = min(start + stay(state, places, row, start), places.closes[venue], NIGHT_ENDS)
        if plan < plans.number and end + _SPARE > planned[plan, START]:
            continue
        count = record(state, rows, count, who, venue, start, end, 0, venues)
        free = end + way(state)
    while plan < plans.number:
        if planned[plan, SCANS] and count < full:
            count = follow_plan(state, rows, count, who, planned[plan], venues)
        plan += 1
    return count
