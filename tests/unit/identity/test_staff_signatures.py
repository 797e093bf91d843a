"""Device keys and passkeys at the level of bytes: one right, everything else refused."""

import hashlib
import secrets

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from ansim.domain.signatures import SignatureRefusedError, StaffSignature, challenge_of
from ansim.identity.staff.assertions import (
    SigningSite,
    StoredKey,
    device_key_made,
    passkey_made,
    require_signature,
)
from support.authenticator import Device, b64
from support.signing import BrowserKey, assertion

SITE = SigningSite.at("https://sign.jeju.example")
TEXT = b"ansim-opening-v2\n{}"


def device_key() -> tuple[BrowserKey, StoredKey]:
    key = BrowserKey()
    return key, StoredKey(key.id, "device", key.point)


def test_a_device_key_signs_the_text_under_its_heading() -> None:
    key, stored = device_key()
    assert require_signature(SITE, TEXT, key.sign(TEXT, "S-AAAAAAAA"), stored) == 0


@pytest.mark.parametrize(
    "heading", [b"", b"ansim-device-signature-v1\n", b"ansim-device-signature-v2"]
)
def test_under_another_heading_it_signs_nothing(heading: bytes) -> None:
    key, stored = device_key()
    signed = msgspec.structs.replace(key.sign(TEXT, "S-A"), signature=key.raw(TEXT, heading))
    with pytest.raises(SignatureRefusedError):
        require_signature(SITE, TEXT, signed, stored)


@pytest.mark.parametrize("length", [0, 63, 65, 72])
def test_a_signature_of_another_form_is_refused(length: int) -> None:
    key, stored = device_key()
    signed = msgspec.structs.replace(key.sign(TEXT, "S-A"), signature=secrets.token_bytes(length))
    with pytest.raises(SignatureRefusedError):
        require_signature(SITE, TEXT, signed, stored)


def test_a_device_key_makes_no_assertion_and_a_passkey_no_plain_signature() -> None:
    key, stored = device_key()
    passkey = Device(SITE.origin, SITE.rp_id)
    kept = StoredKey(passkey.id, "passkey", passkey.public)
    made = assertion(passkey, TEXT, "S-A")
    plain = StaffSignature(staff="S-A", credential=passkey.id, signature=key.raw(TEXT))
    assert require_signature(SITE, TEXT, made, kept) == 1
    with pytest.raises(SignatureRefusedError):
        require_signature(SITE, TEXT, plain, kept)
    mixed = msgspec.structs.replace(made, credential=key.id, signature=key.raw(TEXT))
    with pytest.raises(SignatureRefusedError):
        require_signature(SITE, TEXT, mixed, stored)


@pytest.mark.parametrize("point", [b"", b"\x04" + b"\0" * 64, b"\x04" + b"\xff" * 64, b"\x02" * 33])
def test_what_is_no_point_of_the_curve_is_no_key(point: bytes) -> None:
    with pytest.raises(SignatureRefusedError):
        device_key_made(TEXT, point, b"\0" * 64)


def test_a_key_of_another_curve_is_none() -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    with pytest.raises(SignatureRefusedError):
        device_key_made(TEXT, BrowserKey(other).point, b"\0" * 64)


def options(text: bytes) -> dict[str, object]:
    return {"challenge": b64(challenge_of(text)), "user": {"id": b64(b"S-AAAAAAAA")}}


def test_a_passkey_is_made_for_the_text_on_the_page() -> None:
    device = Device(SITE.origin, SITE.rp_id)
    made = passkey_made(SITE, TEXT, device.make(options(TEXT)))
    assert (made.credential, made.kind) == (device.id, "passkey")
    assert require_signature(SITE, b"another", assertion(device, b"another", "S-A"), made) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://console.jeju.example"},
        {"origin": "https://sign.jeju.example:8443"},
        {"party": "jeju.example"},
        {"flags": 1},
        {"flags": 4},
        {"says": {"crossOrigin": True}},
        {"says": {"topOrigin": "https://console.jeju.example"}},
        {"says": {"type": "webauthn.get"}},
    ],
)
def test_elsewhere_or_without_its_person_none_is_made(wrong: dict[str, object]) -> None:
    device = Device(**({"origin": SITE.origin, "party": SITE.rp_id} | wrong))
    with pytest.raises(SignatureRefusedError):
        passkey_made(SITE, TEXT, device.make(options(TEXT)))


@pytest.mark.parametrize("length", [1, 15, 1024])
def test_an_id_that_no_device_gives_is_refused(length: int) -> None:
    device = Device(SITE.origin, SITE.rp_id, id=secrets.token_bytes(length))
    with pytest.raises(SignatureRefusedError):
        passkey_made(SITE, TEXT, device.make(options(TEXT)))


def test_for_another_text_none_is_made() -> None:
    device = Device(SITE.origin, SITE.rp_id)
    with pytest.raises(SignatureRefusedError):
        passkey_made(SITE, TEXT + b" ", device.make(options(TEXT)))
    with pytest.raises(SignatureRefusedError):
        passkey_made(SITE, TEXT, "x" * 20_000)


def test_the_site_is_named_without_its_scheme() -> None:
    assert SITE.name == "sign.jeju.example"
    assert SigningSite.at("http://localhost:8083").name == "localhost:8083"
    assert SigningSite.at("http://localhost:8083").rp_id == "localhost"
    assert challenge_of(b"") == hashlib.sha256(b"").digest()
