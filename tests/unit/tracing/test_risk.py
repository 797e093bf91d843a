"""Contacts of all degrees in one list: who stands in it once, with which risk, and how many there are."""

import numpy as np
import pytest

from ansim.tracing import reference
from ansim.tracing.contacts import search
from ansim.tracing.index import Index, WindowError, visit_log
from ansim.tracing.ranking import RankedContacts, risk
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach, riskiest
from ansim.tracing.reference import Stay

CASE, FRIEND, CLERK, GUEST, FAR = range(5)
TILL, TABLE, HALL = range(3)
MINUTE, END = 60, 100_000
HAZARD = np.array([0.5, 2.0, 1.0]) * risk.BETA / MINUTE
# The guest is met early for a minute at a till, and late for hours by way of a friend with whom the case sat long.
STAYS = [
    Stay(CASE, TILL, 0, 60),
    Stay(GUEST, TILL, 0, 60),
    Stay(CLERK, TILL, 0, 60),
    Stay(CASE, TABLE, 1_000, 12_000),
    Stay(FRIEND, TABLE, 1_000, 12_000),
    Stay(FRIEND, HALL, 20_000, 40_000),
    Stay(GUEST, HALL, 20_000, 40_000),
    Stay(FAR, HALL, 39_000, 40_000),
]


def searched(degrees: int, limit: int = 10) -> tuple[RankedContacts, list[int]]:
    snapshot = Index.build(visit_log(*np.array(STAYS, np.int64).T)).snapshot
    work = ReachWorkspace(snapshot.people)
    met = search.of_itinerary(snapshot, search.Workspace(), CASE, 0, END, hazard=HAZARD)
    direct = risk.of_contacts(met, CASE)
    reached = reach(snapshot, work, ReachQuestion(CASE, 0, END, degrees))
    chains = riskiest(
        snapshot,
        work,
        ReachQuestion(CASE, 0, END, degrees),
        limit,
        HAZARD,
        direct=(direct.person, direct.risk),
    )
    return risk.along_chains(direct, chains, reached).best(limit), risk.totals(
        reached, direct, degrees
    )


def test_everybody_stands_in_the_list_once_with_the_riskiest_chain() -> None:
    rows, totals = searched(2)
    assert sorted(rows.person.tolist()) == [FRIEND, CLERK, GUEST, FAR]
    assert totals == [3, 1]
    found = dict(zip(rows.person.tolist(), rows.risk.tolist(), strict=True))
    friend = reference.link_risk(risk.BETA, 11_000, 2.0)
    assert found[FRIEND] == pytest.approx(friend)
    assert found[CLERK] == pytest.approx(reference.link_risk(risk.BETA, 60, 0.5))
    # Met at the till, but in danger by the friend.
    assert found[GUEST] == pytest.approx(friend * reference.link_risk(risk.BETA, 20_000, 1.0))
    assert found[FAR] == pytest.approx(friend * reference.link_risk(risk.BETA, 1_000, 1.0))


def test_the_list_is_by_risk_and_tells_the_way() -> None:
    rows, _totals = searched(2)
    assert rows.person.tolist() == [FRIEND, GUEST, FAR, CLERK]
    assert rows.degree.tolist() == [1, 1, 2, 1]
    assert rows.via.tolist() == [CASE, CASE, FRIEND, CASE]
    assert rows.venue[2] == HALL
    assert rows.first[2] == 39_000


@pytest.mark.parametrize("limit", [0, 1, 2, 3])
def test_a_shorter_list_is_the_head_of_the_longer(limit: int) -> None:
    assert searched(2, limit)[0].person.tolist() == [FRIEND, GUEST, FAR, CLERK][:limit]
    assert searched(2, limit)[1] == [3, 1]


def test_a_category_without_a_factor_counts_one() -> None:
    assert risk.hazard_of(np.array([0], np.int16))[0] == pytest.approx(risk.BETA / MINUTE)


def test_each_minute_of_a_direct_contact_counts_by_the_venue_where_it_was_shared() -> None:
    till_first = [
        Stay(who, venue, *times)
        for who in (CASE, FRIEND)
        for venue, times in ((TILL, (0, 60)), (TABLE, (100, 3700)))
    ]
    table_first = [
        Stay(CLERK, TABLE, 3640, 3700),
        Stay(CASE, TILL, 5000, 41_000),
        Stay(CLERK, TILL, 5000, 41_000),
    ]
    snapshot = Index.build(visit_log(*np.array(till_first + table_first, np.int64).T)).snapshot
    met = search.of_itinerary(snapshot, search.Workspace(), CASE, 0, END, hazard=HAZARD)
    rows = risk.of_contacts(met, CASE)
    found = dict(zip(rows.person.tolist(), rows.risk.tolist(), strict=True))
    assert found[FRIEND] == pytest.approx(1 - np.exp(-HAZARD[TILL] * 60 - HAZARD[TABLE] * 3600))
    assert found[CLERK] == pytest.approx(1 - np.exp(-HAZARD[TABLE] * 60 - HAZARD[TILL] * 36_000))


def test_without_hazards_there_is_no_dose_and_too_few_are_named() -> None:
    snapshot = Index.build(visit_log(*np.array(STAYS, np.int64).T)).snapshot
    assert not search.of_itinerary(snapshot, search.Workspace(), CASE, 0, END).dose.any()
    with pytest.raises(WindowError, match="rates for 3 venues"):
        search.of_itinerary(snapshot, search.Workspace(), CASE, 0, END, hazard=HAZARD[:2])
