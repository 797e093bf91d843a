"""What a stranger may try with a passkey's answer; the good answer beside each wrong one."""

import json
import secrets
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.portal.passkey_challenges import SECONDS, new_challenge, take_challenge
from ansim.portal.passkeys import (
    KnownPasskey,
    PasskeyClonedError,
    PasskeyRefusedError,
    RelyingParty,
    ask_to_make,
    ask_to_use,
    id_in,
    verify_made,
    verify_use,
)
from support.authenticator import PRESENT, VERIFIED, Device

PARTY = RelyingParty.at("https://biz.example.kr", "사업장 포털")
HANDLE = bytes(range(32))


def device(**more: Any) -> Device:
    return Device(origin="https://biz.example.kr", party="biz.example.kr", **more)


def enrolled(owned: Device) -> KnownPasskey:
    challenge = secrets.token_bytes(32)
    made = verify_made(
        PARTY, challenge, owned.make(ask_to_make(PARTY, challenge, HANDLE, "끝 12", []))
    )
    return KnownPasskey(made.credential_id, made.public_key, made.sign_count, HANDLE)


def answer_of(owned: Device, challenge: bytes) -> str:
    return owned.use(ask_to_use(PARTY, challenge))


def test_a_passkey_is_made_and_used_again_and_again() -> None:
    owned = device()
    known = enrolled(owned)
    for _time in range(3):
        challenge = secrets.token_bytes(32)
        known = replace(
            known, sign_count=verify_use(PARTY, challenge, answer_of(owned, challenge), known)
        )
    assert known.sign_count == 3


def test_what_browsers_are_asked_demands_the_person_and_a_discoverable_key() -> None:
    asked = ask_to_make(PARTY, b"c" * 32, HANDLE, "끝 12", [b"one of mine"])
    assert asked["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert asked["attestation"] == "none"
    assert len(asked["excludeCredentials"]) == 1
    used = ask_to_use(PARTY, b"c" * 32)
    assert (used["userVerification"], used["rpId"]) == ("required", "biz.example.kr")
    assert not used.get("allowCredentials")


WRONG: dict[str, dict[str, Any]] = {
    "another site": {"origin": "https://biz-example.kr"},
    "the site without TLS": {"origin": "http://biz.example.kr"},
    "another port": {"origin": "https://biz.example.kr:8443"},
    "a host below": {"origin": "https://evil.biz.example.kr"},
    "another party": {"party": "example.kr"},
    "no person": {"flags": PRESENT},
    "no touch": {"flags": VERIFIED},
    "another's frame": {"says": {"crossOrigin": True}},
    "another's page on top": {"says": {"topOrigin": "https://evil.example"}},
    "another challenge": {"says": {"challenge": "AAAA"}},
    "another kind": {"says": {"type": "payment.get"}},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_answer_that_is_wrong_in_one_thing_proves_nothing(wrong: dict[str, Any]) -> None:
    owned = device()
    known = enrolled(owned)
    challenge = secrets.token_bytes(32)
    with pytest.raises(PasskeyRefusedError):
        verify_use(PARTY, challenge, answer_of(replace(owned, **wrong), challenge), known)
    with pytest.raises(PasskeyRefusedError):
        enrolled(
            device(**wrong) if not {"origin", "party"} & set(wrong) else replace(device(), **wrong)
        )
    assert verify_use(PARTY, challenge, answer_of(owned, challenge), known)


def test_a_replay_under_another_challenge_proves_nothing() -> None:
    owned = device()
    known, challenge = enrolled(owned), secrets.token_bytes(32)
    answer = answer_of(owned, challenge)
    verify_use(PARTY, challenge, answer, known)
    with pytest.raises(PasskeyRefusedError):
        verify_use(PARTY, secrets.token_bytes(32), answer, known)


@pytest.mark.parametrize("changed", ["key", "handle", "id"])
def test_another_owners_passkey_proves_nothing(changed: str) -> None:
    owned = device()
    known, challenge = enrolled(owned), secrets.token_bytes(32)
    other = device()
    enrolled(other)
    other.handle = b"somebody else's"
    stolen = replace(owned, **{changed: getattr(other, changed)})
    with pytest.raises(PasskeyRefusedError):
        verify_use(PARTY, challenge, answer_of(stolen, challenge), known)


@pytest.mark.parametrize(
    ("stored", "said", "good"),
    [(0, 0, True), (5, 6, True), (5, 5, False), (5, 0, False), (0, 9, True)],
)
def test_a_counter_that_goes_back_tells_of_a_copy(stored: int, said: int, *, good: bool) -> None:
    owned = device()
    known, challenge = replace(enrolled(owned), sign_count=stored), secrets.token_bytes(32)
    owned.count = said - 1
    answer = answer_of(owned, challenge) if said else _without_counter(owned, challenge)
    if good:
        assert verify_use(PARTY, challenge, answer, known) == said
    else:
        with pytest.raises(PasskeyClonedError):
            verify_use(PARTY, challenge, answer, known)


def _without_counter(owned: Device, challenge: bytes) -> str:
    owned.count = -1
    return answer_of(owned, challenge)


def test_a_wrong_signature_with_an_old_counter_does_not_pass_for_a_copy() -> None:
    owned = device()
    known, challenge = replace(enrolled(owned), sign_count=9), secrets.token_bytes(32)
    forged = replace(owned, key=device().key)
    with pytest.raises(PasskeyRefusedError) as caught:
        verify_use(PARTY, challenge, answer_of(forged, challenge), known)
    assert not isinstance(caught.value, PasskeyClonedError)


@given(
    st.one_of(
        st.text(max_size=200),
        st.recursive(
            st.none() | st.integers() | st.text(),
            lambda some: st.lists(some) | st.dictionaries(st.text(), some),
            max_leaves=20,
        ).map(json.dumps),
    )
)
def test_whatever_a_stranger_writes_is_refused(answer: str) -> None:
    for judge in (
        lambda: verify_made(PARTY, b"c" * 32, answer),
        lambda: id_in(answer),
        lambda: verify_use(PARTY, b"c" * 32, answer, KnownPasskey(b"i", b"k", 0, HANDLE)),
    ):
        with pytest.raises(PasskeyRefusedError):
            judge()


@given(st.data())
def test_a_good_answer_with_bytes_changed_is_refused(data: st.DataObject) -> None:
    owned = device()
    options = ask_to_make(PARTY, b"c" * 32, HANDLE, "끝 12", [])
    made = json.loads(owned.make(options))
    part = data.draw(st.sampled_from(["attestationObject", "clientDataJSON"]))
    text = made["response"][part]
    at = data.draw(st.integers(0, len(text) - 1))
    made["response"][part] = (
        text[:at]
        + data.draw(st.sampled_from("A_-9")) * data.draw(st.integers(0, 3))
        + text[at + 1 :]
    )
    try:
        kept = verify_made(PARTY, b"c" * 32, json.dumps(made))
    except PasskeyRefusedError:
        return
    assert kept.credential_id  # the change hit bytes that any device may choose


@pytest.mark.parametrize(
    ("address", "party", "origin"),
    [
        ("https://Biz.Example.kr", "biz.example.kr", "https://biz.example.kr"),
        ("https://biz.example.kr:443/", "biz.example.kr", "https://biz.example.kr"),
        ("http://localhost:8081", "localhost", "http://localhost:8081"),
    ],
)
def test_the_site_is_read_from_its_address(address: str, party: str, origin: str) -> None:
    found = RelyingParty.at(address, "포털")
    assert (found.id, found.origin) == (party, origin)


@pytest.mark.parametrize("address", ["", "biz.example.kr", "ftp://biz.example.kr", "https://"])
def test_what_is_no_address_is_an_error(address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        RelyingParty.at(address, "포털")


def test_a_challenge_is_good_once_for_its_purpose_and_for_minutes() -> None:
    session: dict[str, Any] = {}
    challenge = new_challenge(session, "use", 1000.0)
    assert take_challenge(session, "use", 1001.0) == challenge
    assert take_challenge(session, "use", 1001.0) is None
    new_challenge(session, "use", 1000.0)
    assert take_challenge(session, "make", 1001.0) is None
    assert take_challenge(session, "use", 1001.0) is None
    new_challenge(session, "use", 1000.0)
    assert take_challenge(session, "use", 1001.0 + SECONDS) is None
