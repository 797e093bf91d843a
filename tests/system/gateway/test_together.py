"""Many at once: group commit gives each request its own answer, whoever else is in the group."""

import asyncio
import socket
from collections import Counter

import httpx

from ansim.domain.identifiers import new_person_id
from support.system import System, check_in


def ask_together(
    system: System, bodies: list[dict[str, object]], people: list[bytes] | None = None
) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=64)
        async with httpx.AsyncClient(
            base_url=system.gateway_url, timeout=30, limits=limits
        ) as client:
            headers = [system.bearer(one) for one in people or [new_person_id() for _ in bodies]]
            asked = [
                client.post("/v1/check-ins", json=body, headers=head)
                for body, head in zip(bodies, headers, strict=True)
            ]
            return await asyncio.gather(*asked)

    return asyncio.run(run())


def test_the_same_id_from_many_connections_at_once_is_stored_once(system: System) -> None:
    body = check_in(system.venues["cafe"])
    answers = ask_together(system, [body] * 60, [new_person_id()] * 60)
    assert Counter(answer.json()["status"] for answer in answers) == {
        "accepted": 1,
        "duplicate": 59,
    }
    assert system.stored(body["id"]) == 1


def test_one_id_at_three_doors_at_once_is_stored_once_for_each_of_two_people(
    system: System,
) -> None:
    body = check_in(system.venues["cafe"])
    doors = [system.venues[name].code for name in ("cafe", "hall", "market")]
    bodies = [body | {"venue": door} for door in doors] * 20
    answers = ask_together(system, bodies, [new_person_id()] * 30 + [new_person_id()] * 30)
    assert sum(answer.json().get("status") == "accepted" for answer in answers) == 2
    assert system.stored(str(body["id"])) == 2
    for answer in answers:
        said = answer.json()
        assert said.get("status") in {"accepted", "duplicate"} or said["code"] == "id-taken", said


def test_good_and_bad_in_one_group_are_each_answered_rightly(system: System) -> None:
    good = [check_in(system.venues["cafe"]) for _ in range(100)]
    bad = [check_in(system.venues["revoked"]) for _ in range(100)]
    answers = ask_together(system, [body for pair in zip(good, bad, strict=True) for body in pair])
    assert [answer.status_code for answer in answers] == [201, 410] * 100
    assert [answer.json()["id"] for answer in answers[::2]] == [body["id"] for body in good]
    assert system.stored(*[body["id"] for body in good]) == 100


def test_who_hangs_up_before_the_answer_spoils_nobody_else(system: System) -> None:
    import json

    lines = []
    for _ in range(30):
        body = json.dumps(check_in(system.venues["cafe"])).encode()
        token = system.token()
        head = (
            "POST /v1/check-ins HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        line = socket.create_connection(("127.0.0.1", system.port))
        line.sendall(head.encode() + body)
        lines.append(line)
    for line in lines:
        line.close()
    bodies = [check_in(system.venues["cafe"]) for _ in range(50)]
    assert {answer.status_code for answer in ask_together(system, bodies)} == {201}
    assert system.stored(*[str(body["id"]) for body in bodies]) == 50
