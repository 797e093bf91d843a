"""Rows that come on another day than their own: sealed with the key of the day that they are of (ADR 33).

All sealed rows are 120 bytes and look random; their key is found again by whoever sends the same entry, and tells nobody
else anything. Random ones beside them hide how many they are: only the holder of the days' keys tells them apart.
"""

import hashlib
import hmac
import secrets
import struct
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ansim.domain.days import day_bounds
from ansim.domain.quantities import OPEN, EpochSeconds, Tag, VenueId
from ansim.keys import DayKeys

_NONCE: Final = 12
_ROW: Final = struct.Struct(">Bi16s16sqqhhh?32s")
SEALED_BYTES: Final = _NONCE + _ROW.size + 16
KEY_BYTES: Final = 16
BLUR: Final = 600
_SIZES: Final = (8, 32, 256)


class LateKind(IntEnum):
    """What a late row says."""

    CHECK_IN = 0
    CHECK_OUT = 1


class LateRow(NamedTuple):
    """A check-in, or the end of a visit, whose `evidence` is added to the visit's.

    Moments in epoch seconds; `left` is OPEN where no end is known.
    """

    kind: LateKind
    venue: VenueId
    visit: bytes
    tag: Tag
    entered: EpochSeconds
    left: int = OPEN
    party: int = 0
    method: int = 0
    evidence: int = 0
    commitment: bytes | None = None


class LateSeal:
    """Seals and opens the late rows of one day."""

    def __init__(self, keys: DayKeys, day: date) -> None:
        """Raises DayKeyMissingError."""
        self._cipher = AESGCM(keys.secret(day, b"late"))
        self._marks = keys.secret(day, b"late id")
        self._midnight = day_bounds(day)[1]

    def key(self, kind: LateKind, tag: Tag, visit: bytes) -> bytes:
        """By what a row is found again: 16 bytes."""
        return hmac.digest(self._marks, bytes([kind]) + tag + visit, hashlib.sha256)[:KEY_BYTES]

    def blurred(self, row: LateRow) -> LateRow:
        """The row, with an end after its day's midnight made up to BLUR seconds earlier, the same each time it is sent.

        A phone ends a visit at the very second at which the next one begins; on the next day that second would join the two.
        """
        if row.left < self._midnight:
            return row
        drawn = hmac.digest(self._marks, b"end" + row.tag + row.visit, hashlib.sha256)
        return row._replace(left=max(row.entered, row.left - int.from_bytes(drawn[:4]) % BLUR))

    def seal(self, row: LateRow) -> bytes:
        """The row, SEALED_BYTES long."""
        nonce = secrets.token_bytes(_NONCE)
        fields = (*row[:9], row.commitment is not None, row.commitment or b"")
        return nonce + self._cipher.encrypt(nonce, _ROW.pack(*fields), None)

    def open(self, sealed: bytes) -> LateRow | None:
        """The row; None where it is of another day, or of none."""
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except InvalidTag:
            return None
        kind, venue, visit, tag, entered, left, party, method, evidence, has, commitment = (
            _ROW.unpack(plain)
        )
        return LateRow(
            LateKind(kind),
            venue,
            visit,
            Tag(tag),
            entered,
            left,
            party,
            method,
            evidence,
            commitment if has else None,
        )


def among_others(rows: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Keys and sealed rows among random ones, in random order: 8, 32, or a multiple of 256 in all."""
    size = next((one for one in _SIZES if len(rows) <= one), -(-len(rows) // 256) * 256)
    chaff = [
        (secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SEALED_BYTES))
        for _ in range(size - len(rows))
    ]
    mixed = [*rows, *chaff]
    secrets.SystemRandom().shuffle(mixed)
    return mixed
