"""`duplicate` is said of what is stored, and of nothing else."""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from ansim.domain.identifiers import new_person_id
from ansim.visits.late_rows import BLUR
from support.system import System, check_in, now_text


def post(system: System, body: object, person: bytes, path: str = "check-ins") -> httpx.Response:
    return system.http.post(f"/v1/{path}", json=body, headers=system.bearer(person))


def commitment() -> str:
    return urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "other",
    [
        {"entered_at": {"minutes": 10, "seconds": 20}},
        {"entered_at": {"minutes": 9, "seconds": 59}},
        {"party": 4},
        {"commitment": commitment()},
        {"venue": "hall"},
        {"venue": "market", "party": 1},
    ],
)
def test_another_content_under_the_same_id_reads_what_stands(
    system: System, other: dict[str, Any]
) -> None:
    person = new_person_id()
    body = check_in(system.venues["cafe"], entered_at=now_text(minutes=10), party=2)
    assert post(system, body, person).status_code == 201
    if "entered_at" in other:
        other = {"entered_at": now_text(**other["entered_at"])}
        assert other["entered_at"] != body["entered_at"]
    if "venue" in other:
        other = other | {"venue": system.venues[other["venue"]].code}
    answer = post(system, body | other, person)
    assert (answer.status_code, answer.json()["code"]) == (409, "id-taken"), answer.text
    stands = answer.json()["stands"]
    assert stands["venue"]["name"] == "바람 카페"
    assert datetime.fromisoformat(stands["entered_at"]) == datetime.fromisoformat(
        body["entered_at"]
    )
    assert stands["left_at"] is None
    row = system.visit(body["id"])
    assert (row.party, row.entered_at) == (2, datetime.fromisoformat(body["entered_at"]))
    assert system.stored(body["id"]) == 1
    assert post(system, body, person).json()["status"] == "duplicate"


def test_the_same_id_of_another_person_is_a_visit_of_its_own(system: System) -> None:
    one, other = new_person_id(), new_person_id()
    body = check_in(system.venues["cafe"], entered_at=now_text(minutes=10), party=2)
    theirs = body | {"entered_at": now_text(minutes=3), "party": 0}
    assert post(system, body, one).status_code == 201
    answer = post(system, theirs, other)
    assert (answer.status_code, answer.json()["status"]) == (201, "accepted")
    assert datetime.fromisoformat(answer.json()["entered_at"]) == datetime.fromisoformat(
        theirs["entered_at"]
    )
    assert system.stored(body["id"]) == 2
    end = {key: body[key] for key in ("id", "venue", "entered_at")} | {"left_at": now_text()}
    assert post(system, end, one, "check-outs").json()["status"] == "accepted"
    ended = [row.party for row in system.log("id", UUID(body["id"])) if row.left_at is not None]
    assert ended == [2], "only the visit of who left has ended"


def test_an_end_that_came_with_the_repeat_is_stored(system: System) -> None:
    person, body = new_person_id(), check_in(system.venues["cafe"], entered_at=now_text(minutes=10))
    assert post(system, body, person).status_code == 201
    ended = body | {"left_at": now_text(minutes=2)}
    assert post(system, ended, person).json()["status"] == "duplicate"
    assert system.visit(body["id"]).left_at == datetime.fromisoformat(ended["left_at"])
    answer = post(system, body | {"left_at": now_text(minutes=1)}, person)
    assert (answer.status_code, answer.json()["code"]) == (409, "id-taken")
    assert answer.json()["stands"]["left_at"] is not None
    assert post(system, body, person).json()["status"] == "duplicate", "the check-in still stands"


def test_in_an_array_each_repeat_is_judged_by_itself(system: System) -> None:
    person = new_person_id()
    body = check_in(system.venues["cafe"], entered_at=now_text(minutes=10))
    elsewhere = body | {"venue": system.venues["hall"].code}
    answer = post(system, [body, body, body | {"party": 1}, elsewhere], person)
    outcomes = [(item["status"], item.get("code")) for item in answer.json()]
    assert outcomes == [
        ("accepted", None),
        ("duplicate", None),
        ("refused", "id-taken"),
        ("refused", "id-taken"),
    ]
    assert answer.json()[3]["stands"]["venue"]["name"] == "바람 카페"
    assert system.stored(body["id"]) == 1


def test_a_late_check_out_is_kept(system: System) -> None:
    """71 hours at a noodle shop are not believed by a search, but what the visitor said is stored."""
    person, body = new_person_id(), check_in(system.venues["cafe"], entered_at=now_text(hours=71))
    assert post(system, body, person).status_code == 201
    end = {key: body[key] for key in ("id", "venue", "entered_at")} | {"left_at": now_text()}
    assert post(system, end, person, "check-outs").json()["status"] == "accepted"
    # It is of a later day than the visit: the second at which the next one began would join the two days.
    blur = datetime.fromisoformat(end["left_at"]) - system.visit(body["id"]).left_at
    assert timedelta(0) <= blur < timedelta(seconds=BLUR)
    assert post(system, end, person, "check-outs").json()["status"] == "duplicate"
