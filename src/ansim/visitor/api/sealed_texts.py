"""Small texts that only the gateway can read: subjects of credentials, nonces, passes, reader tokens.

AES-SIV (RFC 5297) with 256-bit keys, one key a purpose, derived from the session key (HKDF, RFC 5869). Its tag is the
nonce, which saves 12 bytes in a QR, and no count of messages ever wears a key out, as it does with random GCM nonces.
The same plain bytes give the same sealed bytes: what must not be linked carries a random serial inside.
"""

from base64 import b32decode, b32encode, urlsafe_b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ansim.domain.errors import AnsimError

_FROM_URL: Final = bytes.maketrans(b"-_", b"+/")


class SealedTextError(AnsimError):
    """Not sealed here, sealed for another purpose, or changed on the way."""


class Sealer:
    """Seals and opens bytes for one purpose."""

    def __init__(self, master: bytes, purpose: str) -> None:
        derived = HKDF(SHA256(), 64, salt=None, info=b"ansim seal v1 " + purpose.encode()).derive(
            master
        )
        self._cipher = AESSIV(derived)

    def seal(self, plain: bytes) -> bytes:
        """The sealed form: 16 bytes longer."""
        return self._cipher.encrypt(plain, None)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises SealedTextError."""
        try:
            return self._cipher.decrypt(sealed, None)
        except (InvalidTag, ValueError):
            raise SealedTextError("this was not sealed by this gateway, or was changed") from None


def to_base64url(value: bytes) -> str:
    """Unpadded base64url (RFC 4648 §5)."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes of unpadded base64url in its one canonical form. Raises SealedTextError."""
    try:
        value = a2b_base64(
            text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % 4), strict_mode=True
        )
    except (Base64Error, ValueError):
        raise SealedTextError("this is not base64url") from None
    if to_base64url(value) != text:
        raise SealedTextError("this is not base64url in its canonical form")
    return value


def to_base32(value: bytes) -> str:
    """Unpadded base32 (RFC 4648 §6): the alphanumeric mode of a QR carries it in 5.5 bits a character."""
    return b32encode(value).rstrip(b"=").decode()


def from_base32(text: str) -> bytes:
    """The bytes of unpadded base32 in its one canonical form. Raises SealedTextError."""
    try:
        value = b32decode(text + "=" * (-len(text) % 8))
    except (Base64Error, ValueError):
        raise SealedTextError("this is not base32") from None
    if to_base32(value) != text:
        raise SealedTextError("this is not base32 in its canonical form")
    return value
