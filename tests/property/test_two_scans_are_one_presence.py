"""Copies of visits, and scans within a visit, change no answer of any engine but the search for scans by a camera."""

from collections.abc import Callable
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.domain.categories import Category
from ansim.tracing import reference
from ansim.tracing.contacts import search
from ansim.tracing.dwell import Bounded, SharedTime, StayBounds, impute_ends, start_curves
from ansim.tracing.index import Index
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach, riskiest
from ansim.tracing.reference import Stay
from ansim.tracing.sources import clusters
from support.logs import LAST, PEOPLE, VENUES, as_log, doubled, people, windows

HAZARD = np.linspace(0.001, 0.01, VENUES)
OPEN = -1


def indexes(stays: list[Stay]) -> list[Index]:
    sizes = {"people": PEOPLE, "venues": VENUES}
    days = [0, 20, 40, LAST + 1]
    late = Index.build(as_log(stays[::2]), days[:2], **sizes)
    late.append(as_log(stays[1::2]))
    late.seal(20, 40)
    late.merge_runs()
    return [Index.build(as_log(stays), days, **sizes), late]


def answers(index: Index, case: int, window: tuple[int, int], cases: set[int]) -> list[object]:
    snapshot, work = index.snapshot, ReachWorkspace(PEOPLE)
    met = search.of_itinerary(
        snapshot, search.Workspace(), case, *window, residual=3, hazard=HAZARD
    )
    at = np.argsort(met.person)
    chosen = np.array(sorted(cases), np.int32)
    reached = reach(snapshot, work, ReachQuestion(case, *window, 3, minimum=2, latent=1))
    chains = riskiest(snapshot, work, ReachQuestion(case, *window, 3, minimum=2), 9, HAZARD)
    totals = (met.person, met.overlap, met.encounters, met.first, met.last)
    return [
        [column[at].tolist() for column in totals],
        met.dose[at].round(12).tolist(),
        [column.tolist() for column in (reached.person, reached.degree, reached.exposed)],
        dict(zip(chains.person.tolist(), chains.risk.round(12).tolist(), strict=True)),
        clusters.co_presence(snapshot, chosen, *window, 1),
        clusters.shared_venues(
            snapshot, chosen, *window, within=9, together=1, false_discovery_rate=1.0
        ),
        clusters.traffic(snapshot, *window),
    ]


@settings(deadline=None)
@given(doubled(), st.integers(0, PEOPLE - 1), windows, people)
def test_in_the_index(
    both: tuple[list[Stay], list[Stay]], case: int, window: tuple[int, int], cases: set[int]
) -> None:
    once, twice = both
    want = answers(indexes(once)[0], case, window, cases)
    for index in [*indexes(once), *indexes(twice)]:
        assert answers(index, case, window, cases) == want


@settings(deadline=None)
@given(doubled(), st.integers(0, PEOPLE - 1), windows, people)
def test_in_the_reference(
    both: tuple[list[Stay], list[Stay]], case: int, window: tuple[int, int], cases: set[int]
) -> None:
    asked: list[Callable[[list[Stay]], object]] = [
        lambda stays: reference.contacts_of_itinerary(stays, case, *window, residual=3),
        lambda stays: reference.doses_of_itinerary(stays, case, *window, HAZARD),
        lambda stays: reference.reach(stays, case, *window, 3, minimum=2),
        lambda stays: reference.reach_back(stays, case, *window, 3),
        lambda stays: reference.co_presence(stays, sorted(cases), *window),
        lambda stays: reference.shared_venues(
            stays, cases, *window, within=9, together=1, false_discovery_rate=1.0
        ),
    ]
    once, twice = both
    for ask in asked:
        assert ask(once) == ask(twice)


def test_no_second_of_lingering_air_counts_twice() -> None:
    stays = [Stay(0, 0, 0, 10), Stay(0, 0, 15, 20), Stay(1, 0, 0, 40)]
    want = {1: reference.Met(30, 1, 0, 30)}
    assert reference.contacts_of_itinerary(stays, 0, 0, 60, residual=10) == want
    met = search.of_itinerary(
        Index.build(as_log(stays)).snapshot, search.Workspace(), 0, 0, 60, residual=10
    )
    assert (met.overlap.tolist(), met.encounters.tolist()) == ([30], [1])


def test_a_camera_still_finds_every_scan() -> None:
    stays = [Stay(0, 0, 10, 40), Stay(0, 0, 25, 30), Stay(1, 0, 26, 27), Stay(0, 0, 10, 40)]
    snapshot = Index.build(as_log(stays)).snapshot
    person, entered = clusters.nearest(snapshot, 0, 25, 5)
    assert list(zip(person.tolist(), entered.tolist(), strict=True)) == [(0, 25), (1, 26), (0, 10)]
    assert (snapshot.presences, clusters.traffic(snapshot, 0, 60)) == (2, 2)


def imputed(*scans: tuple[int, int, int], dwell: int = 6000) -> list[int]:
    """Ends of one person's scans (venue, entered, left or OPEN)."""
    venue, entered, left = (np.array(column, np.int64) for column in zip(*scans, strict=True))
    nobody_else = np.zeros(len(scans), np.int32)
    ends = impute_ends(
        nobody_else,
        venue.astype(np.int32),
        entered,
        left,
        StayBounds(np.full(len(scans), dwell), travel=120),
    )
    return ends.tolist()


@pytest.mark.parametrize(
    ("scans", "ends"),
    [
        ([(1, 0, OPEN), (1, 300, OPEN)], [6000, 6000]),
        ([(1, 0, OPEN), (1, 0, OPEN)], [6000, 6000]),
        ([(1, 0, OPEN), (1, 3, OPEN), (1, 5900, OPEN)], [6000, 6000, 6000]),
        ([(1, 0, OPEN), (1, 300, 3000)], [3000, 3000]),  # the check-out of the second ends both
        ([(1, 0, 3000), (1, 300, OPEN)], [3000, 3000]),
        ([(1, 0, OPEN), (1, 3, 480), (1, 900, OPEN)], [480, 480, 6900]),  # came back
        ([(1, 0, 3000), (1, 3000, OPEN)], [3000, 9000]),
        ([(1, 0, OPEN), (1, 7000, OPEN)], [6000, 13000]),
        ([(1, 0, OPEN), (1, 60, OPEN), (2, 1000, OPEN)], [880, 880, 7000]),
    ],
)
def test_a_later_scan_adds_no_time(scans: list[tuple[int, int, int]], ends: list[int]) -> None:
    assert imputed(*scans) == ends


CURVES = start_curves()
CASE = [Bounded(1, 0, 3600.0, known=True)]


def chance(contact: list[Bounded], minimum: int, case: list[Bounded] | None = None) -> float:
    told = SharedTime(
        case or CASE,
        [contact],
        (0, 86400),
        0,
        CURVES,
        lambda _venue: int(Category.CAFE),
        {},
    )
    return float(told.at_least(minimum)[0])


def scan(entered: int, left: int | None = None) -> Bounded:
    return Bounded(
        1, entered, inf if left is None else float(left - entered), known=left is not None
    )


@pytest.mark.parametrize("minimum", [60, 600, 3000])
def test_the_probability_of_a_copy_is_that_of_one(minimum: int) -> None:
    once = [scan(0)]
    assert chance(once * 3, minimum) == chance(once, minimum)
    assert chance([scan(0, 480), scan(3, 480)], minimum) == chance([scan(0, 480)], minimum)
    assert chance(once, minimum, [scan(0)] * 2) == chance(once, minimum, [scan(0)])


def test_a_later_scan_says_that_the_person_was_still_there() -> None:
    survival = CURVES.row(Category.CAFE)
    assert chance([scan(0), scan(1800)], 1800) == pytest.approx(1.0)
    told = chance([scan(0), scan(1800)], 3000)
    assert told == pytest.approx(survival[50] / survival[30])
    assert chance([scan(0)], 3000) == pytest.approx(survival[50])
    # 63 minutes each, 3 % for an hour: scanning twice at the door leaves it there.
    assert chance([scan(0), scan(3)], 3600) == pytest.approx(survival[60], rel=1e-3)
