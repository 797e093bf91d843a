"""What one gateway is told, the others know in a second or two: neither outages nor reports of one kind hold up another."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from ansim.tracing.process.known_venues import read_venues
from support.system import SeededVenue, System, check_in, new_venue
from support.visitor import Visitor

AT_MOST = 10.0  # seconds; a reading that waits for its turn behind an outage takes longer


def soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + AT_MOST
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def is_refused(system: System, visitor: Visitor) -> bool:
    headers = {"Authorization": f"Bearer {visitor.token}"}
    answer = system.http.get("/v1/me", headers=headers)
    return answer.status_code == 401 and answer.json()["code"] == "session-stopped"


def is_known(system: System, venue: SeededVenue) -> bool:
    return system.http.get(f"/v1/venues/{venue.code}").status_code == 200


@contextmanager
def without_right(system: System, database: str, right: str) -> Iterator[None]:
    with system.owner(database) as connection:
        connection.execute(f"REVOKE {right} FROM ansim_gateway")
    try:
        yield
    finally:
        with system.owner(database) as connection:
            connection.execute(f"GRANT {right} TO ansim_gateway")


@contextmanager
def held(system: System, table: str) -> Iterator[None]:
    """Nobody reads or writes the table, as while a long migration runs."""
    with system.owner("main") as connection, connection.transaction():
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.parametrize("how", ["refused", "held"])
def test_a_withdrawal_elsewhere_stops_the_token_while_venues_cannot_be_read(
    system: System, neighbour: System, visitor: Visitor, how: str
) -> None:
    outage = (
        held(system, "business_venue")
        if how == "held"
        else without_right(system, "main", "SELECT (code) ON public.business_venuecode")
    )
    headers = {"Authorization": f"Bearer {visitor.token}"}
    with outage:
        time.sleep(2)  # the outage has begun for both gateways
        assert neighbour.http.post("/v1/me/withdrawal", headers=headers).is_success
        assert soon(lambda: is_refused(system, visitor))


def test_a_new_venue_is_known_while_the_stopped_people_cannot_be_read(system: System) -> None:
    right = "EXECUTE ON FUNCTION identity.stopped_people"
    with without_right(system, "identity", right):
        time.sleep(2)
        venue = new_venue(system, name="밤새 연 집")
        assert soon(lambda: is_known(system, venue))


def test_reports_that_hang_keep_no_venue_from_being_read(system: System, reports: Any) -> None:
    with held(system, "business_codereport"):
        with pytest.raises(httpx.ReadTimeout):  # it waits, and has the connection meanwhile
            system.http.post("/v1/code-reports", json={"reason": "other"}, timeout=1)
        venue = new_venue(system, name="그동안 연 집")
        assert soon(lambda: is_known(system, venue))


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param('{"mon": [["09:00", %s]]}' % ("9" * 5000), id="a number of 5000 digits"),
        pytest.param('{"mon": ' + "[" * 3000 + "]" * 3000 + "}", id="lists in lists"),
        '{"someday": [["09:00", "18:00"]]}',
        '{"mon": [["09:00"]]}',
        '{"mon": 9}',
        '["09:00"]',
        '"always"',
        "7",
    ],
)
def test_hours_that_cannot_be_read_keep_no_venue_from_being_read(
    system: System, visitor: Visitor, hours: str
) -> None:
    strange = new_venue(system, name="시간이 이상한 집")
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venue SET opening_hours = %s::jsonb, updated_at = clock_timestamp() WHERE id = %s",
            [hours, strange.id],
        )
    venue = new_venue(system, name="그 다음 집")
    assert soon(lambda: is_known(system, venue))
    assert is_known(system, strange)
    answer = visitor.ask("POST", "/v1/check-ins", check_in(strange))
    assert answer.status_code == 201, answer.text
    with system.owner("main") as connection:
        assert strange.id < len(read_venues(connection).category)  # the tracer's own reading
        connection.execute(  # Django's reading of the list of venues would fail on it
            "UPDATE business_venue SET opening_hours = NULL, updated_at = clock_timestamp() WHERE id = %s",
            [strange.id],
        )
