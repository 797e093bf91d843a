import hashlib

import numpy as np
import pytest

from ansim.domain.categories import Category
from ansim.domain.days import day_bounds
from ansim.simulation.population import CYCLE
from ansim.simulation.province import (
    CHECK_INS_A_WEEK,
    DayOfTruth,
    Province,
    ProvinceError,
    Visits,
    joined,
)
from ansim.simulation.seeded_venues import CATEGORIES, venue_counts

SCALE = 0.02
SMALL = 0.002  # one is built for each of two seeds


@pytest.fixture(scope="module")
def province() -> Province:
    return Province.build(11, SCALE)


@pytest.fixture(scope="module")
def cycle(province: Province) -> list[DayOfTruth]:
    return list(province.days(CYCLE))


@pytest.fixture(scope="module")
def log(cycle: list[DayOfTruth]) -> Visits:
    return joined([told.visits for told in cycle])


@pytest.fixture(scope="module")
def left(cycle: list[DayOfTruth]) -> np.ndarray:
    return np.concatenate([told.really_left for told in cycle])


def digest(visits: Visits) -> str:
    columns = (visits.person, visits.venue, visits.entered, visits.left, visits.party)
    return hashlib.sha256(b"".join(column.tobytes() for column in columns)).hexdigest()


def test_the_same_seed_gives_the_same_visits_and_another_others() -> None:
    one, same, other = (digest(Province.build(seed, SMALL).visits(2)) for seed in (11, 11, 12))
    assert one == same
    assert one != other


def test_a_day_by_itself_is_that_day_of_the_log(
    province: Province, cycle: list[DayOfTruth]
) -> None:
    assert digest(province.visits(1, first=9)) == digest(cycle[9].visits)


def test_the_full_size_has_the_venues_of_the_report() -> None:
    assert venue_counts(1.0).sum() == 50_054
    assert (venue_counts(1.0) > 0).all()


def test_the_size_goes_by_the_scale(province: Province) -> None:
    assert len(province.venues) == round(50_054 * SCALE)
    assert province.people.active == round(600_000 * SCALE)
    assert province.sign_ups == round(978_962 * SCALE)


def test_people_check_in_as_often_as_reported(province: Province, log: Visits) -> None:
    a_week = len(log) / province.people.active / (CYCLE / 7)
    assert a_week == pytest.approx(CHECK_INS_A_WEEK, rel=0.02)


def test_every_visit_begins_on_its_day(cycle: list[DayOfTruth]) -> None:
    for told in cycle:
        first, after = day_bounds(told.day)
        assert first <= told.visits.entered.min()
        assert told.visits.entered.max() < after
        assert (np.diff(told.visits.entered) >= 0).all()


def test_people_and_venues_are_known_ones(province: Province, log: Visits) -> None:
    assert 0 <= log.person.min() < log.person.max() < province.people.active
    assert 1 <= log.venue.min() < log.venue.max() <= len(province.venues)


def test_a_share_checks_out_and_tells_the_truth(log: Visits, left: np.ndarray) -> None:
    out = log.left >= 0
    assert 0.1 < out.mean() < 0.25
    assert (log.left[out] == left[out]).all()
    assert (left >= log.entered).all()


def test_nobody_is_in_two_places_beyond_the_modelled_noise(log: Visits, left: np.ndarray) -> None:
    there = left > log.entered
    assert 0.0001 < (~there).mean() < 0.0006
    person, venue, entered, end = (
        column[there] for column in (log.person, log.venue, log.entered, left)
    )
    order = np.lexsort((entered, person))
    person, venue, entered, end = (column[order] for column in (person, venue, entered, end))
    overlap = (person[1:] == person[:-1]) & (entered[1:] < end[:-1])
    assert overlap.mean() < 0.006
    again = (venue[1:] == venue[:-1]) & (entered[1:] - entered[:-1] <= 60)
    assert not (overlap & ~again).any()


def test_few_venues_draw_many_visits(log: Visits, province: Province) -> None:
    a_venue = np.sort(np.bincount(log.venue, minlength=len(province.venues) + 1)[1:])[::-1]
    assert a_venue[: len(province.venues) // 100].sum() > 0.1 * len(log)
    assert a_venue[0] > 30 * np.median(a_venue)


def test_households_go_out_together(province: Province, log: Visits) -> None:
    first, residents = province.people.first, int((province.people.arrival < 0).sum())
    household = np.repeat(np.arange(province.people.households), np.diff(first))
    weekend = (log.entered - day_bounds(province.start)[0]) // 86_400 % 7 >= 5
    mine = weekend & (log.person < first[residents])
    person, venue, entered = log.person[mine], log.venue[mine], log.entered[mine]
    order = np.lexsort((entered, venue, household[person]))
    person, venue, entered, home = (
        column[order] for column in (person, venue, entered, household[person])
    )
    together = (home[1:] == home[:-1]) & (venue[1:] == venue[:-1]) & (person[1:] != person[:-1])
    together &= entered[1:] - entered[:-1] < 60
    assert together.mean() > 0.08


def test_the_wedding_has_its_guests(province: Province, cycle: list[DayOfTruth]) -> None:
    visits = cycle[province.wedding_day].visits
    at_hall = visits.person[visits.venue == province.places.hall + 1]
    guests = np.flatnonzero(province.people.guest)
    assert guests.size == min(1_180, round(510_000 * SCALE) // 10)
    assert np.isin(guests, at_hall).all()


def test_tourists_sleep_in_their_lodging_and_leave(
    province: Province, cycle: list[DayOfTruth], left: np.ndarray, log: Visits
) -> None:
    lodging = province.venues.row[log.venue - 1] == CATEGORIES.index(Category.LODGING)
    tourist = log.person >= province.people.first[int((province.people.arrival < 0).sum())]
    nights = (left - log.entered)[lodging & tourist & (left > log.entered)]
    assert np.quantile(nights, 0.05) > 8 * 3600
    seen = np.bincount(log.person[tourist])
    assert np.quantile(seen[seen > 0], 0.95) < 60


def test_week_and_day_have_their_rhythm(province: Province, cycle: list[DayOfTruth]) -> None:
    religious = CATEGORIES.index(Category.RELIGIOUS)
    counts = [(province.venues.row[told.visits.venue - 1] == religious).sum() for told in cycle[:7]]
    assert min(counts[5:]) > 3 * max(counts[:5])
    hours = np.bincount(
        (cycle[0].visits.entered - day_bounds(cycle[0].day)[0]) // 3600, minlength=24
    )
    assert hours[:6].sum() == 0
    assert hours[18] > 1.5 * hours[10]


@pytest.mark.parametrize("scale", [0.0, 0.0001, 11, float("nan")])
def test_a_size_that_makes_no_sense_is_refused(scale: float) -> None:
    with pytest.raises(ProvinceError, match="scale"):
        Province.build(1, scale)


def test_venues_have_names_of_their_own_and_hours(province: Province) -> None:
    korean, english = province.venues.names()
    assert len(set(korean)) == len(set(english)) == len(province.venues)
    gym = int(np.flatnonzero(province.venues.category == Category.GYM)[0])
    assert province.venues.opening_hours(gym)
    hotel = int(np.flatnonzero(province.venues.category == Category.LODGING)[0])
    assert province.venues.opening_hours(hotel) is None
