"""Whom a patient's code was sent to, as the vault keeps it: joined to no identity by a copy of the database.

The index of a number stands beside its identity. Beside the case of a code it would join the two, for whoever has both rows
and no key; so it is sealed there, and counted by another mark.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE: Final = 12
_INDEX: Final = 32


@dataclass(frozen=True, slots=True, repr=False)
class SealedPatients:
    """Seals the two indexes of a number, verified and unverified. `index_key` is the key that made them."""

    index_key: bytes

    def mark(self, index: bytes) -> bytes:
        """By which the codes to one number are counted: 32 bytes."""
        message = b"ansim-patient-number-v1\0" + index
        return hmac.digest(self.index_key, message, hashlib.sha256)

    def seal(self, asked: bytes, verified: bytes, unverified: bytes) -> bytes:
        """92 bytes: a fresh nonce, then AES-256-GCM under a key derived for this alone, bound to the asking."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._aead().encrypt(nonce, verified + unverified, asked)

    def open(self, asked: bytes, sealed: bytes) -> list[bytes]:
        """The two indexes. Raises InvalidTag for what another asking or key sealed."""
        both = self._aead().decrypt(sealed[:_NONCE], sealed[_NONCE:], asked)
        return [both[:_INDEX], both[_INDEX:]]

    def _aead(self) -> AESGCM:
        info = b"ansim sealed patients v1"
        return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(self.index_key))
