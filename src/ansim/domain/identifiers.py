"""Identifiers: visit ids are UUIDv7 (RFC 9562 §5.7), person ids 16 random bytes."""

import secrets
import time
from uuid import UUID

PERSON_ID_BYTES = 16


def new_visit_id(moment: float | None = None) -> UUID:
    """A UUIDv7 whose timestamp is the moment (epoch seconds; default: the clock)."""
    milliseconds = int((time.time() if moment is None else moment) * 1000)
    random = secrets.randbits(74)
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62
    return UUID(int=value | random & (1 << 62) - 1)


def new_person_id() -> bytes:
    """Sixteen random bytes, known to no screen."""
    return secrets.token_bytes(PERSON_ID_BYTES)
