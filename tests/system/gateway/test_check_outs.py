from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from ansim.domain.days import local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.visits.late_rows import BLUR
from support.system import System, check_in, now_text


@pytest.fixture
def person() -> bytes:
    return new_person_id()


@pytest.fixture
def visit(system: System, person: bytes) -> dict[str, Any]:
    """A stored visit that began half an hour ago, as its check-out names it."""
    body = check_in(system.venues["cafe"], entered_at=now_text(minutes=30))
    answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer(person))
    assert answer.status_code == 201
    return {key: body[key] for key in ("id", "venue", "entered_at")} | {
        "left_at": now_text(minutes=1)
    }


def ended_as_told(system: System, visit: dict[str, Any]) -> bool:
    """Whether that end is stored; of a visit of yesterday it is, as far as it is of today, made some minutes earlier."""
    stored, told = system.visit(visit["id"]), datetime.fromisoformat(visit["left_at"])
    blur = BLUR if local_day(told.timestamp()) != stored.day else 1
    return timedelta(0) <= told - stored.left_at < timedelta(seconds=blur)


def leave(system: System, body: object, person: bytes) -> httpx.Response:
    return system.http.post("/v1/check-outs", json=body, headers=system.bearer(person))


def test_the_end_is_stored(system: System, person: bytes, visit: dict[str, Any]) -> None:
    answer = leave(system, visit, person)
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert ended_as_told(system, visit)


def test_the_same_end_again_is_a_duplicate(
    system: System, person: bytes, visit: dict[str, Any]
) -> None:
    leave(system, visit, person)
    assert leave(system, visit, person).json()["status"] == "duplicate"


def test_another_end_does_not_replace_the_first(
    system: System, person: bytes, visit: dict[str, Any]
) -> None:
    leave(system, visit, person)
    answer = leave(system, {**visit, "left_at": now_text(minutes=5)}, person)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-ended")
    assert ended_as_told(system, visit)


def test_only_who_entered_may_leave(system: System, visit: dict[str, Any]) -> None:
    answer = leave(system, visit, new_person_id())
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-visit")
    assert system.visit(visit["id"]).left_at is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": str(new_visit_id())}, "unknown-visit"),
        ({"left_at": now_text(hours=1)}, "ends-before-start"),
        ({"left_at": now_text(minutes=-180)}, "in-the-future"),
        ({"venue": "0" * 16}, "unknown-venue"),
        ({"entered_at": now_text(hours=80)}, "too-old"),
        ({"left_at": "late"}, "malformed"),
    ],
)
def test_it_refuses(
    system: System, person: bytes, visit: dict[str, Any], changes: dict[str, str], code: str
) -> None:
    assert leave(system, visit | changes, person).json()["code"] == code
    assert system.visit(visit["id"]).left_at is None


def test_an_array_is_answered_entry_by_entry(
    system: System, person: bytes, visit: dict[str, Any]
) -> None:
    unknown = {**visit, "id": str(new_visit_id())}
    answer = leave(
        system, [unknown, visit, visit, {**visit, "left_at": now_text(minutes=9)}], person
    )
    assert [item["status"] for item in answer.json()] == [
        "refused",
        "accepted",
        "duplicate",
        "refused",
    ]
    assert [item.get("code") for item in answer.json()] == [
        "unknown-visit",
        None,
        None,
        "already-ended",
    ]


def test_a_revoked_code_still_lets_its_visitors_leave(system: System, person: bytes) -> None:
    answer = leave(
        system,
        {
            "id": str(new_visit_id()),
            "venue": system.venues["revoked"].code,
            "entered_at": now_text(minutes=9),
            "left_at": now_text(minutes=1),
        },
        person,
    )
    assert answer.json()["code"] == "unknown-visit"
