"""A staff member's signing key, sealed under a passphrase that only they know.

The private half is opened at the moment of a signature and nowhere else: scrypt (RFC 7914) makes the sealing
key from the passphrase, AES-256-GCM seals, and the staff mark is bound in, so that nobody's key opens as another's.
"""

import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ansim.domain.errors import AnsimError

MINIMUM_PASSPHRASE: Final = 12
_N, _R, _P = 2**16, 8, 1  # 64 MB and about a fifth of a second a guess
_SALT, _NONCE = 16, 12


class WrongPassphraseError(AnsimError):
    """The passphrase does not open this signing key."""

    code = "wrong-passphrase"


class WeakPassphraseError(AnsimError):
    """The passphrase is too short."""


@dataclass(frozen=True, slots=True)
class SealedKey:
    """The public half (32 bytes), and salt ‖ nonce ‖ ciphertext of the private half."""

    public: bytes
    sealed: bytes


def make_signing_key(staff_ref: str, passphrase: str) -> SealedKey:
    """A fresh Ed25519 key, sealed. Raises WeakPassphraseError."""
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise WeakPassphraseError(f"a passphrase has at least {MINIMUM_PASSPHRASE} characters")
    private = Ed25519PrivateKey.generate()
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_sealing_key(passphrase, salt)).encrypt(
        nonce, private.private_bytes_raw(), staff_ref.encode()
    )
    return SealedKey(private.public_key().public_bytes_raw(), salt + nonce + sealed)


def sign(staff_ref: str, sealed: bytes, passphrase: str, text: bytes) -> bytes:
    """The signature of the text, 64 bytes. Raises WrongPassphraseError."""
    salt, nonce, ciphertext = (
        sealed[:_SALT],
        sealed[_SALT : _SALT + _NONCE],
        sealed[_SALT + _NONCE :],
    )
    try:
        raw = AESGCM(_sealing_key(passphrase, salt)).decrypt(nonce, ciphertext, staff_ref.encode())
    except InvalidTag:
        raise WrongPassphraseError("that passphrase does not open your signing key") from None
    return Ed25519PrivateKey.from_private_bytes(raw).sign(text)


def _sealing_key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_N, r=_R, p=_P).derive(passphrase.encode())
