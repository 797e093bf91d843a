"""Visitor passes: a sealed text in a QR that a venue's phone scans (the KI-Pass way), on the phone or on paper.

A pass authorises one act, a check-in at the reader's own venue. Whoever reads or copies it learns nothing, and can read
nothing with it: it is sealed under a key of its own, so it is never a session token.

`ANSIM1.` and base32 of the sealed (kind, expiry, generation, person id, serial): 76 characters of a QR's alphanumeric
mode, version 4 at error correction M, 5 at Q.
"""

import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final
from uuid import UUID

from ansim.domain.days import day_bounds
from ansim.domain.errors import AnsimError
from ansim.domain.identifiers import uuid7
from ansim.domain.methods import Method
from ansim.domain.quantities import PersonId, VenueId
from ansim.visitor.api.sealed_texts import SealedTextError, Sealer, from_base32, to_base32

PREFIX: Final = "ANSIM1."
MOST_CHARACTERS: Final = 100
PHONE_SECONDS: Final = 180
PRINTED_SECONDS: Final = 90 * 24 * 3600
LEEWAY: Final = 60  # between the clock of the venue's phone and ours, seconds

_PLAIN = struct.Struct(">BIH16s4s")  # kind, expiry in epoch seconds, generation, person id, serial


class PassError(AnsimError):
    """The text is no pass of ours."""


class PassKind(IntEnum):
    """Where a pass is shown. The numbers are sealed into passes; never renumber, only append."""

    PHONE = 1
    PRINTED = 2

    @property
    def method(self) -> Method:
        """How a check-in with such a pass came about."""
        return Method.PASS if self is PassKind.PHONE else Method.PRINTED_PASS

    @property
    def lifetime(self) -> int:
        """Seconds from making to expiry."""
        return PHONE_SECONDS if self is PassKind.PHONE else PRINTED_SECONDS


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass says to the gateway. `generation`: the printed pass's number, 0 on a phone."""

    kind: PassKind
    person: PersonId
    expires_at: int
    generation: int
    serial: bytes

    def is_live(self, moment: float) -> bool:
        """Whether it was valid when it was scanned, by the clock of the venue's phone (epoch seconds)."""
        made = self.expires_at - self.kind.lifetime
        return made - LEEWAY <= moment < self.expires_at + LEEWAY

    @property
    def mark(self) -> bytes:
        """What tells this pass from every other."""
        return self.person + self.serial + self.expires_at.to_bytes(4, "big")

    def visit_at(self, venue: VenueId, asked: UUID, secret: bytes, day: date) -> UUID:
        """The id under which a visit at a venue, entered on that day, is stored.

        A printed pass is used again and again, so each scan has the id that the venue's phone made. A phone's pass
        serves once a venue and day: its visit there has one id, a UUIDv7 of a moment at which the pass held, and the
        database knows the second scan by its primary key, whichever gateway it reaches. `secret`: of the day, and gone
        with its key, so that nobody who knows a person finds the visit by trying serials; the moment is drawn with it
        too, within the day, so that a pass shown on both sides of midnight leaves no mark that two days share.
        """
        if self.kind is PassKind.PRINTED:
            return asked
        message = self.mark + b" ansim pass visit v3 %d" % venue
        drawn = hmac.digest(secret, message, hashlib.sha256)
        first, last = self._held_on(day)
        moment = first + (last - first) * int.from_bytes(drawn[10:14], "big") / 2**32
        return uuid7(moment, int.from_bytes(drawn[:10], "big"))

    def _held_on(self, day: date) -> tuple[int, int]:
        """From when to when it held on that day, LEEWAY at the least."""
        start, end = day_bounds(day)
        first = min(max(self.expires_at - self.kind.lifetime, start), end - LEEWAY)
        return first, max(min(self.expires_at, end), start + LEEWAY)


class Passes:
    """Makes and opens passes under the gateway's session key."""

    def __init__(self, master: bytes) -> None:
        self._sealer = Sealer(master, "pass")

    def issue(
        self, kind: PassKind, person: PersonId, now: float, generation: int = 0
    ) -> tuple[str, int]:
        """The text of a fresh pass and its expiry in epoch seconds."""
        expires_at = int(now) + kind.lifetime
        plain = _PLAIN.pack(kind, expires_at, generation, person, secrets.token_bytes(4))
        return PREFIX + to_base32(self._sealer.seal(plain)), expires_at

    def open(self, text: str) -> Pass:
        """What a pass says, expired or not. Raises PassError."""
        if not text.startswith(PREFIX) or len(text) > MOST_CHARACTERS:
            raise PassError("this is not a pass of Ansim")
        try:
            sealed = from_base32(text.removeprefix(PREFIX))
            kind, expires_at, generation, person, serial = _PLAIN.unpack(self._sealer.open(sealed))
            return Pass(PassKind(kind), person, expires_at, generation, serial)
        except (SealedTextError, struct.error, ValueError):
            raise PassError("this pass was not made here, or was changed") from None
