"""What a search must keep to before it is entered: asked of the desk, over the vault's word and a ledger that is away.

Whatever is allowed comes as far as its entry, and no further.
"""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import EpochSeconds, Handle, VenueId
from ansim.domain.search_bounds import (
    Bounds,
    FurtherBoundError,
    NotJoinedError,
    OutOfBoundsError,
    of_patients_code,
)
from ansim.keys.calls import CaseInSession, KnownSession, SessionOf
from ansim.ledger import Book
from ansim.ledger.book import LedgerUnreachableError
from ansim.rpc import Caller, serve_beside
from ansim.tracing.index.questions import WindowError
from ansim.tracing.process import calls
from ansim.tracing.process.answers import Answers
from ansim.tracing.process.held_sessions import HeldSessions
from ansim.tracing.process.search_desk import BothLogs, SearchDesk, people_told

PLACES = "0" * 32
WINDOW = calls.Window(EpochSeconds(100), EpochSeconds(200))
ONE, TWO, THREE = "2611-AAAAA", "2611-BBBBB", "2611-CCCCC"
OTHER, BY_CODE, CODE_TOO = "2611-DDDDD", "2611-EEEEE", "2611-FFFFF"
Ask = Callable[[calls.InSession], Any]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    case = CaseInSession(
        b"k" * 16, Handle(b"h" * 16), Bounds(0, 1000), {PLACES: [(VenueId(1), 100, 200)]}
    )
    other, by_code = (
        replace(case, person=Handle(b"o" * 16)),
        replace(case, bounds=of_patients_code(case.bounds)),
    )
    # The first three are one person's, the last two began by a code alone.
    cases = {ONE: case, TWO: case, THREE: case, OTHER: other, BY_CODE: by_code, CODE_TOO: by_code}
    told = KnownSession("S-00000000", "officer", 2**40, cases)
    serve_beside(tmp_path / "cases.sock", b"k" * 32, {SessionOf: lambda _asked: told})
    desk = SearchDesk(
        BothLogs(*(Answers(cast("Any", None), b"") for _log in range(2))),
        HeldSessions(Caller(tmp_path / "cases.sock", b"k" * 32)),
        Book(lambda: f"host={tmp_path} connect_timeout=1"),
    )
    handlers = desk.handlers()
    return lambda request: handlers[type(request)](request)


def fate(ask: Ask, kind: Any, **changes: Any) -> type[AnsimError]:
    with pytest.raises(AnsimError) as caught:
        ask(kind(**({"session": b"s" * 16, "case": ONE} | changes)))
    return type(caught.value)


@pytest.mark.parametrize(
    ("count", "want"),
    [
        (0, LedgerUnreachableError),
        (20_000, LedgerUnreachableError),
        (-1, WindowError),
        (-20_000, WindowError),
        (20_001, OutOfBoundsError),
    ],
)
def test_the_nearest_are_so_many_and_no_fewer_than_none(ask: Ask, count: int, want: Any) -> None:
    asked = {"places": PLACES, "stay": 0, "moment": 150, "count": count}
    assert fate(ask, calls.NearestTo, **asked) is want


@pytest.mark.parametrize(
    ("cases", "want"),
    [
        ([ONE, TWO], LedgerUnreachableError),
        ([THREE, ONE, ONE], LedgerUnreachableError),
        ([TWO, THREE], WindowError),
        ([], WindowError),
    ],
)
def test_a_comparison_is_asked_in_one_of_the_cases_compared(
    ask: Ask, cases: list[str], want: Any
) -> None:
    assert fate(ask, calls.SharedVenuesOf, cases=cases, window=WINDOW) is want


@pytest.mark.parametrize(
    ("people", "want"), [(1_000, LedgerUnreachableError), (1_001, OutOfBoundsError)]
)
def test_a_drawing_has_so_many_people(ask: Ask, people: int, want: Any) -> None:
    handles = [Handle(number.to_bytes(16)) for number in range(people)]
    assert fate(ask, calls.CoPresenceOf, places=PLACES, people=handles) is want


@pytest.mark.parametrize(
    ("residual", "want"),
    [
        (0, LedgerUnreachableError),
        (7_200, LedgerUnreachableError),
        (7_201, OutOfBoundsError),
        (28 * 86_400, OutOfBoundsError),
    ],
)
def test_air_that_lingers_for_days_is_no_question_about_contacts(
    ask: Ask, residual: int, want: Any
) -> None:
    """It would tell who came to each place of the case's long after, without signed places."""
    assert fate(ask, calls.ContactsOf, window=WINDOW, residual=residual) is want
    assert fate(ask, calls.ContactsOf, window=None, back=WINDOW, residual=residual) is want


def test_beyond_direct_contacts_a_case_is_searched_so_often_a_day_in_whichever_session(
    ask: Ask,
) -> None:
    """Each window found somebody or not: many of them would tell at which minute a contact met whom."""
    most = Bounds(0, 1).further
    for number in range(most):
        window = calls.Window(EpochSeconds(100), EpochSeconds(200 + number))
        session = bytes([number % 3]) * 16
        case = (ONE, TWO, THREE)[number % 3]
        further = {"window": window, "degrees": 2 + number % 2, "session": session, "case": case}
        assert fate(ask, calls.ContactsOf, **further) is LedgerUnreachableError
    for degrees, case in product((2, 3), (ONE, TWO, THREE)):
        further = {"degrees": degrees, "session": b"t" * 16, "case": case}
        assert fate(ask, calls.ContactsOf, window=WINDOW, **further) is FurtherBoundError
        assert fate(ask, calls.ContactsOf, window=None, back=WINDOW, **further) is FurtherBoundError
        assert (
            fate(ask, calls.ContactsOf, case=OTHER, window=WINDOW, degrees=2)
            is LedgerUnreachableError
        )
    assert fate(ask, calls.ContactsOf, window=WINDOW) is LedgerUnreachableError


@pytest.mark.parametrize("before", [29, 28])
def test_a_search_both_ways_counts_twice(ask: Ask, before: int) -> None:
    """Each window's own end may be moved by a minute, so the two tell of two minutes."""
    for number in range(before):
        window = calls.Window(EpochSeconds(100), EpochSeconds(200 + number))
        assert fate(ask, calls.ContactsOf, window=window, degrees=2) is LedgerUnreachableError
    both = {"window": WINDOW, "back": WINDOW, "degrees": 3}
    want = LedgerUnreachableError if before == 28 else FurtherBoundError
    assert fate(ask, calls.ContactsOf, **both) is want
    last = LedgerUnreachableError if before == 29 else FurtherBoundError
    assert fate(ask, calls.ContactsOf, window=WINDOW, degrees=2) is last


@pytest.mark.parametrize(
    ("case", "into", "want"),
    [
        (ONE, OTHER, LedgerUnreachableError),
        (BY_CODE, ONE, NotJoinedError),
        (OTHER, BY_CODE, NotJoinedError),
        (BY_CODE, CODE_TOO, NotJoinedError),
        (CODE_TOO, CODE_TOO, NotJoinedError),
    ],
)
@pytest.mark.parametrize("count", [0, 1, 7])
def test_nobody_is_told_apart_from_a_case_that_a_code_began(
    ask: Ask, case: str, into: str, want: Any, count: int
) -> None:
    people = [Handle(bytes([number]) * 16) for number in range(count)]
    assert fate(ask, calls.Translate, case=case, into=into, people=people) is want


def contact(person: int, via: int, degree: int) -> calls.Contact:
    return calls.Contact(
        person=Handle(person.to_bytes(16)),
        degree=degree,
        first_exposed=1,
        last_exposed=2,
        overlap=1,
        encounters=1,
        probability=1.0,
        risk=1.0,
        classification="",
        via=Handle(via.to_bytes(16)),
        venue=VenueId(1),
    )


def test_whom_a_contact_hangs_on_counts_too_and_the_cases_own_person_does_not() -> None:
    own = 0
    back = calls.ContactsFound([0, 1], [contact(8, 9, 2)], 0.0)
    found = calls.ContactsFound(
        [1, 2], [contact(1, own, 1), contact(2, 1, 2), contact(3, 7, 3)], 0.0, back=back
    )
    told = {int.from_bytes(one) for one in people_told(found)}
    assert told == {1, 2, 3, 7, 8, 9}
