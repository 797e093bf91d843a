"""Reader tokens: what lets a venue's own phone record visitors' passes, and nothing else.

A token holds the venue's code, so it stops with that code: reissuing a venue's code cuts off a lost phone.
"""

import struct
from typing import Final, NamedTuple

from ansim.visitor.api.problems import BAD_READER, OLD_READER, Problem
from ansim.visitor.api.sealed_texts import SealedTextError, Sealer, from_base64url, to_base64url

LIFETIME: Final = 365 * 24 * 3600
_PLAIN = struct.Struct(">16sQ")  # the venue's code, expiry in epoch seconds


class Reader(NamedTuple):
    """Which venue's phone it is, by the venue's code, and until when (epoch seconds)."""

    code: str
    expires_at: int


class Readers:
    """Makes and checks reader tokens under the gateway's session key."""

    def __init__(self, master: bytes) -> None:
        self._sealer = Sealer(master, "reader")

    def issue(self, code: str, now: float) -> tuple[str, int]:
        """A token for the venue of a code (in its one written form), and its expiry in epoch seconds."""
        expires_at = int(now) + LIFETIME
        return to_base64url(
            self._sealer.seal(_PLAIN.pack(code.encode("ascii"), expires_at))
        ), expires_at

    def check(self, token: str, now: float) -> Reader:
        """Which venue's phone presents the token. Raises Problem (reader-invalid, reader-expired)."""
        try:
            code, expires_at = _PLAIN.unpack(self._sealer.open(from_base64url(token)))
        except (SealedTextError, struct.error):
            raise Problem(BAD_READER) from None
        if expires_at <= now:
            raise Problem(OLD_READER)
        return Reader(code.decode("ascii"), expires_at)
