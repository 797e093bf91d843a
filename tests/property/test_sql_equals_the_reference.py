from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansim.tracing import reference, sql
from ansim.tracing.reach_question import ReachQuestion
from ansim.tracing.reference import Stay
from support.logs import (
    LAST,
    PEOPLE,
    VENUES,
    Asked,
    Sharing,
    asked,
    assert_alike,
    crowds,
    doubled,
    logs,
    people,
    residuals,
    sharings,
    windows,
    zonings,
)
from support.system import System

SETTINGS = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SHARDS = 3


@pytest.fixture(scope="module")
def database(system: System) -> Iterator[sql.Connection]:
    with psycopg.connect(system.dsn("owner", "visits")) as connection:
        connection.execute(
            "CREATE TEMPORARY TABLE stay (person bigint, venue int, entered bigint, left_at bigint)"
            "PARTITION BY HASH (venue)"
        )
        for part in range(SHARDS):
            connection.execute(
                f"CREATE TEMPORARY TABLE stay_{part} PARTITION OF stay"
                f" FOR VALUES WITH (MODULUS {SHARDS}, REMAINDER {part})"
            )
        connection.execute("CREATE INDEX ON stay (venue, entered)")
        connection.commit()
        yield connection


def fill(database: sql.Connection, stays: list[Stay]) -> None:
    database.execute("TRUNCATE stay")
    with database.cursor() as cursor:
        cursor.executemany("INSERT INTO stay VALUES (%s, %s, %s, %s)", stays)


@SETTINGS
@given(logs.filter(bool), st.integers(0, 9), residuals, zonings, st.data())
def test_contacts_of_a_stay(
    database: sql.Connection,
    stays: list[Stay],
    minimum: int,
    residual: int,
    zones: dict[int, int],
    data: st.DataObject,
) -> None:
    case = data.draw(st.sampled_from(stays))
    fill(database, stays)
    got = sql.contacts_of_stay(
        database,
        "stay",
        person=case.person,
        venue=case.venue,
        entered=case.entered,
        left=case.left,
        minimum=minimum,
        residual=residual,
        zones=zones,
    )
    assert got == reference.contacts_of_stay(stays, case, minimum, residual, zones)


@SETTINGS
@given(logs, windows, st.integers(0, 9), residuals, st.integers(0, PEOPLE - 1), zonings)
def test_contacts_of_an_itinerary(
    database: sql.Connection,
    stays: list[Stay],
    window: tuple[int, int],
    minimum: int,
    residual: int,
    case: int,
    zones: dict[int, int],
) -> None:
    fill(database, stays)
    got = sql.contacts_of_itinerary(
        database,
        "stay",
        person=case,
        start=window[0],
        end=window[1],
        minimum=minimum,
        residual=residual,
        zones=zones,
    )
    assert got == reference.contacts_of_itinerary(stays, case, *window, minimum, residual, zones)


@SETTINGS
@given(
    logs,
    st.lists(st.tuples(st.integers(0, VENUES - 1), windows), max_size=4),
    st.integers(1, 9),
    zonings,
)
def test_people_present_in_windows(
    database: sql.Connection,
    stays: list[Stay],
    exposures: list[tuple[int, tuple[int, int]]],
    minimum: int,
    zones: dict[int, int],
) -> None:
    fill(database, stays)
    flat = [(venue, *window) for venue, window in exposures]
    want = reference.present(stays, flat, minimum, zones)
    assert sql.present(database, "stay", flat, minimum, zones) == want


@SETTINGS
@given(logs, st.integers(0, VENUES - 1), st.integers(-5, LAST + 5), st.integers(1, 6), zonings)
def test_nearest_check_ins(
    database: sql.Connection,
    stays: list[Stay],
    venue: int,
    moment: int,
    count: int,
    zones: dict[int, int],
) -> None:
    fill(database, stays)
    want = reference.nearest(stays, venue, moment, count, zones)
    assert sql.nearest(database, "stay", venue, moment, count, zones) == want


@SETTINGS
@given(logs, windows, st.integers(0, 9), people, zonings)
def test_who_of_a_set_met_whom(
    database: sql.Connection,
    stays: list[Stay],
    window: tuple[int, int],
    minimum: int,
    chosen: set[int],
    zones: dict[int, int],
) -> None:
    fill(database, stays)
    want = reference.co_presence(stays, sorted(chosen), *window, minimum, zones=zones)
    assert sql.co_presence(database, "stay", chosen, *window, minimum, zones=zones) == want


@SETTINGS
@given(sharings, zonings)
def test_shared_venues(database: sql.Connection, asked: Sharing, zones: dict[int, int]) -> None:
    assert_equal_to_the_reference(database, asked, zones)


@settings(SETTINGS, max_examples=150)
@given(crowds, zonings)
def test_shared_venues_of_a_crowd(
    database: sql.Connection, asked: Sharing, zones: dict[int, int]
) -> None:
    assert_equal_to_the_reference(database, asked, zones)


def assert_equal_to_the_reference(
    database: sql.Connection, asked: Sharing, zones: dict[int, int]
) -> None:
    stays, cases, window, within, together, rate = asked
    fill(database, stays)
    got = sql.shared_venues(
        database,
        "stay",
        cases,
        *window,
        within=within,
        together=together,
        false_discovery_rate=rate,
        zones=zones,
    )
    want = reference.shared_venues(stays, cases, *window, within, together, rate, zones)
    assert_alike(got, want)


@SETTINGS
@given(asked(air=st.just(0), moments=st.just(0)))
def test_reach_backward(database: sql.Connection, world: Asked) -> None:
    fill(database, world.stays)
    got = sql.reach(database, "stay", world.question, back=True, zones=world.zones)
    assert got == reference.reach_back(world.stays, *world.question[:-1], world.zones)


@SETTINGS
@given(asked(moments=st.just(0)))
def test_reach(database: sql.Connection, world: Asked) -> None:
    fill(database, world.stays)
    got = sql.reach(database, "stay", world.question, zones=world.zones)
    assert got == reference.reach(world.stays, *world.question, world.zones)


@SETTINGS
@given(doubled(), st.integers(0, PEOPLE - 1), windows, people, zonings)
def test_copies_and_scans_within_a_visit_change_no_answer(
    database: sql.Connection,
    both: tuple[list[Stay], list[Stay]],
    case: int,
    window: tuple[int, int],
    cases: set[int],
    zones: dict[int, int],
) -> None:
    start, end = window
    answers = []
    for stays in both:
        fill(database, stays)
        one = both[0][0]
        answers.append(
            [
                sql.contacts_of_stay(
                    database,
                    "stay",
                    person=one.person,
                    venue=one.venue,
                    entered=one.entered,
                    left=one.left,
                    zones=zones,
                ),
                sql.contacts_of_itinerary(
                    database, "stay", person=case, start=start, end=end, residual=3, zones=zones
                ),
                sql.present(database, "stay", [(one.venue, start, end)], 2, zones),
                sql.co_presence(database, "stay", cases, start, end, zones=zones),
                sql.reach(
                    database,
                    "stay",
                    ReachQuestion(case, start, end, 3, minimum=2, latent=1),
                    zones=zones,
                ),
                sql.shared_venues(
                    database,
                    "stay",
                    cases,
                    start,
                    end,
                    within=9,
                    together=1,
                    false_discovery_rate=1.0,
                ),
            ]
        )
    assert answers[0] == answers[1]
