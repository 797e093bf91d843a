from datetime import date
from math import inf

import numpy as np
import pytest

from ansim.domain.categories import Category
from ansim.tracing.dwell import (
    STEPS,
    Bounded,
    DwellCurves,
    SharedTime,
    lognormal_curve,
)

HALL, CAFE = 1, 2
EAST, WEST = 3, 4
"""Zones of the hall."""
NOON = 1_790_000_000 // 86400 * 86400 + 3 * 3600
HOUR = 3600
DAY = (NOON - 12 * HOUR, NOON + 12 * HOUR)
CURVES = DwellCurves.of(
    date(2026, 1, 1),
    "test",
    {Category.OTHER: lognormal_curve(60, 0.8), Category.CAFE: lognormal_curve(30, 0.6)},
)


def known(venue: int, entered: int, seconds: float) -> Bounded:
    return Bounded(venue, NOON + entered, seconds, known=True)


def open_stay(venue: int, entered: int, limit: float = inf) -> Bounded:
    return Bounded(venue, NOON + entered, limit, known=False)


def category_of(venue: int) -> int:
    return Category.CAFE if venue == CAFE else Category.OTHER


def chance(
    case: list[Bounded],
    contact: list[Bounded],
    minimum: int,
    window: tuple[float, float] = DAY,
    residual: int = 0,
) -> float:
    found = SharedTime(
        case,
        [contact, []],
        window,
        residual,
        CURVES,
        category_of,
        {EAST: HALL, WEST: HALL},
    )
    told = found.at_least(minimum)
    assert told[1] == 0
    return float(told[0])


def test_recorded_encounters_add_up_over_venues() -> None:
    case = [known(HALL, 0, 600), known(CAFE, 2000, 600)]
    assert chance(case, case, 1200) == 1
    assert chance(case, case, 1201) == 0


def test_what_lies_before_the_window_does_not_count() -> None:
    case = [known(HALL, -2 * HOUR, 6000), known(CAFE, 0, 120)]
    window = (NOON - 60, NOON + HOUR)
    assert chance(case, case, 900, window) == 0
    assert chance(case, case, 120, window) == 1
    open_case = [open_stay(HALL, -2 * HOUR, 3600)]  # gone before it began
    assert chance(open_case, [open_stay(HALL, -2 * HOUR)], 60, window) == 0


def test_a_stay_that_the_window_cuts_counts_from_there_to_there() -> None:
    case, contact = [known(HALL, -HOUR, 2 * HOUR)], [known(HALL, -HOUR, 3 * HOUR)]
    window = (NOON, NOON + 1800)
    assert (chance(case, contact, 1800, window), chance(case, contact, 1801, window)) == (1, 0)
    assert (
        chance(case, contact, 2100, window, residual=300),
        chance(case, contact, 2101, window, residual=300),
    ) == (1, 0)


def test_open_ends_must_last_until_the_window_and_the_minimum_after_it() -> None:
    case, contact = [open_stay(HALL, -HOUR)], [open_stay(HALL, -1800)]
    survival = CURVES.row(Category.OTHER)
    told = chance(case, contact, 900, (NOON, NOON + HOUR))
    assert told == pytest.approx(survival[75] * survival[45])
    assert chance(case, contact, 900, (NOON, NOON + 899)) == 0


def test_air_lingers_only_after_a_case_who_was_there_when_the_window_began() -> None:
    case, contact = [open_stay(HALL, -HOUR)], [known(HALL, -60, HOUR)]
    told = chance(case, contact, 60, (NOON, NOON + HOUR), residual=600)
    assert told == pytest.approx(CURVES.row(Category.OTHER)[60], abs=1e-6)


def test_one_uncertain_encounter_is_exact_beside_recorded_ones() -> None:
    case = [known(HALL, 0, 600), open_stay(CAFE, 2000)]
    contact = [known(HALL, 0, 600), open_stay(CAFE, 2000)]
    assert chance(case, contact, 900) == pytest.approx(CURVES.row(Category.CAFE)[5] ** 2)
    assert chance(case, contact, 600) == 1


def test_several_uncertain_encounters_add_up_as_drawn_stays_do() -> None:
    entries = [(HALL, 0, 300), (HALL, 5 * HOUR, -600), (CAFE, 9 * HOUR, 0)]
    case = [open_stay(venue, at) for venue, at, _ in entries]
    contact = [open_stay(venue, at + later) for venue, at, later in entries]
    rng, draws = np.random.default_rng(1), 400_000
    shared = np.zeros(draws)
    for venue, _, later in entries:
        row = CURVES.row(Category.CAFE if venue == CAFE else Category.OTHER)
        stays = [60 * np.interp(rng.random(draws), 1 - row, np.arange(row.size)) for _ in range(2)]
        shared += np.maximum(np.minimum(stays[0], stays[1] + later) - max(0, later), 0)
    for minimum in (600, 3600, 7200):
        told, truth = chance(case, contact, minimum), (shared >= minimum).mean()
        assert truth - 3 / STEPS <= told <= truth + 0.003
        single = max(
            chance([one], [other], minimum) for one, other in zip(case, contact, strict=True)
        )
        assert told >= single


def test_a_check_in_alone_counts_for_nothing() -> None:
    assert chance([known(HALL, 0, 0)], [known(HALL, 0, 600)], 1, residual=600) == 0


def test_two_zones_of_a_venue_do_not_meet() -> None:
    assert chance([known(EAST, 0, HOUR)], [known(WEST, 0, HOUR)], 1) == 0
    assert chance([open_stay(WEST, 0)], [open_stay(EAST, 60)], 60) == 0


@pytest.mark.parametrize("zone", [EAST, WEST])
def test_whoever_scanned_at_the_entrance_may_be_in_any_zone(zone: int) -> None:
    at_door, inside = known(HALL, 0, HOUR), known(zone, 600, HOUR)
    for case, contact in (([at_door], [inside]), ([inside], [at_door])):
        assert (chance(case, contact, 3000), chance(case, contact, 3001)) == (1, 0)
    told = chance([open_stay(HALL, 0)], [open_stay(zone, 0)], 900)
    assert told == chance([open_stay(HALL, 0)], [open_stay(HALL, 0)], 900) > 0


def test_a_minute_at_several_codes_of_a_venue_counts_once() -> None:
    # Both scanned the entrance, then their zone, and checked out of both at the end.
    case = [known(HALL, 0, HOUR), known(EAST, 300, HOUR - 300)]
    contact = [known(HALL, 0, HOUR), known(EAST, 120, HOUR - 120)]
    assert (chance(case, contact, HOUR), chance(case, contact, HOUR + 1)) == (1, 0)
    elsewhere = [known(HALL, 0, 600), known(WEST, 600, HOUR)]
    assert (chance(case, elsewhere, HOUR), chance(case, elsewhere, HOUR + 1)) == (1, 0)
    apart = [known(EAST, 0, HOUR)]
    assert chance(apart, elsewhere, 601) == 0
    assert chance(apart, elsewhere, 600) == 1


def shared(case: list[Bounded], *contacts: list[Bounded], residual: int = 0) -> SharedTime:
    return SharedTime(case, contacts, DAY, residual, CURVES, category_of, {EAST: HALL, WEST: HALL})


def test_several_times_are_told_as_each_by_itself() -> None:
    case = [open_stay(HALL, 0), known(CAFE, 5 * HOUR, 1800), open_stay(HALL, 8 * HOUR, 3600)]
    contacts = [
        [known(CAFE, 5 * HOUR + 300, 1200)],
        [open_stay(HALL, 600), open_stay(HALL, 8 * HOUR + 60)],
        [open_stay(HALL, 60), known(CAFE, 5 * HOUR, 600)],
        [open_stay(EAST, 1200, 1800)],
        [],
    ]
    told = shared(case, *contacts)
    for minimum in (60, 300, 900, 3600, 14400):
        alone = shared(case, *contacts)
        assert told.at_least(minimum) == pytest.approx(alone.at_least(minimum))
    by_time = np.array([told.at_least(minutes * 60) for minutes in (1, 5, 15, 60, 240)])
    assert (np.diff(by_time, axis=0) <= 1e-9).all()


def test_each_shared_stay_is_told_with_what_is_estimated() -> None:
    case = [known(HALL, 0, 3600), open_stay(CAFE, 5 * HOUR)]
    told = shared(case, [known(EAST, 1800, 600), open_stay(CAFE, 5 * HOUR + 300)]).shared
    by_venue = {one.venue: one for one in told[0]}
    assert (by_venue[EAST].begin, by_venue[EAST].seconds) == (NOON + 1800, 600)
    assert not by_venue[EAST].estimated
    assert by_venue[CAFE].begin == NOON + 5 * HOUR + 300
    assert by_venue[CAFE].estimated
    assert not any(one.in_air for one in told[0])


@pytest.mark.parametrize(("came", "in_air", "seconds"), [(3500, False, 700), (3700, True, 500)])
def test_whoever_came_after_the_case_had_left_shared_air_alone(
    *, came: int, in_air: bool, seconds: int
) -> None:
    told = shared([known(HALL, 0, 3600)], [known(HALL, came, 7200)], residual=600).shared
    assert [(one.in_air, one.seconds) for one in told[0]] == [(in_air, seconds)]


def test_whoever_came_when_the_air_was_clear_shared_nothing() -> None:
    told = shared([known(HALL, 0, 3600)], [known(HALL, 4200, 7200)], residual=600).shared
    assert told == [[]]
