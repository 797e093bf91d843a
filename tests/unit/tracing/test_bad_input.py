"""Questions and visits that make no sense: a named error in words, or the right answer; never a traceback of numpy's."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ansim.tracing import reference, sql
from ansim.tracing.contacts import search
from ansim.tracing.index import EARLIEST, LATEST, LONGEST, Index, Snapshot, WindowError, visit_log
from ansim.tracing.index.log import (
    EndBeforeStartError,
    LogError,
    TimeOutsideError,
    UnknownNumberError,
)
from ansim.tracing.reach import (
    ENGINES,
    Chains,
    Reached,
    ReachQuestion,
    ReachWorkspace,
    reach,
    riskiest,
)
from ansim.tracing.reference import Stay
from ansim.tracing.sources import clusters

STAYS = [
    *(Stay(0, 1, 0, 900), Stay(1, 1, 300, 1200), Stay(2, 1, 1100, 1300)),
    *(Stay(1, 2, 2000, 2600), Stay(3, 2, 2500, 2600)),
]
COLUMNS = ("person", "venue", "entered", "left")


def snapshot_of(stays: list[Stay]) -> Snapshot:
    columns: Any = np.array(stays, np.int64).reshape(-1, 4).T
    return Index.build(visit_log(*columns), people=5, venues=4).snapshot


SNAPSHOT, EMPTY = snapshot_of(STAYS), snapshot_of([])
NOBODY: Any = np.empty(0, np.int32)
RATES = np.full(4, 1e-4)
DEEP = ReachQuestion(0, 0, 3000, 2)


def itinerary(person: int = 0, start: int = 0, end: int = 3000, **terms: int) -> object:
    return search.of_itinerary(SNAPSHOT, search.Workspace(), person, start, end, **terms)


def of_stay(venue: int = 1, entered: int = 0, left: int = 900, **terms: int) -> object:
    return search.of_stay(SNAPSHOT, search.Workspace(), venue, entered, left, **terms)


def present(venue: int = 1, start: int = 0, end: int = 900, **terms: int) -> object:
    return search.present(SNAPSHOT, search.Workspace(), [(1, 0, 10), (venue, start, end)], **terms)


def reached(*, engine: str = "cheapest", back: bool = False, **asked: Any) -> Reached:
    question = DEEP._replace(**asked)
    return reach(SNAPSHOT, ReachWorkspace(5), question, engine=engine, back=back)


def likeliest(limit: int = 5, hazard: Any = RATES, **asked: Any) -> Chains:
    return riskiest(SNAPSHOT, ReachWorkspace(5), DEEP._replace(**asked), limit, hazard)


def nearest(venue: int = 1, moment: int = 0, count: int = 3) -> object:
    return clusters.nearest(SNAPSHOT, venue, moment, count)


def together(people: Any = None, start: int = 0, end: int = 3000, minimum: int = 1) -> object:
    cases = np.asarray([0, 1] if people is None else people)
    return clusters.co_presence(SNAPSHOT, cases, start, end, minimum)


def shared(people: Any = None, start: int = 0, end: int = 3000, **terms: Any) -> object:
    cases = np.asarray([0, 1] if people is None else people)
    return clusters.shared_venues(SNAPSHOT, cases, start, end, **terms)


# A question of the database that makes no sense is refused before the database is asked, so here is none.
DATABASE: Any = None


def sql_itinerary(person: Any = 0, start: int = 0, end: int = 3000, **terms: int) -> object:
    return sql.contacts_of_itinerary(DATABASE, "stay", person=person, start=start, end=end, **terms)


def sql_of_stay(venue: int = 1, entered: int = 0, left: int = 900, **terms: int) -> object:
    return sql.contacts_of_stay(
        DATABASE, "stay", person=0, venue=venue, entered=entered, left=left, **terms
    )


def sql_present(venue: int = 1, start: int = 0, end: int = 900, **terms: int) -> object:
    return sql.present(DATABASE, "stay", [(1, 0, 10), (venue, start, end)], **terms)


def sql_reached(*, back: bool = False, **asked: Any) -> object:
    return sql.reach(DATABASE, "stay", DEEP._replace(**asked), back=back)


def sql_nearest(venue: int = 1, moment: int = 0, count: int = 3) -> object:
    return sql.nearest(DATABASE, "stay", venue, moment, count)


def sql_together(start: int = 0, end: int = 3000, minimum: int = 1) -> object:
    return sql.co_presence(DATABASE, "stay", [0, 1], start, end, minimum)


def sql_shared(start: int = 0, end: int = 3000, **terms: Any) -> object:
    return sql.shared_venues(DATABASE, "stay", [0, 1], start, end, **terms)


@pytest.mark.parametrize(
    "ask",
    [
        *(itinerary, present, reached, together, shared),
        *(sql_itinerary, sql_present, sql_reached, sql_together, sql_shared),
    ],
)
def test_a_window_that_ends_before_it_starts(ask: Callable[..., object]) -> None:
    with pytest.raises(WindowError):
        ask(start=200, end=100)


@pytest.mark.parametrize("ask", [of_stay, sql_of_stay])
def test_a_stay_that_ends_before_it_starts(ask: Callable[..., object]) -> None:
    with pytest.raises(WindowError, match=r"ends \(100\) before it starts \(200\)"):
        ask(entered=200, left=100)


@pytest.mark.parametrize("number", [-1, 5, 2**31, -(2**40)])
@pytest.mark.parametrize("back", [False, True])
def test_an_unknown_person(number: int, *, back: bool) -> None:
    with pytest.raises(UnknownNumberError, match=f"no person {number}"):
        itinerary(person=number)
    with pytest.raises(UnknownNumberError, match=f"no person {number}"):
        reached(case=number, back=back)


@pytest.mark.parametrize("number", [-1, 5])
@pytest.mark.parametrize("ask", [together, shared])
def test_an_unknown_person_among_others(ask: Callable[..., object], number: int) -> None:
    with pytest.raises(UnknownNumberError, match=f"no person {number}"):
        ask(people=[0, number])


@pytest.mark.parametrize("number", [-1, 4, 2**31, -(2**40)])
@pytest.mark.parametrize("ask", [of_stay, present, nearest])
def test_an_unknown_venue(ask: Callable[..., object], number: int) -> None:
    with pytest.raises(UnknownNumberError, match=f"no venue {number}"):
        ask(venue=number)


@pytest.mark.parametrize(
    ("ask", "term"),
    [
        *((ask, "minimum") for ask in (itinerary, of_stay, present, reached, together)),
        *((ask, "residual") for ask in (itinerary, of_stay, reached)),
        *((reached, "latent"), (shared, "within"), (shared, "together"), (nearest, "count")),
        *((ask, "minimum") for ask in (sql_itinerary, sql_of_stay, sql_present, sql_reached)),
        *((ask, "residual") for ask in (sql_itinerary, sql_of_stay, sql_reached)),
        *((sql_together, "minimum"), (sql_reached, "latent"), (sql_nearest, "count")),
        *((sql_shared, "within"), (sql_shared, "together")),
    ],
)
def test_a_number_below_zero(ask: Callable[..., object], term: str) -> None:
    with pytest.raises(WindowError, match="-1"):
        ask(**{term: -1})


@pytest.mark.parametrize("degrees", [0, -1])
@pytest.mark.parametrize("ask", [reached, sql_reached])
def test_no_degrees(ask: Callable[..., object], degrees: int) -> None:
    with pytest.raises(WindowError, match=f"degrees={degrees}"):
        ask(degrees=degrees)


def test_more_degrees_than_links_is_everybody() -> None:
    found: Any = reached(degrees=10**9)
    assert dict(zip(found.person.tolist(), found.exposed.tolist(), strict=True)) == {
        person: one.exposed for person, one in reference.reach(STAYS, 0, 0, 3000, 9).items()
    }


def test_nearest_none_is_an_empty_answer() -> None:
    person, entered = clusters.nearest(SNAPSHOT, 1, 0, 0)
    assert len(person) == len(entered) == 0


@pytest.mark.parametrize("far", [2**31, 2**40])
def test_windows_beyond_every_log_are_the_whole_log(far: int) -> None:
    work = search.Workspace()
    whole = search.of_itinerary(SNAPSHOT, work, 0, EARLIEST, LATEST)
    assert (
        search.of_itinerary(SNAPSHOT, work, 0, -far, far).overlap.tolist()
        == whole.overlap.tolist()
        == [600]
    )
    met = search.present(SNAPSHOT, work, [(1, -far, far)])
    assert sorted(met.person.tolist()) == [0, 1, 2]
    met = search.of_stay(SNAPSHOT, work, 1, -far, far)
    assert sorted(met.person.tolist()) == [0, 1, 2]
    assert clusters.nearest(SNAPSHOT, 1, far, 1)[0].tolist() == [2]
    assert clusters.nearest(SNAPSHOT, 1, -far, 1)[0].tolist() == [0]
    pair = np.array([0, 1], np.int32)
    assert list(clusters.co_presence(SNAPSHOT, pair, -far, far, 1)) == [(0, 1)]


def test_an_empty_log_answers_nothing() -> None:
    work = search.Workspace()
    assert len(search.of_itinerary(EMPTY, work, 0, 0, 100)) == 0
    assert len(search.of_stay(EMPTY, work, 1, 0, 100)) == 0
    assert len(search.present(EMPTY, work, [(1, 0, 100)])) == 0
    assert len(search.present(EMPTY, work, [])) == 0
    for engine in ("push", "walk", "sweep"):
        assert len(reach(EMPTY, ReachWorkspace(5), ReachQuestion(0, 0, 100, 3), engine=engine)) == 0
    assert len(reach(EMPTY, ReachWorkspace(5), ReachQuestion(0, 0, 100, 3), back=True)) == 0
    assert len(clusters.nearest(EMPTY, 1, 0, 5)[0]) == 0
    assert clusters.shared_venues(EMPTY, np.array([0, 1], np.int32), 0, 100) == []
    assert clusters.shared_venues(SNAPSHOT, NOBODY, 0, 3000) == []
    assert clusters.co_presence(SNAPSHOT, NOBODY, 0, 3000, 1) == {}


def test_nobody_at_all_is_no_person() -> None:
    nobody = Index.build(visit_log([], [], [], [])).snapshot
    with pytest.raises(UnknownNumberError):
        search.of_itinerary(nobody, search.Workspace(), 0, 0, 100)
    with pytest.raises(UnknownNumberError):
        reach(nobody, ReachWorkspace(0), ReachQuestion(0, 0, 100, 1))


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        *(("person", bad, UnknownNumberError) for bad in (-1, 2**31, float("nan"), 1.5)),
        *(("venue", bad, UnknownNumberError) for bad in (-1, 2**40, float("inf"))),
        *(
            ("entered", bad, TimeOutsideError)
            for bad in (float("nan"), 0.25, EARLIEST - 1, -(2**40))
        ),
        *(("left", bad, TimeOutsideError) for bad in (LATEST + 1, 2**40, float("-inf"))),
        ("left", 299, EndBeforeStartError),
    ],
)
def test_a_bad_visit_is_refused_with_its_row(
    column: str, value: float, error: type[LogError]
) -> None:
    columns: dict[str, list[float]] = {
        name: [getattr(one, name) for one in STAYS] for name in COLUMNS
    }
    columns[column][1] = value
    with pytest.raises(error, match="row 1"):
        visit_log(*columns.values())


def test_columns_of_words_or_unequal_length_are_refused() -> None:
    with pytest.raises(LogError, match="2 dimensions"):
        visit_log([[0, 1]], [[0, 0]], [[0, 0]], [[1, 1]])
    with pytest.raises(LogError, match="one length"):
        visit_log([0, 1], [0], [0], [1])
    with pytest.raises(LogError, match="person holds"):
        visit_log(["a"], [0], [0], [1])


@pytest.mark.parametrize("value", [2.0**63, -(2.0**63), 1e300, 2**63])
def test_numbers_beyond_64_bits_are_refused_too(value: float) -> None:
    with pytest.raises(TimeOutsideError, match="row 0"):
        visit_log([0], [0], [value], [value])


def test_an_unsorted_log_answers_like_a_sorted_one() -> None:
    one = np.random.default_rng(5).permutation(len(STAYS))
    shuffled = [STAYS[row] for row in one]
    for build in (shuffled, STAYS[::-1]):
        index = Index.build(visit_log([], [], [], []), people=5, venues=4)
        index.append(visit_log(*np.array(build, np.int64).T))
        for snapshot in (snapshot_of(build), index.snapshot):
            met = search.of_itinerary(snapshot, search.Workspace(), 1, 0, 3000)
            assert dict(zip(met.person.tolist(), met.overlap.tolist(), strict=True)) == {
                who: one.overlap
                for who, one in reference.contacts_of_itinerary(STAYS, 1, 0, 3000).items()
            }


def test_appending_nothing_changes_nothing() -> None:
    index = Index.build(visit_log(*np.array(STAYS, np.int64).T), people=5, venues=4)
    before = index.snapshot
    index.append(visit_log([], [], [], []))
    assert index.snapshot is before


_WINDOWS: list[tuple[Callable[..., object], list[str]]] = [
    (itinerary, ["start", "end", "minimum", "residual"]),
    (of_stay, ["entered", "left", "minimum", "residual"]),
    (present, ["start", "end", "minimum"]),
    (reached, ["start", "end", "degrees", "minimum", "latent", "residual"]),
    (likeliest, ["start", "end", "degrees", "limit", "minimum", "latent", "residual"]),
    (nearest, ["moment", "count"]),
    (together, ["start", "end", "minimum"]),
    (shared, ["start", "end", "within", "together", "false_discovery_rate"]),
    (sql_itinerary, ["start", "end", "minimum", "residual"]),
    (sql_of_stay, ["venue", "entered", "left", "minimum", "residual"]),
    (sql_present, ["venue", "start", "end", "minimum"]),
    (sql_reached, ["start", "end", "degrees", "minimum", "latent", "residual"]),
    (sql_nearest, ["venue", "moment", "count"]),
    (sql_together, ["start", "end", "minimum"]),
    (sql_shared, ["start", "end", "within", "together", "false_discovery_rate"]),
]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.5, "1", None])
@pytest.mark.parametrize(
    ("ask", "term"), [(ask, term) for ask, terms in _WINDOWS for term in terms]
)
def test_what_is_no_number_is_refused_by_its_name(
    ask: Callable[..., object], term: str, value: object
) -> None:
    with pytest.raises(WindowError, match=f"{term}={value}"):
        ask(**{term: value})


@pytest.mark.parametrize("value", [float("nan"), 0.5, "0", None])
def test_what_is_no_number_is_nobody_and_no_venue(value: Any) -> None:
    for ask in (
        itinerary,
        lambda person: reached(case=person),
        lambda person: likeliest(case=person),
    ):
        with pytest.raises(UnknownNumberError, match=f"no person {value}"):
            ask(person=value)
    for ask in (of_stay, present, nearest):
        with pytest.raises(UnknownNumberError, match=f"no venue {value}"):
            ask(venue=value)
    for ask in (together, shared):
        with pytest.raises(LogError):
            ask(people=np.array([0, value]))


@pytest.mark.parametrize("seconds", [LONGEST + 1, 2**31, 2**63, 2**70])
def test_lengths_beyond_all_sense_are_refused(seconds: int) -> None:
    for term in ("minimum", "latent", "residual"):
        for ask in (reached, likeliest, sql_reached):
            with pytest.raises(WindowError, match=f"{term}={seconds}"):
                ask(**{term: seconds})


@pytest.mark.parametrize("far", [2**31, 2**40, 2**70])
@pytest.mark.parametrize("engine", ENGINES)
def test_reach_in_a_window_beyond_every_log(far: int, engine: str) -> None:
    found: Any = reached(start=-far, end=far, engine=engine)
    assert found.person.tolist() == [1, 2, 3]
    assert likeliest(start=-far, end=far).person.tolist() == [1, 2, 3]
    back: Any = reached(case=2, start=-far, end=far, back=True)
    assert back.person.tolist() == [0, 1]


def test_an_unknown_engine_and_too_small_a_workspace() -> None:
    with pytest.raises(WindowError, match=r"engine=rocket: wanted one of .*sweep"):
        reached(engine="rocket")
    for ask in (reached, sql_reached):
        with pytest.raises(WindowError, match="air does not linger backward"):
            ask(back=True, residual=60)
    with pytest.raises(WindowError, match="workspace's people=4"):
        reach(SNAPSHOT, ReachWorkspace(4), ReachQuestion(0, 0, 3000, 2))


@pytest.mark.parametrize(
    ("hazard", "words"),
    [
        ([0.1] * 3, "3 rates for 4"),
        ([0.1, np.nan, 0, 0], "venue 1 is nan"),
        ([0, 0, 0, -1.0], "venue 3 is -1"),
    ],
)
def test_hazards_that_are_none(hazard: list[float], words: str) -> None:
    with pytest.raises(WindowError, match=words):
        likeliest(hazard=np.array(hazard))


def test_days_and_ends_that_are_none() -> None:
    log = visit_log(*np.array(STAYS, np.int64).T)
    with pytest.raises(TimeOutsideError, match="row 1: the start of a day"):
        Index.build(log, [0, float("nan"), 86400])  # type: ignore[list-item]
    index = Index.build(log, [0, 1000], people=5, venues=4)
    with pytest.raises(EndBeforeStartError, match="the day ends"):
        index.seal(1000, 900)
    column = [np.array([number], np.int32) for number in (0, 1, 0, -50)]
    with pytest.raises(EndBeforeStartError, match="row 0"):
        index.end_stays(*column)
    with pytest.raises(UnknownNumberError, match="row 0: venue -1"):
        index.end_stays(column[0], column[0] - 1, column[0], column[0])
    with pytest.raises(LogError, match="one length"):
        index.end_stays(np.array([0, 1], np.int32), *column[1:])
    assert index.end_stays(*(np.array([number], np.int32) for number in (4, 3, 0, 50))) == 0
