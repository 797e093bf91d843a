"""A venue's own devices: what they are for, and the tokens by which they are known."""

import hashlib
import secrets
from datetime import timedelta
from enum import IntEnum
from typing import Final

PREFIX: Final = "D1."
"""Begins the token of a paired device; a token that `ansim venues reader` makes has none."""

PAIRING: Final = timedelta(minutes=15)
"""How long a QR for pairing may be scanned."""

_TOKEN_BYTES: Final = 32


class DeviceKind(IntEnum):
    """What a device may do. The numbers are stored; never renumber, only append."""

    READER = 1  # reads passes, takes entries of staff
    DISPLAY = 2  # shows the changing code and the day's count


def new_token() -> str:
    """A token from the system's random source, for a device or for its pairing."""
    return PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token. Plain SHA-256: 256 random bits are not guessed."""
    return hashlib.sha256(token.encode()).digest()
