import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.visitor.session.credential import LEEWAY, LIFETIME, CredentialError, Issuer, Presented
from ansim.visitor.session.device_keys import did_key
from support.presentations import Device, base64url, jws

HOST, AUDIENCE = "https://ansim.example", "ansim.example"
NOW = 1_795_000_000.0
PERSON = bytes(range(16))
MASTER = b"m" * 32
ISSUER_KEY = ec.generate_private_key(ec.SECP256R1())
ISSUER = Issuer(HOST, AUDIENCE, ISSUER_KEY, MASTER)
DEVICE = Device()
CREDENTIAL = ISSUER.issue(PERSON, 3, DEVICE.jwk, "KR", NOW)


def claims_of(token: str) -> dict[str, Any]:
    body = token.split("~", maxsplit=1)[0].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def present(credential: str = CREDENTIAL, device: Device = DEVICE, **changes: Any) -> str:
    return device.present(
        credential, changes.pop("nonce", "n"), AUDIENCE, changes.pop("now", NOW), **changes
    )


def resigned(changes: dict[str, Any], **header: Any) -> str:
    """The same credential with other claims, signed by the true issuer key."""
    kid = next(iter(ISSUER.keys))
    head = {"typ": "dc+sd-jwt", "alg": "ES256", "kid": kid, **header}
    _, *disclosures = CREDENTIAL.split("~")
    return "~".join([jws(head, claims_of(CREDENTIAL) | changes, ISSUER_KEY), *disclosures])


def test_a_presentation_proves_the_person_the_generation_and_the_device() -> None:
    found = ISSUER.verify(present(), NOW)
    assert (found.person, found.generation, found.nonce) == (PERSON, 3, "n")
    assert found.device == did_key(DEVICE.jwk)


def test_the_credential_says_nothing_readable_about_the_person() -> None:
    claims = claims_of(CREDENTIAL)
    assert set(claims) == {"iss", "vct", "sub", "iat", "exp", "cnf", "_sd", "_sd_alg"}
    assert PERSON not in base64.urlsafe_b64decode(claims["sub"] + "==")
    assert claims["exp"] - claims["iat"] == LIFETIME


def test_the_holder_chooses_what_to_disclose() -> None:
    signed, *disclosures, _ = CREDENTIAL.split("~")
    assert ISSUER.verify(present(f"{signed}~"), NOW).disclosed == {}
    shown = [ISSUER.verify(present(f"{signed}~{one}~"), NOW).disclosed for one in disclosures]
    assert {name: value for one in shown for name, value in one.items()} == {
        "verified_by": "phone",
        "verified_on": "2026-11-18",
        "number_country": "KR",
    }


def test_digests_do_not_stand_in_the_order_of_the_disclosures() -> None:
    digests = claims_of(CREDENTIAL)["_sd"]
    assert digests == sorted(digests)
    made = {base64url(hashlib.sha256(one.encode()).digest()) for one in CREDENTIAL.split("~")[1:-1]}
    assert made == set(digests)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"aud": "evil.example"}, "another host"),
        ({"aud": ["ansim.example"]}, "claims"),
        ({"iat": int(NOW) - LEEWAY - 1}, "not fresh"),
        ({"iat": int(NOW) + LEEWAY + 1}, "not fresh"),
        ({"iat": "now"}, "claims"),
        ({"sd_hash": base64url(hashlib.sha256(b"another").digest())}, "another presentation"),
        ({"sd_hash": "é"}, "another presentation"),
        ({"nonce": 7}, "claims"),
        ({"header": {"typ": "JWT"}}, "kb\\+jwt"),
        ({"header": {"alg": "none"}}, "ES256"),
        ({"header": {"alg": "HS256"}}, "ES256"),
        ({"header": {"crit": ["exp"]}}, "kb\\+jwt"),
    ],
)
def test_a_proof_is_refused_with(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(CredentialError, match=words):
        ISSUER.verify(present(**changes), NOW)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iss": "https://evil.example"}, "another issuer"),
        ({"vct": "urn:other"}, "another issuer"),
        ({"exp": int(NOW)}, "expired"),
        ({"iat": int(NOW) + LEEWAY + 1}, "not valid yet"),
        ({"_sd_alg": "md5"}, "claims"),
        ({"sub": "AAAA"}, "sealed"),
        ({"cnf": {}}, "claims"),
        ({"_sd": []}, "not in the credential"),
        ({"verified_by": "passport", "_sd": []}, "not in the credential"),
    ],
)
def test_even_a_signed_credential_is_refused_with(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(CredentialError, match=words):
        ISSUER.verify(present(resigned(changes)), NOW)


@pytest.mark.parametrize(
    "header", [{"typ": "JWT"}, {"alg": "none"}, {"kid": "other"}, {"crit": ["b64"]}]
)
def test_a_credential_with_another_header_is_refused(header: dict[str, str]) -> None:
    with pytest.raises(CredentialError):
        ISSUER.verify(present(resigned({}, **header)), NOW)


def test_a_credential_without_its_proof_or_with_anothers_is_refused() -> None:
    thief = Device()
    for stolen in (CREDENTIAL, CREDENTIAL[:-1], present(device=thief), f"{CREDENTIAL}~{present()}"):
        with pytest.raises(CredentialError):
            ISSUER.verify(stolen, NOW)


def test_a_credential_of_another_issuer_is_refused_even_with_the_same_kid() -> None:
    other = Issuer(HOST, AUDIENCE, ec.generate_private_key(ec.SECP256R1()), MASTER)
    with pytest.raises(CredentialError, match="not ours"):
        ISSUER.verify(present(other.issue(PERSON, 3, DEVICE.jwk, "KR", NOW)), NOW)
    own = next(iter(ISSUER.keys))
    forged = jws(
        {"typ": "dc+sd-jwt", "alg": "ES256", "kid": own}, claims_of(CREDENTIAL), DEVICE.private
    )
    with pytest.raises(CredentialError, match="signature"):
        ISSUER.verify(present(forged + "~"), NOW)


def test_a_disclosure_cannot_be_added_doubled_or_changed() -> None:
    signed, first, second, third, _ = CREDENTIAL.split("~")
    forged = base64url(json.dumps(["c2FsdHNhbHRzYWx0c2FsdA", "verified_by", "passport"]).encode())
    deep = base64url(b"[" * 3000)
    for disclosures in (
        [first, forged],
        [first, first],
        [second, third[:-2] + "AA"],
        [""],
        [deep],
        ["*"],
    ):
        with pytest.raises(CredentialError):
            ISSUER.verify(present("~".join([signed, *disclosures, ""])), NOW)


def test_it_expires_after_a_year() -> None:
    end = NOW + LIFETIME
    assert ISSUER.verify(present(now=end - 1), end - 1).person == PERSON
    with pytest.raises(CredentialError, match="expired"):
        ISSUER.verify(present(now=end), end)


def test_credentials_of_a_retired_issuer_key_are_accepted_beside_the_present_one() -> None:
    fresh = ec.generate_private_key(ec.SECP256R1())
    after = Issuer(HOST, AUDIENCE, fresh, MASTER, retired=[ISSUER_KEY.public_key()])
    assert after.verify(present(), NOW).person == PERSON
    assert (
        after.verify(present(after.issue(PERSON, 3, DEVICE.jwk, "KR", NOW)), NOW).person == PERSON
    )
    with pytest.raises(CredentialError, match="not ours"):
        Issuer(HOST, AUDIENCE, fresh, MASTER).verify(present(), NOW)


@settings(max_examples=3 * settings().max_examples)
@given(st.data())
def test_no_letter_of_a_presentation_can_be_changed(data: st.DataObject) -> None:
    good = present()
    place = data.draw(st.integers(0, len(good) - 1))
    letter = data.draw(st.sampled_from("ABCXYZabcxyz0189-_.~=!"))
    if letter == good[place]:
        return
    changed = good[:place] + letter + good[place + 1 :]
    try:
        found = ISSUER.verify(changed, NOW)
    except CredentialError:
        return
    # Two unused bits end the base64 of a 64-byte signature: the same bytes, so the same proof.
    assert isinstance(found, Presented)
    assert place in {len(good) - 1, good.index("~") - 1}


@given(st.text(max_size=200))
def test_whatever_is_sent_is_judged_without_a_fault(text: str) -> None:
    with pytest.raises(CredentialError):
        ISSUER.verify(text, NOW)
    with pytest.raises(CredentialError):
        ISSUER.verify(f"{CREDENTIAL}{text}", NOW)
