"""Venue directories: per district one signed file, so that an offline scan shows a name and refuses a forged code.

The codes themselves stay secrets that one must have stood in front of: a row names its code by SHA-256(code)[:8]
(DESIGN §5). Every gateway signs the same bytes, as versions follow the content, times the clock, and Ed25519 uses no
randomness; so any of them, and any cache, may answer.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ansim.visitor.api.sealed_texts import to_base64url

PERIOD: Final = 6 * 3600  # a directory is signed anew at most every 6 hours
LIFETIME: Final = 72 * 3600  # as long as a check-in may be late


class ListedVenue(NamedTuple):
    """A live code's venue as the phone shows it: an array of six in JSON."""

    key: str
    name: str
    name_en: str
    category: str
    latitude: float | None
    longitude: float | None


class Content(msgspec.Struct, frozen=True):
    """The venues of one district, the keys of revoked codes, and those of venues that closed or whose event is over."""

    district: str
    version: str
    venues: list[ListedVenue]
    revoked: list[str]
    closed: list[str]


class Signed(NamedTuple):
    """A directory as it is sent, with its ETag."""

    text: bytes
    etag: str


def code_key(code: str) -> str:
    """How a directory names a code: base64url of SHA-256(code)[:8], 11 characters."""
    return to_base64url(hashlib.sha256(code.encode("ascii")).digest()[:8])


def content(
    district: str,
    live: Iterable[ListedVenue],
    revoked: Iterable[str],
    closed: Iterable[str] = (),
) -> Content:
    """The content of a directory, in an order that says nothing; equal venues give an equal version."""
    rows, dead, shut = sorted(live, key=lambda row: row.key), sorted(revoked), sorted(closed)
    version = hashlib.sha256(msgspec.json.encode([district, rows, dead, shut])).hexdigest()[:16]
    return Content(district, version, rows, dead, shut)


def public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The public key that phones check with; `kid` is its RFC 7638 thumbprint."""
    jwk = {
        "crv": "Ed25519",
        "kty": "OKP",
        "x": to_base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw)),
    }
    canonical = json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode()
    return {**jwk, "kid": to_base64url(hashlib.sha256(canonical).digest())}


class DirectorySigner:
    """Signs directories with one key, named in the header by its thumbprint."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self.public = public_jwk(private.public_key())
        self._private = private
        kid = self.public["kid"]
        # RFC 8037's name of the algorithm, which phones' libraries know; RFC 9864 has since called it "Ed25519".
        self._header = _json_part({"alg": "EdDSA", "kid": kid, "typ": "ansim-directory+jws"})

    def sign(self, of: Content, now: float) -> Signed:
        """The compact JWS (RFC 7515) of a directory, valid for LIFETIME from the beginning of the present period."""
        period = int(now) // PERIOD
        expires_at = datetime.fromtimestamp(period * PERIOD + LIFETIME, UTC)
        claims = {
            "district": of.district,
            "version": of.version,
            "expires_at": expires_at,
            "venues": of.venues,
            "revoked": of.revoked,
            "closed": of.closed,
        }
        signed = f"{self._header}.{_json_part(claims)}".encode()
        text = signed + b"." + to_base64url(self._private.sign(signed)).encode()
        return Signed(text, f'"{of.version}-{period:x}-{self.public["kid"][:6]}"')


def _json_part(value: dict[str, Any]) -> str:
    return to_base64url(msgspec.json.encode(value))
