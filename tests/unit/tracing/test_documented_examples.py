"""The examples of docs/tracing.md, by the reference that the kernels and the SQL are held to."""

import pytest

from ansim.domain.categories import Category
from ansim.domain.classification import Classification, classify
from ansim.tracing import reference
from ansim.tracing.dwell import DWELL_SHARE, start_curves
from ansim.tracing.ranking.risk import BETA
from ansim.tracing.reference import Stay
from ansim.tracing.reference.sources import poisson_tail

DAY, MINUTE = 86_400, 60
CASE, FRIEND, LATER, NEXT = range(4)
CAFE, OFFICE, ROOM, OTHER_ROOM = range(4)


def at(clock: str, day: int = 0) -> int:
    hours, minutes = clock.split(":")
    return day * DAY + int(hours) * 3600 + int(minutes) * 60


def stay(person: int, venue: int, entered: str, left: str, day: int = 0) -> Stay:
    return Stay(person, venue, at(entered, day), at(left, day))


def test_minutes_shared_with_an_itinerary() -> None:
    stays = [
        stay(CASE, CAFE, "12:00", "13:00"),
        stay(FRIEND, CAFE, "12:40", "13:30"),
        stay(LATER, CAFE, "13:05", "13:30"),
    ]
    found = reference.contacts_of_itinerary(stays, CASE, 0, DAY)
    assert {person: met.overlap for person, met in found.items()} == {FRIEND: 20 * MINUTE}
    found = reference.contacts_of_itinerary(stays, CASE, 0, DAY, residual=10 * MINUTE)
    assert {person: met.overlap for person, met in found.items()} == {
        FRIEND: 30 * MINUTE,
        LATER: 5 * MINUTE,
    }


def test_people_of_two_zones_do_not_meet_and_the_entrance_meets_both() -> None:
    zones = {ROOM: CAFE, OTHER_ROOM: CAFE}
    stays = [
        stay(CASE, ROOM, "12:00", "13:00"),
        stay(FRIEND, OTHER_ROOM, "12:00", "13:00"),
        stay(LATER, CAFE, "12:30", "13:00"),
    ]
    assert set(reference.contacts_of_itinerary(stays, CASE, 0, DAY, zones=zones)) == {LATER}
    assert set(reference.contacts_of_itinerary(stays, FRIEND, 0, DAY, zones=zones)) == {LATER}


def test_a_link_counts_from_the_moment_that_somebody_is_infectious() -> None:
    stays = [
        stay(CASE, CAFE, "12:00", "12:30"),
        stay(FRIEND, CAFE, "12:00", "12:30"),
        stay(FRIEND, OFFICE, "11:30", "12:10", day=1),
        stay(LATER, OFFICE, "11:30", "12:10", day=1),
        stay(FRIEND, ROOM, "12:10", "12:40", day=1),
        stay(NEXT, ROOM, "12:10", "12:40", day=1),
    ]
    found = reference.reach(stays, CASE, 0, 3 * DAY, 2, 15 * MINUTE, DAY)
    assert {person: (one.degree, one.exposed, one.via) for person, one in found.items()} == {
        FRIEND: (1, at("12:00"), CASE),
        NEXT: (2, at("12:10", 1), FRIEND),
    }


def test_the_risk_of_a_chain_is_the_product_of_its_links() -> None:
    dinner, shop = (
        reference.link_risk(BETA, minutes * MINUTE, factor)
        for minutes, factor in ((60, 1.5), (15, 1.0))
    )
    assert (round(dinner, 2), round(shop, 2), round(dinner * shop, 3)) == (0.30, 0.06, 0.018)


def test_three_more_cases_where_a_half_was_expected() -> None:
    assert poisson_tail(3, 0.5) == pytest.approx(0.014, abs=0.0005)
    assert poisson_tail(3, 3.0) == pytest.approx(0.58, abs=0.005)


def test_an_open_stay_in_a_restaurant() -> None:
    curves = start_curves()
    by = curves.quantile(Category.RESTAURANT, DWELL_SHARE) / 60
    assert by == pytest.approx(151, abs=1)


@pytest.mark.parametrize(
    ("minutes", "chance", "called"),
    [
        (10, 0.95, Classification.CLOSE),
        (60, 0.45, Classification.CASUAL),
        (120, 0.14, Classification.CASUAL),
    ],
)
def test_whether_two_open_stays_shared_a_quarter_of_an_hour(
    minutes: int, chance: float, called: Classification
) -> None:
    curves = start_curves()
    of_minutes, of_any = (
        float(curves.overlap_probability(Category.RESTAURANT, minutes * 60, least))
        for least in (900, 60)
    )
    assert round(of_minutes, 2) == chance
    assert classify(15, of_minutes, of_any) is called
