"""The exposure feed over HTTP: signed, cacheable, the same for everybody, and silent to whoever holds no code."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import psycopg
import pytest

from ansim.domain.codes import new_code
from ansim.domain.days import day_bounds, local_day
from ansim.domain.exposure_feed import (
    FEED_DAYS,
    KEY_BYTES,
    Advice,
    DiseaseGroup,
    Guidance,
    Slot,
    by_key,
    found,
)
from ansim.jobs.forget_exposures import forget_exposures
from support.patience import until
from support.signed_files import claims_of, decoded
from support.system import System

TESTED = Guidance(Advice.TEST, DiseaseGroup.AIRWAYS)


def read(system: System, path: str = "/v1/exposures") -> dict[str, Any]:
    """A file of the feed as a phone reads it."""
    return claims_of(system, path, "exposure_key")


def told(system: System, code: str, slot: Slot) -> Guidance | None:
    """What a phone that holds the code finds."""
    packed = decoded(read(system, f"/v1/exposures/{slot.day}")["entries"])
    return found(code, slot, by_key(packed))


class Desk:
    """Publishes as an officer's console does, under the console's own role."""

    def __init__(self, connection: psycopg.Connection[Any], staff: int) -> None:
        self._connection, self._staff = connection, staff

    def publish(self, venue: int, slot: Slot, hours: int = 1, told: Guidance = TESTED) -> int:
        start = datetime.fromtimestamp(day_bounds(slot.day)[0] + slot.number * 3600, UTC)
        end = start + timedelta(hours=hours)
        last = local_day(end.timestamp() - 1) + timedelta(days=FEED_DAYS)
        row = self._connection.execute(
            "INSERT INTO investigation_publishedexposure"
            " (venue, starts, ends, advice, disease_group, basis, agency, until, published_by_id)"
            " VALUES (%s, %s, %s, %s, %s, 'alert', 'feed-test', %s, %s) RETURNING id",
            [venue, start, end, told.advice, told.group, last, self._staff],
        ).fetchone()
        assert row
        return int(row[0])

    def withdraw(self, exposure: int) -> None:
        self._connection.execute(
            "UPDATE investigation_publishedexposure"
            " SET withdrawn_at = now(), withdrawn_by_id = %s, reason = 'twice' WHERE id = %s",
            [self._staff, exposure],
        )


@pytest.fixture
def desk(system: System) -> Iterator[Desk]:
    with system.owner("main") as owner, system.connect_as("investigation", "main") as connection:
        row = owner.execute(
            "INSERT INTO accounts_staff (login, name, ref, role, agency, team, portal, is_active)"
            " VALUES ('feed-test', '탐라', 'S-FEED01', 'officer', 'feed-test', '', 'investigation', true) RETURNING id"
        ).fetchone()
        assert row
        yield Desk(connection, row[0])
        owner.execute("DELETE FROM investigation_publishedexposure WHERE agency = 'feed-test'")
        owner.execute("DELETE FROM accounts_staff WHERE id = %s", [row[0]])


@pytest.fixture
def place(system: System) -> Iterator[Callable[..., tuple[int, list[str]]]]:
    """Makes venues of this test's own, with so many codes."""
    made: list[int] = []

    def make(codes: int = 1, parent: int | None = None) -> tuple[int, list[str]]:
        with system.owner("main") as owner:
            row = owner.execute(
                "INSERT INTO business_venue (name, category, district, parent_id)"
                " VALUES ('노출 시험', 2, '노출동', %s) RETURNING id",
                [parent],
            ).fetchone()
            assert row
            fresh = [new_code() for _ in range(codes)]
            for number, code in enumerate(fresh):
                ended = None if number == 0 else datetime.now(UTC)  # one code of a venue is live
                owner.execute(
                    "INSERT INTO business_venuecode (code, venue_id, revoked_at) VALUES (%s, %s, %s)",
                    [code, row[0], ended],
                )
        made.append(row[0])
        return row[0], fresh

    yield make
    with system.owner("main") as owner:
        for number in reversed(made):
            owner.execute("DELETE FROM business_venuecode WHERE venue_id = %s", [number])
            owner.execute("DELETE FROM business_venue WHERE id = %s", [number])


def yesterday(number: int) -> Slot:
    return Slot(local_day(time.time()) - timedelta(days=1), number)


def test_who_was_there_finds_it_and_who_came_an_hour_later_does_not(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    venue, [code] = place()
    slot = yesterday(10)
    desk.publish(venue, slot, hours=2)
    until(lambda: told(system, code, slot) == TESTED, "the exposure is in the feed")
    assert told(system, code, slot._replace(number=11)) == TESTED
    assert told(system, code, slot._replace(number=12)) is None
    assert told(system, code, slot._replace(number=9)) is None
    assert told(system, place()[1][0], slot) is None


def test_zones_and_codes_that_were_replaced_are_told_too(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    venue, codes = place(codes=2)
    _zone, [in_zone] = place(parent=venue)
    slot = yesterday(15)
    desk.publish(venue, slot)
    for code in (*codes, in_zone):
        until(lambda code=code: told(system, code, slot) == TESTED, "each code of it finds it")  # type: ignore[misc]


def test_a_zone_alone_says_nothing_to_the_rest_of_the_house(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    venue, [of_house] = place()
    zone, [in_zone] = place(parent=venue)
    slot = yesterday(16)
    desk.publish(zone, slot)
    until(lambda: told(system, in_zone, slot) == TESTED, "the zone finds it")
    assert told(system, of_house, slot) is None


def test_a_withdrawal_takes_it_out(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    venue, [code] = place()
    slot = yesterday(11)
    exposure = desk.publish(venue, slot)
    until(lambda: told(system, code, slot) == TESTED, "the exposure is in the feed")
    former = read(system, f"/v1/exposures/{slot.day}")["version"]
    desk.withdraw(exposure)
    until(lambda: told(system, code, slot) is None, "it is gone")
    assert read(system, f"/v1/exposures/{slot.day}")["version"] != former


def test_the_list_names_fifteen_days_with_the_versions_that_are_served(system: System) -> None:
    claims = read(system)
    today = local_day(time.time())
    assert [date.fromisoformat(day) for day, _ in claims["days"]][-1] in {
        today,
        today - timedelta(days=1),
    }
    assert len(claims["days"]) == FEED_DAYS + 1
    assert (claims["slot_seconds"], claims["feed_days"]) == (3600, FEED_DAYS)
    lasts = datetime.fromisoformat(claims["expires_at"]) - datetime.fromisoformat(
        claims["issued_at"]
    )
    assert lasts == timedelta(hours=48)
    day, version = claims["days"][0]  # nothing else of these tests is published there
    assert read(system, f"/v1/exposures/{day}") | {"entries": ""} == {
        "day": day,
        "version": version,
        "entries": "",
    }


def test_every_phone_is_sent_the_same_and_one_that_holds_it_nothing(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]], neighbour: System
) -> None:
    venue, [code] = place()
    slot = yesterday(20)
    desk.publish(venue, slot)
    path = f"/v1/exposures/{slot.day}"
    for one in (system, neighbour):
        until(lambda one=one: told(one, code, slot) == TESTED, "it is in the feed")  # type: ignore[misc]
    first, second = (one.http.get(path) for one in (system, neighbour))
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert first.headers["cache-control"] == "public, max-age=60"
    assert "set-cookie" not in first.headers
    assert "authorization" not in first.headers.get("vary", "").lower()
    for held in (path, "/v1/exposures"):
        tag = system.http.get(held).headers["etag"]
        again = system.http.get(held, headers={"If-None-Match": f"W/{tag}"})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("form", ["1999-01-01", "tomorrow", "%G-W%V-%u", "%Y%m%d", "%Y-%m-%d "])
def test_a_day_that_is_not_there_or_written_otherwise_is_a_problem(
    system: System, form: str
) -> None:
    answer = system.http.get(f"/v1/exposures/{yesterday(0).day:{form}}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-feed-day")


def test_feed_and_directory_joined_name_no_venue(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    """Whoever holds both public files and knows every venue by name and number tries what they can be joined by."""
    venue, [code] = place()
    slot = yesterday(13)
    desk.publish(venue, slot)
    until(lambda: told(system, code, slot) == TESTED, "the exposure is in the feed")
    packed = decoded(read(system, f"/v1/exposures/{slot.day}")["entries"])
    entries = by_key(packed)
    rows: list[Any] = []
    for listed in system.http.get("/v1/directories").json()["directories"]:
        body = system.http.get(f"/v1/directories/{listed['district']}").text.split(".")[1]
        rows += json.loads(decoded(body))["venues"]
    assert any(row[1] == "노출 시험" for row in rows), "the venue stands in the directory"
    for row in rows:
        hashed = decoded(row[0])
        assert not any(key in hashed or hashed[:KEY_BYTES] == key for key in entries)
        for guess in (
            row[0],
            hashed.decode("latin1"),
            row[1],
            row[2],
            hashed.hex(),
            hashed.hex().upper(),
        ):
            for number in range(24):
                if guess.isascii() and guess:
                    assert found(guess, slot._replace(number=number), entries) is None
    # One place's hours, and one hour's places, have nothing in common to tell them by.
    heads = [key[:4] for key in entries]
    assert all(one != other for one, other in combinations(heads, 2))
    # Who holds the code can: the threat model says so.
    assert found(code, slot, entries) == TESTED


def test_the_gateway_reads_what_stands_and_nothing_of_who_published_or_withdrew(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    venue, _codes = place()
    kept, gone = desk.publish(venue, yesterday(8)), desk.publish(venue, yesterday(9))
    desk.withdraw(gone)
    with system.connect_as("gateway", "main") as connection:
        rows = connection.execute("SELECT * FROM investigation_published_exposures()").fetchall()
        assert len([row for row in rows if row[0] == venue]) == 1, kept
        for statement in (
            "SELECT venue FROM investigation_publishedexposure",
            "SELECT id FROM investigation_case",
            "INSERT INTO investigation_publishedexposure (venue) VALUES (1)",
            "SELECT investigation_forget_exposures('2030-01-01')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_what_left_the_feed_is_deleted_and_what_stands_is_not_even_by_a_wrong_day(
    system: System, desk: Desk, place: Callable[..., tuple[int, list[str]]]
) -> None:
    venue, _codes = place()
    old = Slot(local_day(time.time()) - timedelta(days=FEED_DAYS + 2), 12)
    desk.publish(venue, old)
    desk.publish(venue, yesterday(12))
    count = "SELECT count(*) FROM investigation_publishedexposure WHERE venue = %s"
    with system.owner("main") as owner, system.connect_as("worker", "main") as worker:
        worker.execute("SELECT investigation_forget_exposures('1999-01-01')")
        assert owner.execute(count, [venue]).fetchone() == (2,)
        forget_exposures()  # or a worker that was quicker
        assert owner.execute(count, [venue]).fetchone() == (1,)
        worker.execute("SELECT investigation_forget_exposures('2999-01-01')")
        assert owner.execute(count, [venue]).fetchone() == (1,)
