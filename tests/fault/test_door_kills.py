"""kill -9 of the gateway while staff enter people, type the paper list and calls are delivered: nothing lost or doubled."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from ansim.domain.methods import Method
from ansim.identity.phones import read_phone
from ansim.visitor.door.phone_calls import sign
from support.counter import Counter, entry, line, settle
from support.system import PATIENCE, System, new_venue, now_text
from support.visitor import Visitor, next_phone

DIALLED = "080-000-0055"
ROWS = 24
pytestmark = pytest.mark.fault


def until_answered(send: Callable[[], httpx.Response], status: int) -> None:
    """Send the same again until it is answered, as a device does whose answer was lost."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = send()
        except httpx.HTTPError:
            assert time.monotonic() < end
            time.sleep(0.05)
            continue
        assert answer.status_code == status, answer.text
        return


def stored(system: System, venue: int, method: Method) -> int:
    return sum(row.method == method for row in system.log("venue_id", venue))


@pytest.fixture
def counter(system: System) -> Counter:
    made = Counter(system, new_venue(system))
    with system.connect_as("business", "main") as connection:
        connection.execute(
            "INSERT INTO business_callnumber (number, venue_id) VALUES (%s, %s)",
            [read_phone(DIALLED), made.venue.id],
        )
    return made


def test_what_is_sent_again_after_a_kill_is_stored_once(system: System, counter: Counter) -> None:
    code = Visitor(system).sign_up().ask("POST", "/v1/me/safe-code").json()["safe_code"]
    entries = [entry() for _ in range(ROWS)]
    lines = [line(code, entered_at=now_text(minutes=10 + minute)) for minute in range(ROWS)]

    def delivery(minute: int) -> Callable[[], httpx.Response]:
        call = {"caller": next_phone(), "dialled": DIALLED, "at": now_text(minutes=5 + minute)}
        body = json.dumps({"calls": [call]}).encode()
        signed = sign(system.keys.secret("call-records"), int(time.time()), body)
        headers = {"Content-Type": "application/json", "Ansim-Signature": signed}
        return lambda: system.http.post("/v1/calls", content=body, headers=headers)

    sends: list[tuple[Callable[[], Any], int]] = []
    for place, body in enumerate(entries):
        sends += [
            (lambda body=body: counter.ask("POST", "/v1/staff-entries", body), 201),
            (lambda place=place: counter.write(lines[place]), 200),
            (delivery(place), 200),
        ]
    with ThreadPoolExecutor(6) as senders:
        done = [senders.submit(until_answered, *send) for send in sends]
        for _ in range(3):
            time.sleep(0.05)
            system.kill_gateway()
            system.start_gateway()
        for one in done:
            one.result()
    for send, status in sends:  # and each once more, though it was answered
        until_answered(send, status)
    settle(system, *(body["id"] for body in entries))
    found = {method: stored(system, counter.venue.id, method) for method in Method}
    assert {method: count for method, count in found.items() if count} == dict.fromkeys(
        (Method.STAFF, Method.PAPER, Method.CALL), ROWS
    )
