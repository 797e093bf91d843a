"""One day of residents' households and of tourists' parties, in compiled code."""

# ruff: noqa: FBT001  compiled functions take plain positional flags

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.simulation.chance import State, drawn, normal, poisson, seeded, uniform
from ansim.simulation.destinations import TOGETHER, TOURIST, WEEKDAY, WEEKEND, Places, chosen
from ansim.simulation.person_days import (
    COMPANY,
    END,
    PLAN_COLUMNS,
    ROOM,
    SCANS,
    START,
    WHERE,
    Draws,
    Errands,
    Plans,
    Rows,
    Self,
    errands,
    is_open,
    stay,
    walk,
    way,
)
from ansim.simulation.population import CYCLE, Inhabitants

_HOUR = 3600
_PLANS = 6
_SHARE_SCANNING = (
    0.85  # share of people in a group who check in themselves; the others are counted as company
)
_OUTINGS = (0.12, 0.8)  # joint outings a household and day: weekdays, weekends
_TOURIST_ERRANDS = 5.2
_AT_WORK = 0.82  # chance that a worker comes in and checks in on a weekday


class Today(NamedTuple):
    """A day of a province: its number, its weekday, whether there is a wedding; `factor` scales the residents' errands."""

    seed: np.uint64
    number: int
    weekday: int
    wedding: bool
    factor: float


@nb.njit(cache=True, nogil=True)
def outings(
    state: State,
    places: Places,
    plans: NDArray[np.int64],
    home: int,
    weekday: int,
    earliest: int,
    size: int,
) -> int:
    """Plan what a household does together: (start, end, venue, people who scan as bits, company); returns how many."""
    if size < 2:
        return 0
    number, free = 0, earliest
    for _ in range(min(2, poisson(state, _OUTINGS[1] if weekday >= 5 else _OUTINGS[0]))):
        row = drawn(state, places.demand[TOGETHER])
        start = free + int(3.0 * _HOUR * uniform(state))
        venue = chosen(state, places, row, home, -1, False)
        if start > 21 * _HOUR or not is_open(places, venue, start, weekday):
            continue
        end = min(start + stay(state, places, row, start), places.closes[venue])
        bits, scanning = 0, 0
        for member in range(size):
            if uniform(state) < _SHARE_SCANNING:
                bits |= 1 << member
                scanning += 1
        plans[number, START], plans[number, END], plans[number, WHERE] = start, end, venue
        plans[number, SCANS], plans[number, COMPANY] = bits, size - scanning
        number += 1
        free = end + way(state)
    return number


@nb.njit(cache=True, nogil=True)
def own_plans(
    state: State,
    places: Places,
    plans: NDArray[np.int64],
    work: int,
    weekday: int,
    bidden: bool,
) -> int:
    """Plan a member's own day: the wedding, or the work place on a weekday; returns how many plans."""
    if bidden:
        plans[0, START] = int((11.2 + 0.9 * uniform(state)) * _HOUR)
        plans[0, END] = min(plans[0, START] + int(6600 + 1300 * normal(state)), 14 * _HOUR + 1800)
        plans[0, END] = max(plans[0, END], plans[0, START] + 1800)
        plans[0, WHERE], plans[0, SCANS], plans[0, COMPANY] = places.hall, 1, 0
        return 1
    if work < 0 or weekday >= 5 or uniform(state) > _AT_WORK:
        return 0
    plans[0, START] = int((8.1 + 1.4 * uniform(state)) * _HOUR)
    length = places.median[places.row[work]] * np.exp(
        places.sigma[places.row[work]] * normal(state)
    )
    plans[0, END] = int(min(plans[0, START] + max(length, 1800.0), 18.2 * _HOUR))
    plans[0, WHERE], plans[0, SCANS], plans[0, COMPANY] = work, 1, 0
    return 1


@nb.njit(cache=True, nogil=True)
def residents(
    today: Today,
    start: int,
    end: int,
    people: Inhabitants,
    places: Places,
    rows: Rows,
) -> int:
    """Record a day of residents' households `start` to `end`; returns the number of rows."""
    weekday, wedding, seed = today.weekday, today.wedding, today.seed
    count = 0
    state = np.empty(1, np.uint64)
    draws = Draws(state, np.empty(1, np.uint64), seed)
    joint, plans = (
        np.empty((_PLANS, PLAN_COLUMNS), np.int64),
        np.empty((_PLANS, PLAN_COLUMNS), np.int64),
    )
    wanted, at = np.empty(ROOM, np.int64), np.empty(ROOM, np.int64)
    for household in range(start, end):
        state[0] = seeded(seed, today.number, household)
        first, size = people.first[household], people.first[household + 1] - people.first[household]
        bidden = False
        for person in range(first, first + size):
            bidden |= wedding and people.guest[person]
        earliest = 15 * _HOUR if bidden else 10 * _HOUR if weekday >= 5 else int(18.5 * _HOUR)
        together = outings(state, places, joint, people.home[household], weekday, earliest, size)
        for member in range(size):
            person = first + member
            work = people.work[person]
            planned = own_plans(
                state, places, plans, work, weekday, wedding and people.guest[person]
            )
            first_scanner = True
            for outing in range(together):
                bits = joint[outing, SCANS]
                shift = 6 * member
                plans[planned, START] = joint[outing, START] + shift + int(5 * uniform(state))
                plans[planned, END] = max(
                    joint[outing, END] + int(20 * uniform(state)), plans[planned, START] + 1
                )
                plans[planned, WHERE] = joint[outing, WHERE]
                plans[planned, SCANS] = bits >> member & 1
                first_scanner = bits & ((1 << member) - 1) == 0
                plans[planned, COMPANY] = joint[outing, COMPANY] if first_scanner else 0
                planned += 1
            number = min(poisson(state, today.factor * people.rate[person]), ROOM - 4)
            errands(state, places, WEEKEND if weekday >= 5 else WEEKDAY, number, wanted, at)
            free = int((6.5 + 1.5 * uniform(state)) * _HOUR)
            who = Self(
                person, person, people.home[household], work, False, people.check_out[person]
            )
            count = walk(
                draws,
                places,
                rows,
                count,
                who,
                weekday,
                Plans(plans, planned),
                Errands(wanted, at, number),
                free,
            )
    return count


@nb.njit(cache=True, nogil=True)
def tourist_plans(
    state: State, places: Places, plans: NDArray[np.int64], night: int, nights: int, lodging: int
) -> int:
    """Plan the frame of a tourist's day: the airport on the first and last, the lodging every night; returns how many."""
    number = 0
    if night == 0:
        plans[0, START] = int((8.0 + 8.0 * uniform(state)) * _HOUR)
        plans[0, END] = plans[0, START] + 900 + int(1500 * uniform(state))
        plans[0, WHERE] = places.airport
        number = 1
    last = night == nights
    plans[number, START] = int(
        (13.0 + 7.0 * uniform(state) if last else 17.5 + 5.0 * uniform(state)) * _HOUR
    )
    if last:
        plans[number, END] = plans[number, START] + 2400 + int(3600 * uniform(state))
        plans[number, WHERE] = places.airport
    else:
        plans[number, END] = int((24 + 7.0 + 2.5 * uniform(state)) * _HOUR)
        plans[number, WHERE] = lodging
    number += 1
    for plan in range(number):
        plans[plan, SCANS], plans[plan, COMPANY] = 1, 0
    return number


@nb.njit(cache=True, nogil=True)
def tourists(
    today: Today,
    start: int,
    end: int,
    people: Inhabitants,
    places: Places,
    rows: Rows,
) -> int:
    """Record a day of tourists' parties `start` to `end`: the first walks, the others scan just behind."""
    weekday, seed = today.weekday, today.seed
    count = 0
    state = np.empty(1, np.uint64)
    draws = Draws(state, np.empty(1, np.uint64), seed)
    plans = np.empty((_PLANS, PLAN_COLUMNS), np.int64)
    wanted, at = np.empty(ROOM, np.int64), np.empty(ROOM, np.int64)
    for party in range(start, end):
        night = (today.number - people.arrival[party]) % CYCLE
        if night > people.nights[party]:
            continue
        state[0] = seeded(seed, today.number, party)
        leader, size = people.first[party], people.first[party + 1] - people.first[party]
        planned = tourist_plans(
            state, places, plans, night, people.nights[party], people.lodging[party]
        )
        number = min(poisson(state, _TOURIST_ERRANDS), ROOM - 5)
        errands(state, places, TOURIST, number, wanted, at)
        last = plans[planned - 1, START]
        while number > 0 and at[number - 1] >= last:
            number -= 1
        free = plans[0, START] if night == 0 else int(9.7 * _HOUR)
        who = Self(leader, leader, people.home[party], -1, True, people.check_out[leader])
        before = count
        count = walk(
            draws,
            places,
            rows,
            count,
            who,
            weekday,
            Plans(plans, planned),
            Errands(wanted, at, number),
            free,
        )
        count = follow(state, rows, before, count, leader, size, people.check_out)
    return count


@nb.njit(cache=True, nogil=True)
def follow(
    state: State,
    rows: Rows,
    before: int,
    count: int,
    leader: int,
    size: int,
    habits: NDArray[np.float32],
) -> int:
    """Let the others of a party scan behind their leader's rows; who does not is counted in the leader's row."""
    end = count
    for row in range(before, end):
        if rows.truth[row] - rows.entered[row] < 60:
            continue
        for member in range(1, size):
            if uniform(state) >= _SHARE_SCANNING:
                rows.party[row] += 1
                continue
            rows.person[count], rows.venue[count], rows.party[count] = (
                leader + member,
                rows.venue[row],
                0,
            )
            rows.entered[count] = rows.entered[row] + 4 * member + int(4 * uniform(state))
            rows.truth[count] = rows.truth[row] + int(15 * uniform(state))
            rows.left[count] = rows.truth[count] if uniform(state) < habits[leader + member] else -1
            count += 1
    return count
