"""A hub by itself: one venue with 10,000 visits a day. The oracle takes one stay at a time and looks at all the others."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.tracing import reference
from ansim.tracing.contacts import search
from ansim.tracing.index import Index, VisitLog, visit_log
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach
from ansim.tracing.reference import Exposed, Stay
from ansim.tracing.sources import clusters

DAYS, A_DAY, PEOPLE, DAY = 7, 10_000, 9_000, 86_400
START, END = 0, DAYS * DAY
HUB = 1
NEVER = 2**62


def overlaps(log: VisitLog, entered: int, left: int) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """First and last second that each stay shares with `[entered, left)`."""
    return np.maximum(log.entered, entered), np.minimum(log.left, left)


def stays_of(log: VisitLog, person: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    for row in np.flatnonzero(log.person == person):
        entered, left = max(int(log.entered[row]), start), min(int(log.left[row]), end)
        if left > entered:
            yield entered, left


def reached_at_one_venue(
    log: VisitLog,
    case: int,
    start: int,
    end: int,
    degrees: int,
    minimum: int,
    latent: int,
    residual: int,
) -> dict[int, Exposed]:
    """`reference.reach` for a log of one venue, with one line of numpy for the inner loop."""
    people = int(log.person.max(initial=case)) + 1
    exposed, infectious = np.full(people, NEVER), np.full(people, NEVER)
    exposed[case], infectious[case] = -NEVER, start
    found: dict[int, Exposed] = {}
    frontier = {case}
    for degree in range(1, degrees + 1):
        best: dict[int, tuple[int, int, int]] = {}
        for source in np.flatnonzero(np.isin(log.person, list(frontier))):
            person = int(log.person[source])
            begin = max(int(log.entered[source]), int(infectious[person]))
            close = min(int(log.left[source]) + residual, end)
            if begin >= log.left[source]:
                continue
            first, last = overlaps(log, begin, close)
            linked = (
                (last - first >= minimum) & (log.person != person) & (first < exposed[log.person])
            )
            for row in np.flatnonzero(linked):
                label = (int(first[row]), -close, person)
                who = int(log.person[row])
                best[who] = min(best.get(who, label), label)
        for person, (first_second, _close, via) in best.items():
            exposed[person] = first_second
            found[person] = Exposed(
                found[person].degree if person in found else degree, first_second, via
            )
        for person in best:
            infectious[person] = exposed[person] + latent
        frontier = set(best)
    return found


stay = st.builds(
    lambda person, entered, length: Stay(person, HUB, entered, entered + length),
    st.integers(0, 6),
    st.integers(0, 60),
    st.integers(0, 30),
)


@settings(deadline=None)
@given(
    st.lists(stay, max_size=25),
    st.integers(0, 6),
    st.integers(0, 30),
    st.integers(30, 60),
    st.integers(1, 4),
    st.integers(1, 9),
    st.integers(0, 15),
    st.integers(0, 12),
)
def test_the_oracle_equals_the_reference(
    stays: list[Stay],
    case: int,
    start: int,
    end: int,
    degrees: int,
    minimum: int,
    latent: int,
    residual: int,
) -> None:
    columns = np.array(reference.united(stays), np.int64).reshape(-1, 4).T
    got = reached_at_one_venue(
        visit_log(*columns), case, start, end, degrees, minimum, latent, residual
    )
    assert got == reference.reach(stays, case, start, end, degrees, minimum, latent, residual)


@pytest.fixture(scope="module")
def scans() -> VisitLog:
    rng = np.random.default_rng(20)
    count = DAYS * A_DAY
    day = np.repeat(np.arange(DAYS), A_DAY)
    # Whole minutes, so that many come in the same second; some stay over night, some leave at once.
    entered = day * DAY + rng.integers(5 * 60, 24 * 60, count) * 60
    length = np.minimum(rng.lognormal(6.3, 1.2, count).astype(np.int64), 2 * DAY)
    length[rng.random(count) < 0.01] = 0
    return visit_log(rng.integers(0, PEOPLE, count), np.full(count, HUB), entered, entered + length)


@pytest.fixture(scope="module")
def log(scans: VisitLog) -> VisitLog:
    """The presences: what the index is made of, united by the reference."""
    columns = (scans.person, scans.venue, scans.entered, scans.left)
    stays = [Stay(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return visit_log(*np.array(reference.united(stays), np.int64).T)


@pytest.fixture(scope="module")
def index(scans: VisitLog) -> Index:
    built = Index.build(
        VisitLog(
            scans.person[:65_000], scans.venue[:65_000], scans.entered[:65_000], scans.left[:65_000]
        ),
        [day * DAY for day in range(DAYS + 1)],
        people=PEOPLE,
        venues=3,
    )
    for begin in range(65_000, len(scans), 1000):  # the last of them arrive while the hub is open
        part = slice(begin, begin + 1000)
        built.append(
            VisitLog(scans.person[part], scans.venue[part], scans.entered[part], scans.left[part])
        )
    return built


CASES = (17, 4711, 8888)


@pytest.mark.parametrize("case", CASES)
def test_contacts_of_an_itinerary_and_of_its_stays(log: VisitLog, index: Index, case: int) -> None:
    seconds, encounters = np.zeros(PEOPLE, np.int64), np.zeros(PEOPLE, np.int64)
    work = search.Workspace()
    for entered, left in stays_of(log, case, START, END):
        first, last = overlaps(log, entered, left)
        met = (last > first) & (log.person != case)
        np.add.at(seconds, log.person[met], (last - first)[met])
        np.add.at(encounters, log.person[met], 1)
        got = search.of_stay(index.snapshot, work, HUB, entered, left, me=case)
        assert sorted(zip(got.person, got.first, got.last, strict=True)) == sorted(
            zip(log.person[met], first[met], last[met], strict=True)
        )
    got = search.of_itinerary(index.snapshot, work, case, START, END, minimum=60)
    wanted = np.flatnonzero(seconds >= 60)
    order = np.argsort(got.person)
    assert got.person[order].tolist() == wanted.tolist()
    assert got.overlap[order].tolist() == seconds[wanted].tolist()
    assert got.encounters[order].tolist() == encounters[wanted].tolist()


def test_present_and_nearest(log: VisitLog, scans: VisitLog, index: Index) -> None:
    start, end = DAY + 12 * 3600, DAY + 13 * 3600
    first, last = overlaps(log, start, end)
    seconds = np.zeros(PEOPLE, np.int64)
    np.add.at(seconds, log.person[last > first], (last - first)[last > first])
    got = search.present(index.snapshot, search.Workspace(), [(HUB, start, end)], minimum=300)
    assert sorted(got.person.tolist()) == np.flatnonzero(seconds >= 300).tolist()
    every = np.unique(np.stack((scans.entered, scans.person), axis=1), axis=0)
    order = np.lexsort((every[:, 1], every[:, 0], np.abs(every[:, 0].astype(np.int64) - start)))
    person, entered = clusters.nearest(index.snapshot, HUB, start, 50)
    assert person.tolist() == every[order[:50], 1].tolist()
    assert entered.tolist() == every[order[:50], 0].tolist()


@pytest.mark.long
@pytest.mark.parametrize(("case", "degrees"), [(CASES[0], 2), (CASES[1], 2), (CASES[1], 3)])
def test_reach_by_every_engine(log: VisitLog, index: Index, case: int, degrees: int) -> None:
    asked = {"minimum": 900, "latent": 8 * 3600, "residual": 600}
    want = reached_at_one_venue(log, case, START, END, degrees, **asked)
    assert len(want) > 100
    work = ReachWorkspace(PEOPLE)
    for engine in ("push", "walk", "sweep", "cheapest"):
        got = reach(
            index.snapshot, work, ReachQuestion(case, START, END, degrees, **asked), engine=engine
        )
        columns = (got.person, got.degree, got.exposed, got.via)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        assert {person: Exposed(*rest) for person, *rest in rows} == want, engine


def test_reach_backward(log: VisitLog, index: Index) -> None:
    mirrored = VisitLog(log.person, log.venue, -log.left, -log.entered)
    case = CASES[1]
    want = reached_at_one_venue(mirrored, case, -END, -START, 2, 900, 4 * 3600, 0)
    got = reach(
        index.snapshot,
        ReachWorkspace(PEOPLE),
        ReachQuestion(case, START, END, 2, minimum=900, latent=4 * 3600),
        back=True,
    )
    rows = zip(
        *(column.tolist() for column in (got.person, got.degree, got.exposed, got.via)), strict=True
    )
    assert len(want) > 100
    assert {who: Exposed(degree, -at, via) for who, degree, at, via in rows} == want
