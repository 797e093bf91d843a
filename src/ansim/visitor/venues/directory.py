"""Venue directories: per district one signed file, so that an offline scan shows a name and refuses a forged code.

The codes themselves stay secrets that one must have stood in front of: a row names its code by SHA-256(code)[:8]
(DESIGN §5). Every gateway signs the same bytes, as versions follow the content, times the clock, and Ed25519 uses no
randomness; so any of them, and any cache, may answer.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ansim.visitor.api.sealed_texts import to_base64url
from ansim.visitor.api.signed_files import FileSigner

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


class DirectorySigner:
    """Signs directories with one key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._signer = FileSigner(private, "ansim-directory+jws")
        self.public = self._signer.public

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
        text = self._signer.sign(claims)
        return Signed(text, f'"{of.version}-{period:x}-{self.public["kid"][:6]}"')
