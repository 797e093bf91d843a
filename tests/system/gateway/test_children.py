"""Under 14 a guardian consents, by the number that the guardian verified; else nothing is stored."""

import time
from typing import Any

import httpx
import pytest

from ansim.database.named_statements import read_statements
from ansim.domain.identifiers import new_visit_id
from ansim.identity.calls import Identity
from ansim.identity.sealing import load_private_key, unseal
from ansim.identity.stored_identity import StoredIdentity, identity_of
from ansim.visitor.devices import Readers
from support.handles import HANDLES
from support.patience import until
from support.system import System, now_text
from support.visitor import CONSENT, Visitor, next_phone


def add(visitor: Visitor, **changes: Any) -> httpx.Response:
    body = {"consent": CONSENT, "phone": visitor.phone, "name": "김하늘"} | changes
    return visitor.ask("POST", "/v1/me/children", body)


def scan(system: System, text: str) -> httpx.Response:
    token, _ = Readers(system.keys.secret("session")).issue(system.venues["cafe"].code, time.time())
    body = {
        "id": str(new_visit_id()),
        "pass": text,
        "entered_at": now_text(),
        "sent_at": now_text(),
    }
    headers = {"Authorization": f"Bearer {token}"}
    return system.http.post("/v1/pass-check-ins", json=body, headers=headers)


def opened(system: System, child: bytes) -> Identity:
    """The child as the vault gives it, under the vault's role."""
    private = load_private_key(system.keys.read("identity/private.pem"))
    sealed_of = read_statements("ansim.identity")["sealed_of"]
    with system.connect_as("vault", "identity") as connection:
        rows = connection.execute(sealed_of, {"people": [child]}).fetchall()
    (row,) = rows
    return identity_of(private, StoredIdentity(*row), HANDLES)


def children(system: System, guardian: bytes) -> list[Any]:
    with system.owner("identity") as connection:
        query = "SELECT person_id, sealed FROM identity.identity WHERE guardian = %s"
        return connection.execute(query, [guardian]).fetchall()


def test_the_childs_pass_checks_in_the_child_and_not_the_guardian(
    system: System, visitor: Visitor
) -> None:
    answer = add(visitor)
    assert answer.status_code == 201, answer.text
    assert scan(system, answer.json()["pass"]).status_code == 201
    ((child, sealed),) = children(system, visitor.person)
    assert child != visitor.person
    opened = unseal(load_private_key(system.keys.read("identity/private.pem")), child, sealed)
    assert (opened.name, opened.phone[-4:]) == ("김하늘", visitor.phone[-4:])
    listed = visitor.ask("GET", "/v1/me/children").json()["children"]
    assert [one["id"] for one in listed] == [answer.json()["id"]]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": "010-0000-0099"}, "other-number"),
        ({"phone": None, "email": "name@example.org"}, "other-number"),
        ({"phone": None}, "malformed"),
        ({"phone": "02-700-0000"}, "phone-unreachable"),
        ({"consent": "2020-01"}, "consent-outdated"),
    ],
)
def test_without_the_guardians_own_number_and_consent_nothing_is_stored(
    system: System, visitor: Visitor, changes: dict[str, Any], code: str
) -> None:
    assert add(visitor, **changes).json()["code"] == code
    assert children(system, visitor.person) == []


def test_nobody_adds_a_child_without_a_session(system: System) -> None:
    body = {"consent": CONSENT, "phone": next_phone()}
    assert system.http.post("/v1/me/children", json=body).json()["code"] == "session-missing"


def test_a_new_pass_ends_the_one_before(system: System, visitor: Visitor) -> None:
    first = add(visitor).json()
    second = visitor.ask("POST", f"/v1/me/children/{first['id']}/passes")
    assert second.status_code == 201
    assert scan(system, first["pass"]).json()["code"] == "pass-ended"
    assert scan(system, second.json()["pass"]).status_code == 201


def test_a_removed_child_is_gone(system: System, visitor: Visitor) -> None:
    made = add(visitor).json()
    assert visitor.ask("DELETE", f"/v1/me/children/{made['id']}").status_code == 204
    assert children(system, visitor.person) == []
    assert scan(system, made["pass"]).json()["code"] == "pass-ended"
    assert visitor.ask("DELETE", f"/v1/me/children/{made['id']}").json()["code"] == "unknown-child"


def test_another_guardian_reaches_no_child_of_mine(system: System, visitor: Visitor) -> None:
    made, other = add(visitor).json(), Visitor(system).sign_up()
    for method, path in (("POST", "/passes"), ("DELETE", "")):
        answer = other.ask(method, f"/v1/me/children/{made['id']}{path}")
        assert answer.json()["code"] == "unknown-child"
    assert scan(system, made["pass"]).status_code == 201


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v1/me"), ("POST", "/v1/me/withdrawal")])
def test_what_ends_the_guardians_registration_ends_the_childs_passes(
    system: System, visitor: Visitor, method: str, path: str
) -> None:
    made = add(visitor).json()
    assert visitor.ask(method, path).is_success
    assert scan(system, made["pass"]).json()["code"] == "pass-ended"


@pytest.mark.parametrize("changes", [1, 2, 3])
def test_a_child_is_reached_at_the_guardians_present_number(
    system: System, visitor: Visitor, changes: int
) -> None:
    add(visitor)
    ((child, _),) = children(system, visitor.person)
    assert opened(system, child).phone == visitor.phone
    for _ in range(changes):
        fresh = next_phone()
        assert visitor.ask("POST", "/v1/me/phone", visitor.code_for(fresh)).status_code == 204
        visitor.phone = fresh
        assert opened(system, child) == Identity(
            HANDLES.handle, "김하늘", fresh, register=HANDLES.register
        )
    add(visitor, name="")
    names = {
        opened(system, one).name: opened(system, one).phone
        for one, _ in children(system, visitor.person)
    }
    assert names == {"김하늘": visitor.phone, "": visitor.phone}


def test_the_eleventh_child_is_refused(visitor: Visitor) -> None:
    outcomes = [add(visitor).status_code for _ in range(11)]
    assert outcomes == [201] * 10 + [409]


def consent_again(visitor: Visitor) -> None:
    """Withdraw and sign up once more; a gateway knows of both within a second or two."""
    assert visitor.ask("POST", "/v1/me/withdrawal").is_success
    visitor.sign_up()
    until(lambda: visitor.ask("GET", "/v1/me").is_success, "who consents again may go on")


def test_a_child_is_added_again_after_the_guardian_consents_again(
    system: System, visitor: Visitor
) -> None:
    old = add(visitor).json()
    consent_again(visitor)
    assert visitor.ask("GET", "/v1/me/children").json()["children"] == []
    made = add(visitor).json()
    listed = visitor.ask("GET", "/v1/me/children").json()["children"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert scan(system, made["pass"]).status_code == 201
    assert scan(system, old["pass"]).json()["code"] == "pass-ended"


def test_withdrawn_children_leave_room_for_ten(visitor: Visitor) -> None:
    assert [add(visitor).status_code for _ in range(10)] == [201] * 10
    consent_again(visitor)
    assert [add(visitor).status_code for _ in range(11)] == [201] * 10 + [409]


def test_erasing_the_guardian_erases_withdrawn_children_too(
    system: System, visitor: Visitor
) -> None:
    add(visitor)
    guardian = visitor.person
    consent_again(visitor)
    add(visitor)
    assert len(children(system, guardian)) == 2
    assert visitor.ask("DELETE", "/v1/me").is_success
    assert children(system, guardian) == []
