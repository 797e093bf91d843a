from collections.abc import Callable

from ansim.identity.sealing import load_private_key
from ansim.identity.stored_identity import StoredIdentity, identity_of
from support.handles import HANDLES
from support.system import System
from support.visitor import Visitor, next_phone


def test_the_person_stays_and_the_vault_reads_the_old_name_with_the_new_number(
    system: System, newcomer: Callable[..., Visitor]
) -> None:
    visitor, fresh = newcomer(name="한바람"), next_phone()
    before = visitor.person
    answer = visitor.ask("POST", "/v1/me/phone", visitor.code_for(fresh))
    assert answer.status_code == 204, answer.text
    old, visitor.phone = visitor.phone, fresh
    person, sealed, sealed_phone, _ = visitor.row()
    assert person == before
    private = load_private_key(system.keys.read("identity/private.pem"))
    opened = identity_of(private, StoredIdentity(person, sealed, sealed_phone), HANDLES)
    assert (opened.name, opened.phone, opened.damaged) == ("한바람", fresh, False)
    assert Visitor(system, old).sign_up().person != before


def test_session_and_credential_serve_on_and_the_new_number_signs_the_person_up(
    system: System, visitor: Visitor
) -> None:
    before, fresh = visitor.person, next_phone()
    visitor.ask("POST", "/v1/me/phone", visitor.code_for(fresh))
    assert visitor.ask("GET", "/v1/me").status_code == 200
    assert visitor.renew().status_code == 201
    assert Visitor(system, fresh).sign_up().person == before


def test_a_wrong_code_changes_nothing_and_counts(visitor: Visitor) -> None:
    before, body = visitor.row(), visitor.code_for(next_phone())
    wrong = body | {"code": f"{(int(body['code']) + 1) % 1_000_000:06d}"}
    answers = [visitor.ask("POST", "/v1/me/phone", wrong).json()["code"] for _ in range(5)]
    assert answers == ["wrong-code"] * 4 + ["too-many-tries"]
    assert visitor.ask("POST", "/v1/me/phone", body).json()["code"] == "too-many-tries"
    assert visitor.row() == before


def test_a_code_for_one_number_does_not_serve_another_and_serves_once(visitor: Visitor) -> None:
    fresh = next_phone()
    body = visitor.code_for(fresh)
    other = visitor.ask("POST", "/v1/me/phone", body | {"phone": next_phone()})
    assert other.json()["code"] == "unknown-verification"
    assert visitor.ask("POST", "/v1/me/phone", body).status_code == 204
    assert visitor.ask("POST", "/v1/me/phone", body).json()["code"] == "unknown-verification"


def test_a_number_that_is_registered_already_is_refused_and_both_people_stay(
    newcomer: Callable[..., Visitor],
) -> None:
    one, other = newcomer(), newcomer()
    before = one.row(), other.row()
    answer = one.ask("POST", "/v1/me/phone", one.code_for(other.phone))
    assert (answer.status_code, answer.json()["code"]) == (409, "phone-taken")
    assert (one.row(), other.row()) == before


def test_what_is_no_number_is_refused(visitor: Visitor) -> None:
    body = visitor.code_for(next_phone()) | {"phone": "010-1234"}
    assert visitor.ask("POST", "/v1/me/phone", body).json()["code"] == "bad-phone"
