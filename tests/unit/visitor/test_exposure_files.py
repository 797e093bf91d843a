"""A day of the exposure feed as it is sent: signed, the same from every gateway, small also when it is full."""

import json
import time
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ansim.domain.codes import new_code
from ansim.domain.exposure_feed import (
    ENTRY_BYTES,
    MOST_ENTRIES,
    Advice,
    DiseaseGroup,
    Guidance,
    Slot,
    by_key,
    found,
)
from ansim.visitor.api.sealed_texts import from_base64url
from ansim.visitor.exposures.feed import ExposureFeed, SignedFile
from ansim.visitor.venues.venue_book import VenueBook

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"e" * 32)
DAY = date(2026, 11, 27)
TOLD = Guidance(Advice.WATCH, DiseaseGroup.UNSAID)


def feed(key: Ed25519PrivateKey = PRIVATE) -> ExposureFeed:
    return ExposureFeed(VenueBook(), key)


def read(file: SignedFile, key: dict[str, str]) -> dict[str, Any]:
    head, body, signature = file.text.decode().split(".")
    public = Ed25519PublicKey.from_public_bytes(from_base64url(key["x"]))
    public.verify(from_base64url(signature), f"{head}.{body}".encode())
    assert json.loads(from_base64url(head)) == {
        "alg": "EdDSA",
        "kid": key["kid"],
        "typ": "ansim-exposures+jws",
    }
    claims: dict[str, Any] = json.loads(from_base64url(body))
    return claims


@pytest.mark.parametrize("places", [0, 1, 63, 512])
def test_a_day_holds_what_was_published_and_is_below_200_kb(places: int) -> None:
    codes = [new_code() for _ in range(places)]
    told = {(code, Slot(DAY, number)): TOLD for code in codes for number in range(24)}
    before = time.perf_counter()
    version, file = feed().file_of(DAY, told)
    print(
        f"{len(told)} entries: {len(file.text) / 1000:.1f} kB, {time.perf_counter() - before:.3f} s"
    )
    assert len(file.text) <= 200_000
    claims = read(file, feed().key)
    assert (claims["day"], claims["version"]) == ("2026-11-27", version)
    entries = by_key(from_base64url(claims["entries"]))
    assert all(found(code, slot, entries) == TOLD for code, slot in told)


def test_more_than_a_day_holds_is_cut_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    codes = [new_code() for _ in range(600)]
    told = {(code, Slot(DAY, number)): TOLD for code in codes for number in range(24)}
    _version, file = feed().file_of(DAY, told)
    assert len(file.text) <= 200_000
    entries = from_base64url(read(file, feed().key)["entries"])
    assert len(entries) == MOST_ENTRIES * ENTRY_BYTES
    keys = by_key(entries)
    held = sum(found(code, slot, keys) == TOLD for code, slot in told)
    assert held == MOST_ENTRIES
    assert "14400 entries" in caplog.text
    assert not any(code in caplog.text for code in codes)


def test_two_gateways_with_the_key_make_the_same_bytes_and_one_without_other_padding() -> None:
    told = {(new_code(), Slot(DAY, 9)): TOLD}
    assert feed().file_of(DAY, told) == feed().file_of(DAY, told)
    other = feed(Ed25519PrivateKey.from_private_bytes(b"f" * 32))
    mine, theirs = (
        set(by_key(from_base64url(read(one.file_of(DAY, told)[1], one.key)["entries"])))
        for one in (feed(), other)
    )
    assert len(mine & theirs) == 1, "what was published, and no padding"
