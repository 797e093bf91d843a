"""The HPKE that seals identities, against the vectors of RFC 9180 (X25519, HKDF-SHA256)."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ansim.identity import sealing

AEADS = {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM, 3: AEAD.CHACHA20_POLY1305}


@pytest.fixture
def vectors(shared: Path) -> list[dict[str, Any]]:
    return json.loads(
        (shared / "vectors" / "hpke-rfc9180" / "x25519-hkdfsha256-base.json").read_text()
    )


def test_the_first_message_of_each_suite_opens(vectors: list[dict[str, Any]]) -> None:
    # The library opens one message per encapsulation: the vectors' first. They bind an aad, which the public API leaves empty.
    assert {vector["aead_id"] for vector in vectors} == set(AEADS)
    for vector in vectors:
        suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEADS[vector["aead_id"]])
        key = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["skRm"]))
        first = vector["encryptions"][0]
        message, info, aad = (
            bytes.fromhex(text)
            for text in (vector["enc"] + first["ct"], vector["info"], first["aad"])
        )
        assert openssl.hpke._decrypt_with_aad(suite, message, key, info, aad) == bytes.fromhex(
            first["pt"]
        )
        with pytest.raises(InvalidTag):
            openssl.hpke._decrypt_with_aad(suite, message, key, info + b"x", aad)


def test_an_identity_moved_to_another_person_does_not_open() -> None:
    key = X25519PrivateKey.generate()
    particulars = sealing.Particulars(phone="+821000000001", name="김안심")
    sealed = sealing.seal(key.public_key(), b"a" * 16, particulars)
    assert sealing.unseal(key, b"a" * 16, sealed) == particulars
    with pytest.raises(sealing.SealBrokenError):
        sealing.unseal(key, b"b" * 16, sealed)


def test_the_same_identity_sealed_twice_looks_different() -> None:
    key = X25519PrivateKey.generate().public_key()
    one, other = (
        sealing.seal(key, b"a" * 16, sealing.Particulars("+821000000001", "")) for _ in range(2)
    )
    assert one != other
