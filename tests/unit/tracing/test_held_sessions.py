"""How many different people the searches of one case may find, whatever session asked."""

from pathlib import Path

import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.quantities import Handle, PersonId, VenueId
from ansim.domain.search_bounds import Bounds, FurtherBoundError, PeopleBoundError
from ansim.domain.signed_places import PlacesUnknownError
from ansim.keys import CaseCipher
from ansim.keys.calls import (
    CaseInSession,
    KnownSession,
    SessionOf,
    StandingSession,
    StandingSessions,
)
from ansim.rpc import Caller, serve_beside
from ansim.tracing.process.held_sessions import (
    ALL_KEPT_BYTES,
    KEPT_BYTES,
    HeldSession,
    HeldSessions,
    SearchedCase,
)
from ansim.tracing.process.held_sessions import (
    case_of as case_in,
)


def people(first: int, count: int) -> set[Handle]:
    return {Handle(number.to_bytes(16)) for number in range(first, first + count)}


def case_of(ref: str, whose: bytes = b"a") -> SearchedCase:
    person = CaseCipher(b"k" * 16).handle(PersonId(whose * 16))
    told = CaseInSession(b"k" * 16, person, Bounds(0, 1, people=10), {})
    return SearchedCase(ref, told, KnownSession("S-00000000", "officer", 1, {}))


@pytest.fixture
def sessions(tmp_path: Path) -> HeldSessions:
    return HeldSessions(Caller(tmp_path / "nobody.sock", b"k" * 32))


def test_the_same_people_count_once_and_one_too_many_is_refused(sessions: HeldSessions) -> None:
    case = case_of("2611-AAAAA")
    for first in (0, 0, 3):
        sessions.count(case, people(first, 7))
    with pytest.raises(PeopleBoundError):
        sessions.count(case, people(10, 1))
    sessions.count(case, people(2, 5))
    sessions.count(case_of("2611-BBBBB"), people(10, 10))


def test_what_was_refused_does_not_count(sessions: HeldSessions) -> None:
    case = case_of("2611-AAAAA")
    with pytest.raises(PeopleBoundError):
        sessions.count(case, people(0, 11))
    sessions.count(case, people(0, 10))


def test_beyond_direct_contacts_a_case_is_searched_so_often_a_day(tmp_path: Path) -> None:
    now = day_bounds(local_day(1_790_000_000))[1] - 1.0
    sessions = HeldSessions(Caller(tmp_path / "nobody.sock", b"k" * 32), lambda: now)
    case, same, other = (
        case_of("2611-AAAAA"),
        case_of("2611-BBBBB"),
        case_of("2611-CCCCC", b"b"),
    )
    for _search in range(case.told.bounds.further - 1):
        sessions.count_further(case, 1)
    with pytest.raises(FurtherBoundError):
        sessions.count_further(same, 2)
    sessions.count_further(same, 1)
    for again in (case, same, case):
        with pytest.raises(FurtherBoundError):
            sessions.count_further(again, 1)
    sessions.count_further(other, 2)
    now += 1
    sessions.count_further(case, 1)


def test_training_cases_of_one_invented_person_count_each_by_itself(sessions: HeldSessions) -> None:
    for case in (case_of("TRAIN-AAAAA"), case_of("TRAIN-BBBBB")):
        for _search in range(case.told.bounds.further):
            sessions.count_further(case, 1)
        with pytest.raises(FurtherBoundError):
            sessions.count_further(case, 1)


def test_what_was_found_before_midnight_is_not_told_after_it(tmp_path: Path) -> None:
    now = day_bounds(local_day(1_790_000_000))[1] - 1.0
    sessions = HeldSessions(Caller(tmp_path / "nobody.sock", b"k" * 32), lambda: now)
    session = HeldSession(KnownSession("S-00000000", "officer", 2**40, {}), now)
    sessions.keep(session, b"question", b"answer")
    assert sessions.kept(session, b"question") == b"answer"
    assert sessions.kept(session, b"another") is None
    now += 1
    assert sessions.kept(session, b"question") is None
    assert not session.kept


def test_results_of_a_session_have_so_much_room_and_the_oldest_goes_first(
    sessions: HeldSessions,
) -> None:
    session = HeldSession(KnownSession("S-00000000", "officer", 1, {}), 0.0)
    for question in (b"one", b"two", b"three"):
        sessions.keep(session, question, b"x" * (KEPT_BYTES // 2))
    assert list(session.kept) == [b"two", b"three"]
    sessions.keep(session, b"large", b"x" * (2 * KEPT_BYTES))
    assert list(session.kept) == [b"large"]


def test_all_sessions_together_have_so_much_room_and_the_fullest_gives_way(tmp_path: Path) -> None:
    told = KnownSession("S-00000000", "officer", 2**40, {})
    serve_beside(tmp_path / "cases.sock", b"k" * 32, {SessionOf: lambda _asked: told})
    sessions = HeldSessions(Caller(tmp_path / "cases.sock", b"k" * 32))
    answer = b"x" * (KEPT_BYTES // 2)
    held = [
        sessions.of(number.to_bytes(16)) for number in range(2 * ALL_KEPT_BYTES // KEPT_BYTES + 3)
    ]
    little = sessions.of(b"l" * 16)
    sessions.keep(little, b"small", b"x" * 1000)
    for question in (b"one", b"two", b"three"):
        for one in held:
            sessions.keep(one, question, answer)
    kept = [size for one in held for size in map(len, one.kept.values())]
    assert ALL_KEPT_BYTES - KEPT_BYTES < sum(kept) <= ALL_KEPT_BYTES - 1000
    assert list(little.kept) == [b"small"]
    assert sessions.kept(held[-1], b"three") == answer, "the newest stays"


@pytest.mark.parametrize(
    ("cases", "places", "fallen"),
    [
        (("2611-AAAAA", "2611-BBBBB"), ("a", "b", "c"), ()),
        (("2611-AAAAA", "2611-BBBBB"), ("b",), ("a", "c")),
        (("2611-AAAAA", "2611-BBBBB"), (), ("a", "b", "c")),
        (("2611-BBBBB",), ("a", "c"), ("a", "b")),
    ],
)
def test_places_that_count_no_more_go_within_a_session_that_stands(
    tmp_path: Path, cases: tuple[str, ...], places: tuple[str, ...], fallen: tuple[str, ...]
) -> None:
    of = {"a": "2611-AAAAA", "b": "2611-AAAAA", "c": "2611-BBBBB"}
    told = KnownSession(
        "S-00000000",
        "officer",
        2**40,
        {
            case: CaseInSession(
                b"k" * 16,
                None,
                Bounds(0, 1),
                {one: [(VenueId(1), 0, 1)] for one, where in of.items() if where == case},
            )
            for case in sorted(set(of.values()))
        },
    )
    session = b"s" * 16
    standing = [StandingSession(session, list(cases), list(places))]
    serve_beside(
        tmp_path / "cases.sock",
        b"k" * 32,
        {SessionOf: lambda _asked: told, StandingSessions: lambda _asked: standing},
    )
    sessions = HeldSessions(Caller(tmp_path / "cases.sock", b"k" * 32))
    held = sessions.of(session)
    sessions.keep(held, b"question", b"answer")
    sessions.ask_after_all()
    gone = len(cases) < 2 or bool(fallen)
    assert sessions.kept(held, b"question") == (None if gone else b"answer")
    for one, where in of.items():
        if where not in cases:
            assert where not in held.known.cases
        elif one in fallen:
            with pytest.raises(PlacesUnknownError):
                case_in(held.known, where).stays(one)
        else:
            assert case_in(held.known, where).stays(one)
