import base64
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ansim.visitor.venues.directory import (
    LIFETIME,
    PERIOD,
    DirectorySigner,
    ListedVenue,
    code_key,
    content,
)
from ansim.visitor.venues.venues_by_district import Districts

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"d" * 32)
NOW = 1_795_000_000.0
CAFE = ListedVenue("k1", "바람 카페", "Baram Café", "cafe", 33.5, 126.5)
BATH = ListedVenue("k2", "탑동 목욕탕", "", "bath", None, None)


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def read(text: bytes, jwk: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """As a phone reads it: RFC 7515 by hand."""
    head, body, signature = text.decode().split(".")
    Ed25519PublicKey.from_public_bytes(decoded(jwk["x"])).verify(
        decoded(signature), f"{head}.{body}".encode()
    )
    return json.loads(decoded(head)), json.loads(decoded(body))


def test_a_phone_reads_what_was_signed_with_the_published_key() -> None:
    signer = DirectorySigner(PRIVATE)
    of = content("일도일동", [BATH, CAFE], ["k3"])
    header, claims = read(signer.sign(of, NOW).text, signer.public)
    assert header["alg"] == "EdDSA"
    assert header["kid"] == signer.public["kid"]
    assert claims["district"] == "일도일동"
    assert claims["venues"] == [list(CAFE), list(BATH)]
    assert claims["revoked"] == ["k3"]
    assert claims["version"] == of.version


def test_a_changed_letter_breaks_the_signature() -> None:
    signer = DirectorySigner(PRIVATE)
    text = bytearray(signer.sign(content("a", [CAFE], []), NOW).text)
    place = text.index(b".") + 9
    text[place] = ord("A") if text[place] != ord("A") else ord("B")
    with pytest.raises(InvalidSignature):
        read(bytes(text), signer.public)


def test_every_gateway_signs_the_same_bytes_within_a_period_and_another_expiry_after_it() -> None:
    of, start = content("a", [CAFE], []), NOW // PERIOD * PERIOD
    one, other = (
        DirectorySigner(PRIVATE).sign(of, moment) for moment in (start, start + PERIOD - 1)
    )
    assert one == other
    later = DirectorySigner(PRIVATE).sign(of, start + PERIOD)
    assert later.etag != one.etag
    expiry = read(later.text, DirectorySigner(PRIVATE).public)[1]["expires_at"]
    from datetime import datetime

    assert datetime.fromisoformat(expiry).timestamp() == start + PERIOD + LIFETIME


def test_the_etag_changes_with_the_venues_and_with_the_key() -> None:
    signer = DirectorySigner(PRIVATE)
    first = signer.sign(content("a", [CAFE], []), NOW).etag
    assert signer.sign(content("a", [CAFE, BATH], []), NOW).etag != first
    assert signer.sign(content("a", [CAFE], ["k9"]), NOW).etag != first
    assert (
        DirectorySigner(Ed25519PrivateKey.generate()).sign(content("a", [CAFE], []), NOW).etag
        != first
    )


@given(st.permutations([CAFE, BATH, ListedVenue("k0", "가", "", "other", None, None)]))
def test_the_order_of_venues_changes_nothing(rows: list[ListedVenue]) -> None:
    assert content("a", rows, []).version == content("a", sorted(rows), []).version


def test_a_code_is_named_by_eight_bytes_of_its_hash() -> None:
    import hashlib

    code = "7Q2M4X9KTB3HW5ZD"
    assert decoded(code_key(code)) == hashlib.sha256(code.encode()).digest()[:8]


def test_a_venue_that_moves_changes_both_districts() -> None:
    districts = Districts()
    districts.place(1, "가")
    districts.place(2, "")
    assert districts.take_changed() == {"가", "-"}
    assert districts.take_changed() == set()
    districts.place(1, "나/다")
    assert districts.take_changed() == {"가", "나-다"}
    assert (districts.members("가"), districts.members("나-다")) == ([], [1])
    districts.put_back(["가"])
    assert districts.take_changed() == {"가"}
