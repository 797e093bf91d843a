"""What the searches in SQL take: relations of any integers and keys, whatever their zero; and what they refuse."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ansim.tracing import reference, sql
from ansim.tracing.reach_question import ReachQuestion
from ansim.tracing.reference import Exposed, Stay
from support.logs import assert_alike
from support.system import System

PEOPLE, VENUES, LAST, RESIDUAL = 12, 3, 400, 30
WINDOW = (20, 380)
SMALL, WIDE = 2**15 - 1, 2**31 - 1


def crowd() -> list[Stay]:
    draw = random.Random(11)
    stays = [
        Stay(
            draw.randrange(PEOPLE),
            draw.randrange(VENUES),
            entered,
            min(entered + draw.randrange(60), LAST),
        )
        for entered in (draw.randrange(LAST) for _ in range(80))
    ]
    return [
        *stays,
        Stay(0, 0, 0, LAST),
        Stay(1, 0, 0, LAST),
    ]  # to the very ends of what a column holds


STAYS = crowd()


@pytest.fixture
def database(system: System) -> Iterator[sql.Connection]:
    with psycopg.connect(system.dsn("owner", "visits")) as connection:
        yield connection
        connection.rollback()


def fill(
    database: sql.Connection,
    rows: list[tuple[Any, ...]],
    number: str = "bigint",
    key: str = "bigint",
) -> None:
    database.execute(
        f"CREATE TEMPORARY TABLE stay (person {key}, venue {number}, entered {number}, left_at {number})"
    )
    with database.cursor() as cursor:
        cursor.executemany("INSERT INTO stay VALUES (%s, %s, %s, %s)", rows)


@pytest.mark.parametrize(
    ("number", "zero"),
    [
        ("smallint", SMALL - LAST),
        ("smallint", -SMALL - 1),
        ("integer", SMALL - LAST),
        ("integer", WIDE - LAST),
        ("integer", -WIDE - 1),
        ("bigint", SMALL - LAST),
        ("bigint", WIDE - LAST),
        ("bigint", 2**61),
    ],
)
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("smallint", int),
        ("integer", int),
        ("bigint", int),
        ("text", "person {:02}".format),
        ("uuid", lambda person: UUID(int=person)),
        ("bytea", lambda person: bytes([person]) * 16),
    ],
)
def test_any_integers_and_any_keys_are_answered_as_the_reference_does(
    database: sql.Connection, number: str, zero: int, kind: str, key: Callable[[int], Any]
) -> None:
    moved = [stay._replace(entered=stay.entered + zero, left=stay.left + zero) for stay in STAYS]
    fill(database, [(key(stay.person), *stay[1:]) for stay in moved], number, kind)
    start, end = WINDOW[0] + zero, WINDOW[1] + zero
    people = [key(person) for person in range(PEOPLE)]
    number_of = {name: person for person, name in enumerate(people)}
    for case in (stay for stay in moved if stay.person < 2):
        got = sql.contacts_of_stay(
            database,
            "stay",
            person=people[case.person],
            venue=case.venue,
            entered=case.entered,
            left=case.left,
            residual=RESIDUAL,
        )
        assert [(number_of[one], *rest) for one, *rest in got] == reference.contacts_of_stay(
            moved, case, residual=RESIDUAL
        )
    met = sql.contacts_of_itinerary(
        database, "stay", person=people[0], start=start, end=end, residual=RESIDUAL
    )
    assert met == {
        key(one): how
        for one, how in reference.contacts_of_itinerary(
            moved, 0, start, end, residual=RESIDUAL
        ).items()
    }
    windows = [(venue, start, end) for venue in range(VENUES)] * 2  # no second counts twice
    want = reference.present(moved, windows)
    assert sql.present(database, "stay", windows) == {key(one): how for one, how in want.items()}
    assert [
        (number_of[one], at) for one, at in sql.nearest(database, "stay", 1, start, 9)
    ] == reference.nearest(moved, 1, start, 9)
    assert sql.co_presence(database, "stay", people, start, end) == {
        (key(one), key(other)): how
        for (one, other), how in reference.co_presence(moved, range(PEOPLE), start, end).items()
    }
    for together in (0, 3):
        asked: dict[str, Any] = {"within": 40, "together": together, "false_discovery_rate": 1.0}
        assert_alike(
            sql.shared_venues(database, "stay", people[:5], start, end, **asked),
            reference.shared_venues(moved, range(5), start, end, **asked),
        )

    def named(reached: dict[int, Exposed]) -> dict[Any, Exposed]:
        return {
            key(one): Exposed(how.degree, how.exposed, key(how.via)) for one, how in reached.items()
        }

    terms = {"minimum": 5, "latent": 50}
    got_reach = sql.reach(
        database, "stay", ReachQuestion(people[2], start, end, 3, residual=RESIDUAL, **terms)
    )
    assert got_reach == named(reference.reach(moved, 2, start, end, 3, residual=RESIDUAL, **terms))
    got_back = sql.reach(
        database, "stay", ReachQuestion(people[2], start, end, 3, **terms), back=True
    )
    assert got_back == named(reference.reach_back(moved, 2, start, end, 3, **terms))
    assert len(got_reach) > 3
    assert len(got_back) > 3


def test_a_relation_whose_times_span_more_than_its_integers(database: sql.Connection) -> None:
    """The reach of int4 is twice what it holds: differences do not fit."""
    stays = [
        Stay(person, 0, at, at + 9) for person in range(3) for at in (-WIDE, WIDE - 50 + person)
    ]
    fill(database, list(stays), "integer", "integer")
    window = (-WIDE - 1, WIDE)
    assert sql.nearest(database, "stay", 0, -WIDE, 9) == reference.nearest(stays, 0, -WIDE, 9)
    assert_alike(
        sql.shared_venues(
            database, "stay", range(3), *window, together=0, false_discovery_rate=1.0
        ),
        reference.shared_venues(stays, range(3), *window, together=0, false_discovery_rate=1.0),
    )
    assert sql.co_presence(database, "stay", range(3), *window) == reference.co_presence(
        stays, range(3), *window
    )


BROKEN = [
    (1, 0, 0, None),
    (2, 0, 10, 50),
    (3, 0, 20, None),
    (4, 0, 30, 29),
    (5, 1, 0, 50),
    (6, 1, 30, 60),
]
READS_ENDS: dict[str, Callable[[sql.Connection, int, int, int], object]] = {
    "stay": lambda database, venue, start, end: sql.contacts_of_stay(
        database, "stay", person=9, venue=venue, entered=start, left=end
    ),
    "itinerary": lambda database, venue, start, end: sql.contacts_of_itinerary(
        database, "stay", person=5 if venue else 2, start=start, end=end
    ),
    "present": lambda database, venue, start, end: sql.present(
        database, "stay", [(venue, start, end)]
    ),
    "co-presence": lambda database, venue, start, end: sql.co_presence(
        database, "stay", [5, 6] if venue else [2, 3], start, end
    ),
    "reach": lambda database, venue, start, end: sql.reach(
        database, "stay", ReachQuestion(5 if venue else 2, start, end, 2)
    ),
    "back": lambda database, venue, start, end: sql.reach(
        database, "stay", ReachQuestion(5 if venue else 2, start, end, 2), back=True
    ),
}


@pytest.mark.parametrize("ask", READS_ENDS.values(), ids=READS_ENDS.keys())
@pytest.mark.parametrize("autocommit", [False, True])
def test_a_stay_without_an_end_is_refused(
    database: sql.Connection, ask: Callable[..., object], *, autocommit: bool
) -> None:
    database.autocommit = autocommit
    fill(database, BROKEN)
    with pytest.raises(sql.StayEndError, match="stay holds 3 stays without an end"):
        ask(database, 0, 0, 100)
    # Neither is the transaction lost by it, nor do stays elsewhere matter.
    assert ask(database, 1, 0, 100) or ask is READS_ENDS["stay"]


@pytest.mark.parametrize("broken", BROKEN[2:4])
@pytest.mark.parametrize("ask", READS_ENDS.values(), ids=READS_ENDS.keys())
def test_each_of_them_is_and_none_that_comes_after_the_window(
    database: sql.Connection, ask: Callable[..., object], broken: tuple[int, ...]
) -> None:
    fill(database, [(2, 0, 10, 50), (3, *broken[1:])])
    with pytest.raises(sql.StayEndError, match="stay holds 1 stays"):
        ask(database, 0, 0, 100)
    ask(database, 0, 0, broken[2])


def test_searches_for_check_ins_read_no_ends(database: sql.Connection) -> None:
    fill(database, BROKEN)
    assert sql.nearest(database, "stay", 0, 0, 9) == [(1, 0), (2, 10), (3, 20), (4, 30)]
    (shared,) = sql.shared_venues(
        database, "stay", [1, 2, 3], 0, 100, together=0, false_discovery_rate=1.0
    )
    assert (shared.venue, shared.cases) == (0, 3)


def test_a_division_by_zero_of_the_view_s_own_is_not_taken_for_it(database: sql.Connection) -> None:
    fill(database, [(2, 0, 10, 50), (3, 0, 20, 60)])
    database.execute(
        "CREATE TEMPORARY VIEW own AS SELECT person, venue, entered, left_at / (entered - 20) AS left_at FROM stay"
    )
    with pytest.raises(psycopg.errors.DivisionByZero):
        sql.present(database, "own", [(0, 0, 100)])


@pytest.mark.parametrize("unknown", [-1, 99, 2**31, 2**63, 2**70])
def test_nobody_has_no_contacts(database: sql.Connection, unknown: int) -> None:
    fill(database, list(STAYS), "integer", "integer")
    assert sql.contacts_of_itinerary(database, "stay", person=unknown, start=0, end=LAST) == {}
    assert sql.co_presence(database, "stay", [unknown, 0], 0, LAST) == {}
    assert sql.shared_venues(database, "stay", [unknown], 0, LAST) == []
    for back in (False, True):
        assert sql.reach(database, "stay", ReachQuestion(unknown, 0, LAST, 2), back=back) == {}


@pytest.mark.parametrize("unknown", [-1, 99, 2**31, 2**63 - 1])
def test_no_venue_has_no_visits(database: sql.Connection, unknown: int) -> None:
    fill(database, list(STAYS), "integer", "integer")
    assert (
        sql.contacts_of_stay(database, "stay", person=0, venue=unknown, entered=0, left=LAST) == []
    )
    assert sql.present(database, "stay", [(unknown, 0, LAST)]) == {}
    assert sql.nearest(database, "stay", unknown, 0, 9) == []


@pytest.mark.parametrize("far", [2**31, 2**62, 2**70])
def test_windows_beyond_every_relation_are_all_of_it(database: sql.Connection, far: int) -> None:
    fill(database, list(STAYS), "integer", "integer")
    whole = reference.contacts_of_itinerary(STAYS, 0, 0, LAST)
    assert sql.contacts_of_itinerary(database, "stay", person=0, start=-far, end=far) == whole
    assert sql.present(database, "stay", [(0, -far, far)]) == reference.present(
        STAYS, [(0, 0, LAST)]
    )
    everybody = reference.nearest(STAYS, 0, LAST, 99)
    assert sql.nearest(database, "stay", 0, far, far) == everybody
    reached = sql.reach(database, "stay", ReachQuestion(0, -far, far, far))
    assert reached == reference.reach(STAYS, 0, 0, LAST, 99)
