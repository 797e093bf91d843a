"""Sealed identities: HPKE (RFC 9180) to the vault's public key, so that only the vault reads them.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The person id is bound in as `info`: a sealed identity moved to
another person's row does not open.
"""

from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import PersonId

SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LABEL = b"ansim-identity-v1\0"
_CORRECTION_LABEL = b"ansim-correction-v1\0"


class SealBrokenError(AnsimError):
    """A sealed identity does not open: another key, another person, or damage."""


class Particulars(msgspec.Struct, frozen=True):
    """What a visitor gave at sign-up: the number in E.164, a name, an e-mail address; empty where none was given.

    Whose e-mail address is there proved that alone: the number, if any, is only where to call. `unverified`: nothing was
    proven, staff or a telephone gave the number.
    """

    phone: str
    name: str
    email: str = ""
    unverified: bool = False


def load_public_key(pem: bytes) -> X25519PublicKey:
    """The vault's public key from its PEM file."""
    key = load_pem_public_key(pem)
    if not isinstance(key, X25519PublicKey):
        raise SealBrokenError("identity/public.pem is not an X25519 key")
    return key


def load_private_key(pem: bytes) -> X25519PrivateKey:
    """The vault's private key from its PEM file."""
    key = load_pem_private_key(pem, None)
    if not isinstance(key, X25519PrivateKey):
        raise SealBrokenError("identity/private.pem is not an X25519 key")
    return key


def seal(public_key: X25519PublicKey, person: PersonId, particulars: Particulars) -> bytes:
    """Seal what a person gave; nobody but the vault reads it, not even the sealer."""
    return SUITE.encrypt(msgspec.msgpack.encode(particulars), public_key, info=_LABEL + person)


def unseal(private_key: X25519PrivateKey, person: PersonId, sealed: bytes) -> Particulars:
    """Open a sealed identity. Raises SealBrokenError."""
    try:
        text = SUITE.decrypt(sealed, private_key, info=_LABEL + person)
        return msgspec.msgpack.decode(text, type=Particulars)
    except (InvalidTag, ValueError, RecursionError, msgspec.DecodeError):
        raise SealBrokenError(
            "a sealed identity does not open: another key, another person, or damage"
        ) from None


def seal_correction(public_key: X25519PublicKey, person: PersonId, text: str) -> bytes:
    """Seal what a person asks to have put right; nobody but the vault reads it."""
    return SUITE.encrypt(text.encode(), public_key, info=_CORRECTION_LABEL + person)


def unseal_correction(private_key: X25519PrivateKey, person: PersonId, sealed: bytes) -> str:
    """Open a person's request. Raises SealBrokenError."""
    try:
        return SUITE.decrypt(sealed, private_key, info=_CORRECTION_LABEL + person).decode()
    except (InvalidTag, ValueError):
        raise SealBrokenError(
            "a sealed request does not open: another key, another person, or damage"
        ) from None
