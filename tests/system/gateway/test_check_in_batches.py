from typing import Any

import httpx

from ansim.domain.identifiers import new_person_id
from support.system import System, check_in, now_text


def post(system: System, body: object, person: bytes | None = None) -> httpx.Response:
    return system.http.post("/v1/check-ins", json=body, headers=system.bearer(person))


def statuses(answer: httpx.Response) -> list[str]:
    return [item["status"] for item in answer.json()]


def test_two_hundred_from_the_offline_queue_are_stored_in_one_request(system: System) -> None:
    batch = [
        check_in(system.venues["cafe"], entered_at=now_text(minutes=20 * n)) for n in range(200)
    ]
    answer = post(system, batch)
    assert answer.status_code == 200
    assert statuses(answer) == ["accepted"] * 200
    assert [item["id"] for item in answer.json()] == [body["id"] for body in batch]
    assert system.stored(*(body["id"] for body in batch)) == 200


def test_a_refused_entry_loses_nothing_else(system: System) -> None:
    good = [check_in(system.venues["cafe"]) for _ in range(3)]
    batch: list[Any] = [
        good[0],
        {**check_in(system.venues["cafe"]), "party": 99},
        good[1],
        check_in(system.venues["revoked"]),
        {"id": "half"},
        17,
        good[2],
        good[0],
    ]
    answer = post(system, batch)
    assert statuses(answer) == [
        "accepted",
        "refused",
        "accepted",
        "refused",
        "refused",
        "refused",
        "accepted",
        "duplicate",
    ]
    refused = [item for item in answer.json() if item["status"] == "refused"]
    assert [item["code"] for item in refused] == [
        "malformed",
        "revoked-venue",
        "malformed",
        "malformed",
    ]
    assert [item["status_code"] for item in refused] == [422, 410, 422, 422]
    assert refused[0]["id"] == batch[1]["id"]
    assert (refused[2]["id"], refused[3]["id"]) == ("half", None)
    assert "party" in refused[0]["detail"]
    assert system.stored(*(body["id"] for body in good)) == 3


def test_a_batch_sent_again_is_all_duplicates(system: System) -> None:
    person, batch = new_person_id(), [check_in(system.venues["cafe"]) for _ in range(5)]
    assert statuses(post(system, batch, person)) == ["accepted"] * 5
    longer = [check_in(system.venues["cafe"]), *batch]
    assert statuses(post(system, longer, person)) == ["accepted"] + ["duplicate"] * 5


def test_more_than_two_hundred_are_too_many(system: System) -> None:
    batch = [check_in(system.venues["cafe"]) for _ in range(201)]
    answer = post(system, batch)
    assert (answer.status_code, answer.json()["code"]) == (422, "too-many-entries")
    assert system.stored(*(body["id"] for body in batch)) == 0


def test_an_empty_batch_is_malformed(system: System) -> None:
    assert post(system, []).json()["code"] == "malformed"
