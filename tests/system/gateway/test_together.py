"""Many at once: group commit gives each request its own answer, whoever else is in the group."""

import asyncio
import socket
from collections import Counter

import httpx

from ansim.domain.identifiers import new_person_id
from support.system import System, check_in


def ask_together(system: System, bodies: list[dict[str, object]]) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=64)
        async with httpx.AsyncClient(
            base_url=system.gateway_url, timeout=30, limits=limits
        ) as client:
            headers = [system.bearer(new_person_id()) for _ in bodies]
            asked = [
                client.post("/v1/check-ins", json=body, headers=head)
                for body, head in zip(bodies, headers, strict=True)
            ]
            return await asyncio.gather(*asked)

    return asyncio.run(run())


def test_the_same_id_from_many_connections_at_once_is_stored_once(system: System) -> None:
    body = check_in(system.venues["cafe"])
    answers = ask_together(system, [body] * 60)
    assert Counter(answer.json()["status"] for answer in answers) == {
        "accepted": 1,
        "duplicate": 59,
    }
    assert system.stored(body["id"]) == 1


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
