"""Tokens of a venue's own devices: what lets them record visitors at that venue, and nothing else.

A paired device has a token of its own, of which the database keeps the hash: each is revoked alone, in the portal. A
token that `ansim venues reader` makes holds the venue's code instead, so it stops with that code.
"""

import struct
from typing import Final, NamedTuple

from ansim.domain.devices import PREFIX, DeviceKind, token_hash
from ansim.domain.quantities import VenueId
from ansim.visitor.api import functions
from ansim.visitor.api.problems import BAD_READER, NO_READER, OLD_READER, Problem
from ansim.visitor.api.sealed_texts import SealedTextError, Sealer, from_base64url, to_base64url
from ansim.visitor.venues.venue_book import Judged, KnownVenue, VenueBook

LIFETIME: Final = 365 * 24 * 3600
_PLAIN = struct.Struct(">16sQ")  # the venue's code, expiry in epoch seconds


class Reader(NamedTuple):
    """Which venue's device it is: by the venue's code and until when (epoch seconds), or by the paired device's number."""

    code: str = ""
    expires_at: int = 0
    hash: bytes = b""  # of a paired device's token, until the database was asked
    venue: VenueId = VenueId(0)
    kind: DeviceKind = DeviceKind.READER

    def find(
        self, venues: VenueBook, visit: Judged | None = None
    ) -> tuple[KnownVenue | None, bool]:
        """The venue, and whether it takes no visitors any more, or not that visit; (None, False) where there is none."""
        if self.venue:
            return venues.of_device(self.venue, visit)
        return venues.find(self.code, visit)


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
        """Which venue's device presents the token; `known` tells of a paired one. Raises Problem."""
        if token.startswith(PREFIX):
            return Reader(hash=token_hash(token))
        try:
            code, expires_at = _PLAIN.unpack(self._sealer.open(from_base64url(token)))
        except (SealedTextError, struct.error):
            raise Problem(BAD_READER) from None
        if expires_at <= now:
            raise Problem(OLD_READER)
        return Reader(code.decode("ascii"), expires_at)

    def of_header(self, authorization: bytes, now: float) -> Reader:
        """The same by an `Authorization` header. Raises Problem."""
        if not authorization:
            raise Problem(NO_READER)
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer":
            raise Problem(BAD_READER)
        return self.check(token.strip().decode("latin-1"), now)


async def known(reader: Reader, main: functions.Pool) -> Reader:
    """The reader with its venue, as the database knows it at this moment. Raises Problem (device-revoked), psycopg.Error."""
    if not reader.hash:
        return reader
    found = await functions.ask(main, "use_device", reader.hash)
    if found is None:
        raise Problem(BAD_READER)
    _, venue, kind = found
    return reader._replace(venue=VenueId(venue), kind=DeviceKind(kind))


async def recording(reader: Reader, main: functions.Pool) -> Reader:
    """The same for what records visitors, which a display may not. Raises Problem, psycopg.Error."""
    found = await known(reader, main)
    if found.kind is not DeviceKind.READER:
        raise Problem(BAD_READER)
    return found
