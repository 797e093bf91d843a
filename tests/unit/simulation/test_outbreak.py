import numpy as np
import pytest

from ansim.simulation.outbreak import (
    OTHER_CASES,
    SOURCE_CASES,
    Outbreak,
    OutbreakError,
    Scenario,
    plant,
)
from ansim.simulation.province import DayOfTruth, Province

pytestmark = pytest.mark.long

DAY = 86_400
LATENT = 2 * DAY


@pytest.fixture(scope="module")
def province() -> Province:
    return Province.build(21, 0.02)


@pytest.fixture(scope="module")
def days(province: Province) -> list[DayOfTruth]:
    return list(province.days(21))


@pytest.fixture(scope="module")
def outbreaks(province: Province, days: list[DayOfTruth]) -> dict[Scenario, Outbreak]:
    return {scenario: plant(province, days, scenario, seed=3) for scenario in Scenario}


def there(outbreak: Outbreak, person: int, venue: int, moment: int) -> bool:
    """Whether the truth has the person at the venue at the moment."""
    visits = outbreak.visits
    mine = (visits.person == person) & (visits.venue == venue)
    return bool(((visits.entered <= moment) & (moment < outbreak.really_left) & mine).any())


@pytest.mark.parametrize("scenario", Scenario)
def test_the_same_seed_plants_the_same(
    province: Province,
    days: list[DayOfTruth],
    outbreaks: dict[Scenario, Outbreak],
    scenario: Scenario,
) -> None:
    again = plant(province, days, scenario, seed=3)
    assert (again.index, again.chain, again.cases) == (
        outbreaks[scenario].index,
        outbreaks[scenario].chain,
        outbreaks[scenario].cases,
    )
    assert (again.visits.person == outbreaks[scenario].visits.person).all()


@pytest.mark.parametrize("scenario", [Scenario.WEDDING, Scenario.HUB, Scenario.FAMILY])
def test_every_infection_is_a_meeting_that_took_place(
    outbreaks: dict[Scenario, Outbreak], scenario: Scenario
) -> None:
    outbreak = outbreaks[scenario]
    assert outbreak.chain
    for infection in outbreak.chain:
        assert there(outbreak, infection.infector, infection.venue, infection.at)
        assert there(outbreak, infection.infected, infection.venue, infection.at)


@pytest.mark.parametrize("scenario", [Scenario.WEDDING, Scenario.HUB])
def test_chains_respect_time_and_the_latent_period(
    outbreaks: dict[Scenario, Outbreak], scenario: Scenario
) -> None:
    outbreak = outbreaks[scenario]
    caught = {outbreak.index: (-LATENT, 0)}
    moments = [infection.at for infection in outbreak.chain]
    assert moments == sorted(moments)
    for infection in outbreak.chain:
        assert infection.infected not in caught
        at, degree = caught[infection.infector]
        assert infection.at >= at + LATENT
        assert infection.degree == degree + 1
        caught[infection.infected] = (infection.at, infection.degree)
    assert set(outbreak.cases) == set(caught)
    assert max(degree for _, degree in caught.values()) >= 2


def test_the_wedding_infects_guests_at_the_hall(
    province: Province, outbreaks: dict[Scenario, Outbreak]
) -> None:
    at_hall = [
        one for one in outbreaks[Scenario.WEDDING].chain if one.venue == province.places.hall + 1
    ]
    guests = [one for one in at_hall if province.people.guest[one.infected] and one.degree == 1]
    assert len(guests) > 20
    assert province.people.guest[outbreaks[Scenario.WEDDING].index]


def test_the_hubs_case_passes_through_it(
    province: Province, outbreaks: dict[Scenario, Outbreak]
) -> None:
    chain = outbreaks[Scenario.HUB].chain
    assert any(one.venue == province.places.airport + 1 and one.degree == 1 for one in chain)


def test_a_family_is_one_infection_at_home(
    province: Province, outbreaks: dict[Scenario, Outbreak]
) -> None:
    (infection,) = outbreaks[Scenario.FAMILY].chain
    household = np.searchsorted(
        province.people.first, [infection.infector, infection.infected], side="right"
    )
    assert household[0] == household[1]


def test_who_is_alone_meets_nobody(outbreaks: dict[Scenario, Outbreak]) -> None:
    outbreak = outbreaks[Scenario.ALONE]
    visits, mine = outbreak.visits, outbreak.visits.person == outbreak.index
    assert mine.sum() >= 14
    assert outbreak.chain == ()
    for row in np.flatnonzero(mine):
        others = (
            ~mine
            & (visits.venue == visits.venue[row])
            & (visits.entered < outbreak.really_left[row])
        )
        assert not (others & (outbreak.really_left > visits.entered[row])).any()


def test_the_hidden_source_has_its_cases_among_others(
    province: Province, outbreaks: dict[Scenario, Outbreak]
) -> None:
    outbreak = outbreaks[Scenario.SOURCE]
    assert outbreak.source
    venue, start, end = outbreak.source
    assert len(outbreak.chain) == SOURCE_CASES
    assert len(set(outbreak.cases)) == SOURCE_CASES + OTHER_CASES
    for infection in outbreak.chain:
        assert infection.infected in outbreak.cases
        assert infection.venue == venue
        assert start <= infection.at < end
        assert there(outbreak, infection.infected, venue, infection.at)
    households = np.searchsorted(province.people.first, outbreak.cases, side="right")
    assert np.unique(households).size == len(outbreak.cases)


def test_planted_visits_keep_the_log_in_order_and_nobody_in_two_places(
    outbreaks: dict[Scenario, Outbreak], days: list[DayOfTruth]
) -> None:
    outbreak = outbreaks[Scenario.SOURCE]
    visits, left = outbreak.visits, outbreak.really_left
    assert (np.diff(visits.entered) >= 0).all()
    assert len(visits) == sum(len(told.visits) for told in days) + SOURCE_CASES
    for infection in outbreak.chain:
        mine = (visits.person == infection.infected) & (visits.venue != infection.venue)
        assert not (mine & (visits.entered < infection.at + 3600) & (left > infection.at)).any()


def test_a_log_without_the_wedding_is_refused(province: Province, days: list[DayOfTruth]) -> None:
    with pytest.raises(OutbreakError, match="it is on day 12"):
        plant(province, days[:3], Scenario.WEDDING)


def test_a_log_without_days_is_refused(province: Province) -> None:
    with pytest.raises(OutbreakError, match="no days"):
        plant(province, [], Scenario.HUB)


def test_a_negative_seed_is_refused(province: Province, days: list[DayOfTruth]) -> None:
    with pytest.raises(OutbreakError, match="seed -1"):
        plant(province, days, Scenario.HUB, seed=-1)


def test_the_days_of_an_outbreak_are_the_days_of_the_province_where_nothing_was_added(
    province: Province, days: list[DayOfTruth], outbreaks: dict[Scenario, Outbreak]
) -> None:
    for told, was in zip(
        outbreaks[Scenario.HUB].days(province.start, len(days)), days, strict=True
    ):
        assert told.day == was.day
        assert (told.really_left == was.really_left).all()
        for name in ("person", "venue", "entered", "left", "party"):
            assert (getattr(told.visits, name) == getattr(was.visits, name)).all()
    alone = outbreaks[Scenario.ALONE]
    assert sum(len(told.visits) for told in alone.days(province.start, len(days))) == len(
        alone.visits
    )
