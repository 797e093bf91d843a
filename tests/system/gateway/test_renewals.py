from base64 import urlsafe_b64decode
from collections.abc import Callable

import msgspec
import pytest

from ansim.visitor.session.nonces import Nonces
from support.presentations import Device
from support.system import System, check_in
from support.visitor import Visitor


def test_a_sign_up_gives_a_credential_that_shows_neither_person_nor_number(
    visitor: Visitor,
) -> None:
    signed, *disclosures, end = visitor.credential.split("~")
    assert end == ""
    readable = b"".join(
        urlsafe_b64decode(part + "==") for part in (*signed.split(".")[:2], *disclosures)
    )
    assert b"dc+sd-jwt" in readable
    assert visitor.person not in readable
    assert visitor.phone.replace("-", "")[1:].encode() not in readable.replace(b"-", b"")


def test_a_credential_with_its_devices_proof_gives_a_token_that_checks_in(
    system: System, visitor: Visitor
) -> None:
    answer = visitor.renew()
    assert answer.status_code == 201, answer.text
    assert set(answer.json()) == {"token", "expires_at"}
    body, headers = (
        check_in(system.venues["cafe"]),
        {"Authorization": f"Bearer {answer.json()['token']}"},
    )
    assert system.http.post("/v1/check-ins", json=body, headers=headers).status_code == 201


def test_the_renewed_token_is_the_same_persons(visitor: Visitor) -> None:
    visitor.token = visitor.renew().json()["token"]
    assert visitor.ask("GET", "/v1/me").status_code == 200


def test_no_disclosure_needs_to_be_shown(visitor: Visitor) -> None:
    visitor.credential = visitor.credential.split("~", maxsplit=1)[0] + "~"
    assert visitor.renew().status_code == 201


def test_a_nonce_serves_once_even_at_another_gateway(
    system: System, neighbour: System, visitor: Visitor
) -> None:
    nonce = system.http.post("/v1/nonces", json={}).json()["nonce"]
    first = visitor.renew(nonce=nonce)
    again = visitor.renew(neighbour.http, nonce=nonce)
    assert (first.status_code, again.status_code) == (201, 401)
    assert again.json()["code"] == "bad-nonce"


def test_any_gateways_nonce_serves_at_any_other(neighbour: System, visitor: Visitor) -> None:
    nonce = neighbour.http.post("/v1/nonces").json()["nonce"]
    assert visitor.renew(nonce=nonce).status_code == 201


def test_a_nonce_expires(system: System, visitor: Visitor) -> None:
    old, _ = Nonces(system.keys.secret("session")).issue(0)
    assert visitor.renew(nonce=old).json()["code"] == "bad-nonce"


@pytest.mark.parametrize(
    "changes", [{"aud": "evil.example"}, {"iat": 0}, {"sd_hash": "x"}, {"header": {"typ": "JWT"}}]
)
def test_a_proof_that_is_not_for_us_is_refused(
    visitor: Visitor, changes: dict[str, object]
) -> None:
    answer = visitor.renew(**changes)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad-presentation")


def test_a_stolen_credential_is_worth_nothing_without_the_device_key(visitor: Visitor) -> None:
    visitor.device = Device()
    assert visitor.renew().json()["code"] == "bad-presentation"


def test_verifying_the_number_on_a_new_phone_ends_the_old_phones_credential(
    system: System, visitor: Visitor
) -> None:
    new = Visitor(system, visitor.phone).sign_up()
    assert new.person == visitor.person
    answer = visitor.renew()
    assert (answer.status_code, answer.json()["code"]) == (401, "credential-replaced")
    assert new.renew().status_code == 201


def test_a_withdrawn_or_erased_registration_renews_nothing(newcomer: Callable[[], Visitor]) -> None:
    for method, path in (("POST", "/v1/me/withdrawal"), ("DELETE", "/v1/me")):
        gone = newcomer()
        assert gone.ask(method, path).is_success
        assert gone.renew().json()["code"] == "credential-replaced"


def test_a_renewal_notes_the_week_and_no_finer_time(system: System, visitor: Visitor) -> None:
    with system.owner("identity") as connection:
        week = "UPDATE identity.identity SET last_seen_week = '2020-01-06' WHERE person_id = %s"
        connection.execute(week, [visitor.person])
    assert visitor.ask("GET", "/v1/me").json()["last_seen_week"] == "2020-01-06"
    assert visitor.renew().status_code == 201
    with system.owner("identity") as connection:
        query = "SELECT last_seen_week = date_trunc('week', now())::date FROM identity.identity WHERE person_id = %s"
        assert connection.execute(query, [visitor.person]).fetchone() == (True,)


def test_spent_nonces_are_forgotten_after_ten_minutes(system: System, visitor: Visitor) -> None:
    with system.owner("identity") as connection:
        connection.execute(
            "INSERT INTO identity.spent_nonce VALUES ('oldnonce', now() - interval '11 minutes')"
        )
    assert visitor.renew().status_code == 201
    with system.owner("identity") as connection:
        query = "SELECT count(*) FROM identity.spent_nonce WHERE serial = 'oldnonce'"
        assert connection.execute(query).fetchone() == (0,)


def test_the_issuers_public_key_is_published_for_other_verifiers(
    system: System, visitor: Visitor
) -> None:
    found = system.http.get("/.well-known/jwt-vc-issuer").json()
    assert found["issuer"] == system.gateway_url
    header = visitor.credential.split(".")[0]
    kid = msgspec.json.decode(urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"]
    assert [key["kid"] for key in found["jwks"]["keys"]] == [kid]
    assert all("d" not in key for key in found["jwks"]["keys"])
