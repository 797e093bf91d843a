"""Outbreaks with a known truth: the searches find every infected person, and say how many others they name besides.

`-s` prints the table.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from ansim.simulation.outbreak import Outbreak, plant
from ansim.simulation.province import DayOfTruth, Province
from ansim.simulation.scenario import Scenario
from ansim.tracing.contacts import search
from ansim.tracing.dwell import DWELL_SHARE, TRAVEL, StayBounds, impute_ends, start_curves
from ansim.tracing.index import BASE, Index, Snapshot, visit_log
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach

pytestmark = pytest.mark.long

DAY = 86_400
LATENT = 2 * DAY
SPREADING = (Scenario.WEDDING, Scenario.HUB, Scenario.FAMILY)
IMPUTED_RECALL = 0.98


@dataclass(frozen=True)
class Planted:
    """An outbreak, and the log of its visits once with the true ends and once as the tracer imputes them."""

    outbreak: Outbreak
    true: Snapshot
    imputed: Snapshot
    start: int
    end: int


@pytest.fixture(scope="module")
def province() -> Province:
    return Province.build(21, 0.02)


@pytest.fixture(scope="module")
def days(province: Province) -> list[DayOfTruth]:
    return list(province.days(21))


@pytest.fixture(scope="module")
def planted(province: Province, days: list[DayOfTruth]) -> dict[Scenario, Planted]:
    return {
        scenario: indexed(province, plant(province, days, scenario, seed=3))
        for scenario in Scenario
    }


def indexed(province: Province, outbreak: Outbreak) -> Planted:
    visits, really_left = outbreak.visits, outbreak.really_left
    curves = start_curves()
    dwell = np.array(
        [curves.quantile(number, DWELL_SHARE) for number in range(len(curves.row_of))], np.int64
    )
    category = np.concatenate([[0], province.venues.category])
    left = impute_ends(
        visits.person,
        visits.venue,
        visits.entered,
        visits.left,
        StayBounds(dwell[category[visits.venue]], travel=TRAVEL),
    )

    def snapshot(ends: NDArray[np.int64]) -> Snapshot:
        return Index.build(
            visit_log(visits.person, visits.venue, visits.entered - BASE, ends - BASE)
        ).snapshot

    start, end = (
        int(visits.entered.min()) - BASE,
        int(max(really_left.max(), left.max())) + 1 - BASE,
    )
    return Planted(outbreak, snapshot(really_left), snapshot(left), start, end)


def began(one: Planted) -> int:
    """The first moment of the chain: from there on the index is searched."""
    return one.outbreak.chain[0].at - BASE


@pytest.mark.parametrize("scenario", SPREADING)
def test_with_the_true_ends_everybody_infected_is_found_no_later_than_they_were(
    planted: dict[Scenario, Planted], scenario: Scenario
) -> None:
    one = planted[scenario]
    chain = one.outbreak.chain
    depth = max(infection.degree for infection in chain)
    found = reach(
        one.true,
        ReachWorkspace(one.true.people),
        ReachQuestion(one.outbreak.index, began(one), one.end, depth, latent=LATENT),
    )
    exposed = dict(zip(found.person.tolist(), found.exposed.tolist(), strict=True))
    degree = dict(zip(found.person.tolist(), found.degree.tolist(), strict=True))
    for infection in chain:
        assert exposed[infection.infected] <= infection.at - BASE
        assert degree[infection.infected] <= infection.degree
    print(
        f"\n{scenario:8} true ends    degree {depth}: {len(chain)} infected, {len(found):,} named,"
        f" recall 1.00, precision {len(chain) / len(found):.4f}"
    )


@pytest.mark.parametrize("scenario", SPREADING)
def test_with_imputed_ends_nearly_everybody_is_found(
    planted: dict[Scenario, Planted], scenario: Scenario
) -> None:
    one = planted[scenario]
    chain = one.outbreak.chain
    depth = max(infection.degree for infection in chain)
    found = reach(
        one.imputed,
        ReachWorkspace(one.imputed.people),
        ReachQuestion(one.outbreak.index, began(one), one.end, depth, latent=LATENT),
    )
    hits = np.isin([infection.infected for infection in chain], found.person)
    print(
        f"\n{scenario:8} imputed ends degree {depth}: {len(chain)} infected, {len(found):,} named,"
        f" recall {hits.mean():.2f}, precision {hits.sum() / max(len(found), 1):.4f}"
    )
    assert hits.mean() >= IMPUTED_RECALL


@pytest.mark.parametrize("scenario", SPREADING)
def test_backward_from_the_last_case_finds_the_index(
    planted: dict[Scenario, Planted], scenario: Scenario
) -> None:
    one = planted[scenario]
    last = one.outbreak.chain[-1]
    infectors = {infection.infected: infection.infector for infection in one.outbreak.chain}
    found = reach(
        one.true,
        ReachWorkspace(one.true.people),
        ReachQuestion(last.infected, began(one), one.end, last.degree, latent=LATENT),
        back=True,
    )
    ancestors, person = [], last.infected
    while person != one.outbreak.index:
        person = infectors[person]
        ancestors.append(person)
    assert len(ancestors) == last.degree
    assert set(ancestors) <= set(found.person.tolist())
    print(
        f"\n{scenario:8} backward     degree {last.degree}: index found among {len(found):,}"
        f" of {one.true.people:,}"
    )


def test_who_is_alone_has_no_contact_either_way(planted: dict[Scenario, Planted]) -> None:
    one = planted[Scenario.ALONE]
    work = ReachWorkspace(one.true.people)
    met = search.of_itinerary(one.true, search.Workspace(), one.outbreak.index, one.start, one.end)
    assert len(met) == 0
    for back in (False, True):
        assert (
            len(
                reach(
                    one.true,
                    work,
                    ReachQuestion(one.outbreak.index, one.start, one.end, 3),
                    back=back,
                )
            )
            == 0
        )


def test_within_their_stay_the_two_of_a_family_are_each_others_contact(
    planted: dict[Scenario, Planted],
) -> None:
    """And besides the two exactly those are named who were there at the same time (looked at one by one)."""
    one = planted[Scenario.FAMILY]
    (infection,) = one.outbreak.chain
    visits, left = one.outbreak.visits, one.outbreak.really_left
    rows = (visits.person == infection.infector) & (visits.venue == infection.venue)
    rows &= (visits.entered <= infection.at) & (left > infection.at)
    (row,) = np.flatnonzero(rows)
    entered, ended = int(visits.entered[row]), int(left[row])
    there = (
        (visits.venue == infection.venue)
        & (visits.entered < ended)
        & (left > entered)
        & (left > visits.entered)
    )
    wanted = set(visits.person[there].tolist()) - {infection.infector}
    for case, other in (
        (infection.infector, infection.infected),
        (infection.infected, infection.infector),
    ):
        met = search.of_itinerary(
            one.true, search.Workspace(), case, entered - BASE, ended - BASE, minimum=900
        )
        assert other in met.person.tolist()
        print(
            f"\nfamily   {len(met)} contacts of 15 minutes in the infector's stay, the other among them"
        )
    met = search.of_itinerary(
        one.true, search.Workspace(), infection.infector, entered - BASE, ended - BASE
    )
    assert wanted == set(met.person.tolist())


def test_the_hidden_source_is_whom_nobody_infected(planted: dict[Scenario, Planted]) -> None:
    """Its cases were there together: a search of who was present in the window finds all of them."""
    one = planted[Scenario.SOURCE]
    assert one.outbreak.source
    venue, start, end = one.outbreak.source
    sick = {infection.infected for infection in one.outbreak.chain}
    met = search.present(
        one.true, search.Workspace(), [(venue, start - BASE, end + 3600 - BASE)], minimum=1800
    )
    assert sick <= set(met.person.tolist())
    print(f"\nsource   {len(sick)} cases at the venue, {len(met)} people present for 30 minutes")
