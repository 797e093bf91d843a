"""Identifiers: visit ids are UUIDv7 (RFC 9562 §5.7), person ids 16 random bytes."""

import secrets
import time
from uuid import UUID

from ansim.domain.quantities import PersonId

PERSON_ID_BYTES = 16


def new_visit_id(moment: float | None = None) -> UUID:
    """A UUIDv7 whose timestamp is the moment (epoch seconds; default: the clock)."""
    return uuid7(time.time() if moment is None else moment, secrets.randbits(74))


def uuid7(moment: float, random: int) -> UUID:
    """The UUIDv7 of a moment in epoch seconds and 74 random bits (RFC 9562 §5.7); more bits are cut off."""
    value = (int(moment * 1000) & (1 << 48) - 1) << 80 | 0x7 << 76
    value |= (random >> 62 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=value)


def new_person_id() -> PersonId:
    """Sixteen random bytes, known to no screen."""
    return PersonId(secrets.token_bytes(PERSON_ID_BYTES))
