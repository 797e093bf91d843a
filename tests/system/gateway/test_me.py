import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import pytest

from ansim.domain.days import local_day
from ansim.identity.sealing import load_private_key, unseal
from support.patience import until
from support.system import System, check_in
from support.visitor import CONSENT, Visitor


def until_refused(http: httpx.Client, token: str, body: dict[str, Any]) -> httpx.Response:
    """The answer to a check-in once it is refused: every gateway hears of it in a second or two."""
    headers = {"Authorization": f"Bearer {token}"}

    def refused() -> list[httpx.Response]:
        answer = http.post("/v1/check-ins", json=body, headers=headers)
        return [answer] if answer.status_code == 401 else []

    return until(refused, "the gateway refuses it")[0]


def test_it_says_what_is_stored_and_neither_number_nor_name(
    newcomer: Callable[..., Visitor],
) -> None:
    visitor = newcomer(name="김안심")
    answer = visitor.ask("GET", "/v1/me")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["consent"], found["printed_pass"], found["corrections"]) == (CONSENT, False, 0)
    assert found["verified_on"] == local_day(time.time()).isoformat()
    assert datetime.fromisoformat(found["last_seen_week"]).weekday() == 0
    assert "김안심" not in answer.text
    assert visitor.phone[-4:] not in answer.text.replace(found["verified_on"], "")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/me"),
        ("DELETE", "/v1/me"),
        ("POST", "/v1/me/withdrawal"),
        ("POST", "/v1/me/phone"),
        ("POST", "/v1/me/corrections"),
        ("POST", "/v1/passes"),
    ],
)
def test_nobody_asks_without_a_session(system: System, method: str, path: str) -> None:
    assert system.http.request(method, path).json()["code"] == "session-missing"
    headers = {"Authorization": "Bearer nonsense"}
    assert system.http.request(method, path, headers=headers).json()["code"] == "session-invalid"


def test_erasing_deletes_the_row_and_what_was_asked(system: System, visitor: Visitor) -> None:
    person = visitor.person
    assert (
        visitor.ask("POST", "/v1/me/corrections", {"text": "이름을 고쳐 주세요"}).status_code == 201
    )
    answer = visitor.ask("DELETE", "/v1/me")
    assert (answer.status_code, answer.content) == (204, b"")
    assert visitor.row() is None
    with system.owner("identity") as connection:
        for table in ("identity", "correction"):
            query = f"SELECT count(*) FROM identity.{table} WHERE person_id = %s"
            assert connection.execute(query, [person]).fetchone() == (0,)


def test_an_erased_persons_token_stops_at_once_here_and_soon_elsewhere(
    system: System, neighbour: System, visitor: Visitor
) -> None:
    body = check_in(system.venues["cafe"])
    visitor.ask("DELETE", "/v1/me")
    here = visitor.ask("POST", "/v1/check-ins", body)
    assert (here.status_code, here.json()["code"]) == (401, "session-stopped")
    there = until_refused(neighbour.http, visitor.token, body)
    assert (there.status_code, there.json()["code"]) == (401, "session-stopped")


def test_after_erasing_the_same_number_is_a_new_person(visitor: Visitor, system: System) -> None:
    before = visitor.person
    visitor.ask("DELETE", "/v1/me")
    after = Visitor(system, visitor.phone).sign_up()
    assert after.person != before
    assert after.ask("POST", "/v1/check-ins", check_in(system.venues["cafe"])).status_code == 201


def test_erasing_twice_is_no_fault(visitor: Visitor) -> None:
    assert visitor.ask("DELETE", "/v1/me").status_code == 204
    assert visitor.ask("DELETE", "/v1/me").json()["code"] == "session-stopped"


def test_withdrawing_stops_check_ins_but_keeps_the_identity_for_the_visits_made(
    system: System, neighbour: System, visitor: Visitor
) -> None:
    assert visitor.ask("POST", "/v1/check-ins", check_in(system.venues["cafe"])).status_code == 201
    assert visitor.ask("POST", "/v1/me/withdrawal").status_code == 200
    body = check_in(system.venues["cafe"])
    assert visitor.ask("POST", "/v1/check-ins", body).json()["code"] == "session-stopped"
    assert until_refused(neighbour.http, visitor.token, body).json()["code"] == "session-stopped"
    person, sealed, _, withdrawn_at = visitor.row()
    assert withdrawn_at is not None
    private = load_private_key(system.keys.read("identity/private.pem"))
    assert unseal(private, person, sealed).phone.endswith(visitor.phone[-4:])


def test_consenting_again_finds_the_same_person(system: System, visitor: Visitor) -> None:
    before = visitor.person
    visitor.ask("POST", "/v1/me/withdrawal")
    again = Visitor(system, visitor.phone).sign_up()
    assert again.person == before
    assert again.row()[3] is None
    body = check_in(system.venues["cafe"])
    until(
        lambda: again.ask("POST", "/v1/check-ins", body).status_code == 201,
        "the gateway hears that they consented again",
    )
