"""A wrong clock on the phone never becomes a time that the log believes."""

import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from ansim.domain.evidence import Sign
from ansim.domain.identifiers import new_person_id
from ansim.visitor.devices import Readers
from support.system import System, check_in, now_text
from support.visitor import Visitor


def post(system: System, path: str, body: object, person: bytes) -> httpx.Response:
    return system.http.post(path, json=body, headers=system.bearer(person))


def by_a_clock(off: float, **ago: float) -> dict[str, str]:
    """A visit of some time ago, told and sent by a clock that is so many seconds off (negative: slow)."""
    return {"entered_at": now_text(seconds=-off, **ago), "sent_at": now_text(seconds=-off)}


@pytest.mark.parametrize("off", [-3000, -5400, -61.5, 61.5, 3600, 400 * 86400])
def test_a_phone_whose_clock_is_off_stores_nothing_and_reads_the_time(
    system: System, off: float
) -> None:
    person, body = new_person_id(), check_in(system.venues["cafe"])
    answer = post(system, "/v1/check-ins", body | by_a_clock(off, minutes=10), person)
    assert (answer.status_code, answer.json()["code"]) == (422, "clock-skew")
    told = datetime.fromisoformat(answer.json()["server_time"])
    assert abs((datetime.now(UTC) - told).total_seconds()) < 30
    assert system.stored(body["id"]) == 0
    # The phone corrects itself and sends again under the same id.
    again = post(system, "/v1/check-ins", body, person)
    assert (again.status_code, again.json()["status"]) == (201, "accepted")
    assert Sign.TIME_UNCERTAIN not in Sign(system.visit(body["id"]).evidence)


@pytest.mark.parametrize("off", [-45, 0, 45])
def test_a_minute_is_forgiven(system: System, off: float) -> None:
    body = check_in(system.venues["cafe"]) | by_a_clock(off, minutes=10)
    assert post(system, "/v1/check-ins", body, new_person_id()).status_code == 201


def test_a_whole_queue_from_a_wrong_clock_is_refused_entry_by_entry(system: System) -> None:
    bodies = [check_in(system.venues["cafe"]) | by_a_clock(-900, hours=hour) for hour in (1, 2, 3)]
    answer = post(system, "/v1/check-ins", bodies, new_person_id())
    assert [item["code"] for item in answer.json()] == ["clock-skew"] * 3
    assert all(item["server_time"] for item in answer.json())
    assert system.stored(*(body["id"] for body in bodies)) == 0


@pytest.mark.parametrize("changes", [{"time_uncertain": True}, {"sent_at": None}])
def test_a_visit_that_no_clock_vouches_for_carries_the_sign(
    system: System, changes: dict[str, Any]
) -> None:
    body = check_in(system.venues["cafe"]) | changes
    assert post(system, "/v1/check-ins", body, new_person_id()).status_code == 201
    assert Sign.TIME_UNCERTAIN in Sign(system.visit(body["id"]).evidence)


def leaving(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    named = {key: body[key] for key in ("id", "venue", "entered_at")}
    return named | {"left_at": now_text(), "sent_at": now_text()} | changes


def test_leaving_by_a_wrong_clock_is_refused_and_told_the_time_too(system: System) -> None:
    person, body = new_person_id(), check_in(system.venues["cafe"])
    post(system, "/v1/check-ins", body, person)
    answer = post(system, "/v1/check-outs", leaving(body, sent_at=now_text(seconds=-120)), person)
    assert (answer.json()["code"], "server_time" in answer.json()) == ("clock-skew", True)
    assert system.visit(body["id"]).left_at is None


def test_an_uncertain_end_makes_the_visit_uncertain(system: System) -> None:
    person, body = new_person_id(), check_in(system.venues["cafe"])
    post(system, "/v1/check-ins", body, person)
    answer = post(system, "/v1/check-outs", leaving(body, time_uncertain=True), person)
    assert answer.json()["status"] == "accepted"
    assert Sign.TIME_UNCERTAIN in Sign(system.visit(body["id"]).evidence)


def test_a_venues_phone_with_a_wrong_clock_is_told_as_well(
    system: System, visitor: Visitor
) -> None:
    token, _ = Readers(system.keys.secret("session")).issue(system.venues["cafe"].code, time.time())
    text = visitor.ask("POST", "/v1/passes", {"kind": "printed"}).json()["pass"]
    body = check_in(system.venues["cafe"]) | by_a_clock(-240) | {"pass": text}
    del body["venue"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = system.http.post("/v1/pass-check-ins", json=body, headers=headers)
    assert answer.json()["code"] == "clock-skew"
    body |= {"entered_at": now_text(), "sent_at": now_text(), "time_uncertain": True}
    assert system.http.post("/v1/pass-check-ins", json=body, headers=headers).status_code == 201
    assert Sign.TIME_UNCERTAIN in Sign(system.visit(body["id"]).evidence)


def test_the_difference_is_stored_nowhere(system: System) -> None:
    """Two phones, one exact and one 40 s slow: the rows differ in nothing but what the visitors said."""
    rows = []
    for off in (0.0, -40.0):
        body = check_in(system.venues["hall"]) | {"sent_at": now_text(seconds=-off)}
        post(system, "/v1/check-ins", body, new_person_id())
        row = system.visit(body["id"])
        rows.append((row.party, row.method, row.evidence, row.left_at, row.commitment))
    assert rows[0] == rows[1]
