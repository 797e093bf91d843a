"""Session tokens: `base64url(nonce ‖ AES-256-GCM(session key, person id ‖ expiry ‖ flags))`.

Stateless: nothing is looked up to check one, and nobody but the gateway can read one.
"""

import secrets
import struct
from base64 import urlsafe_b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ansim.domain.quantities import PersonId
from ansim.visitor.api.problems import BAD_SESSION, OLD_SESSION, Problem

LIFETIME: Final = 24 * 3600
DEVICE_BOUND: Final = 1
_PLAIN = struct.Struct(">16sQB")  # person id, expiry in epoch seconds, flags
_LENGTH = 12 + _PLAIN.size + 16
_CHARACTERS = -(-_LENGTH * 4 // 3)
_PADDING = b"=" * (-_CHARACTERS % 4)
# The characters of plain base64 are none of a token's: there is one way to write each.
_FROM_URL = bytes.maketrans(b"-_+/", b"+/!!")
_CONTEXT = b"ansim session v1"


class VisitorSession(msgspec.Struct, frozen=True, gc=False):
    """Whose session it is, until when (epoch seconds), and the flags it was given."""

    person: PersonId
    expires_at: int
    flags: int


class Sessions:
    """Makes and checks tokens under one key of 32 bytes; the cipher object is kept, since making one is dear."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def issue(self, person: PersonId, now: float, flags: int = DEVICE_BOUND) -> tuple[str, int]:
        """A fresh token and its expiry in epoch seconds."""
        expires_at = int(now) + LIFETIME
        nonce = secrets.token_bytes(12)
        sealed = self._cipher.encrypt(nonce, _PLAIN.pack(person, expires_at, flags), _CONTEXT)
        return urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode(), expires_at

    def check(self, token: bytes, now: float) -> VisitorSession:
        """Whose token it is. Raises Problem (session-invalid, session-expired)."""
        try:
            sealed = a2b_base64(token.translate(_FROM_URL) + _PADDING, strict_mode=True)
            person, expires_at, flags = _PLAIN.unpack(
                self._cipher.decrypt(sealed[:12], sealed[12:], _CONTEXT)
            )
        except (Base64Error, InvalidTag, ValueError, struct.error):
            raise Problem(BAD_SESSION) from None
        if expires_at <= now:
            raise Problem(OLD_SESSION)
        return VisitorSession(person, expires_at, flags)
