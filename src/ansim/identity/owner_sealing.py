"""Owners' numbers and names, sealed as `sealing` seals visitors': HPKE to a key pair of their own, opened by the vault alone.

A number is bound to its index: moved to another row it does not open, and it moves with the number from account to account.
A name is bound to the account.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from ansim.identity.sealing import SUITE, SealBrokenError

_NUMBER, _NAME = b"ansim-owner-number-v1\0", b"ansim-owner-name-v1\0"


def seal_number(public: X25519PublicKey, index: bytes, e164: str) -> bytes:
    """Seal a number under its index (32 bytes)."""
    return SUITE.encrypt(e164.encode(), public, info=_NUMBER + index)


def open_number(private: X25519PrivateKey, index: bytes, sealed: bytes) -> str:
    """The number in E.164. Raises SealBrokenError."""
    return _open(private, _NUMBER + index, sealed)


def seal_name(public: X25519PublicKey, owner: int, name: str) -> bytes:
    """Seal the name of an account's owner."""
    return SUITE.encrypt(name.encode(), public, info=_NAME + owner.to_bytes(8))


def open_name(private: X25519PrivateKey, owner: int, sealed: bytes) -> str:
    """The name. Raises SealBrokenError."""
    return _open(private, _NAME + owner.to_bytes(8), sealed)


def _open(private: X25519PrivateKey, info: bytes, sealed: bytes) -> str:
    try:
        return SUITE.decrypt(sealed, private, info=info).decode()
    except (InvalidTag, ValueError):
        raise SealBrokenError(
            "a sealed contact of an owner does not open: another key, another account, or damage"
        ) from None
