"""The calls by which the tracer learns from the vault what a session may: over a socket and a key of these two alone."""

import msgspec

from ansim.domain.quantities import Handle
from ansim.domain.search_bounds import Bounds
from ansim.domain.signed_places import Stay


class SessionOf(msgspec.Struct, tag=True, frozen=True):
    """What may be asked under these 16 bytes?"""

    session: bytes


class CaseInSession(msgspec.Struct, frozen=True):
    """A case as the tracer needs it. `key` turns handles into people; `person` is the case's own, None where it has none.

    `places` are the stays that somebody signed, by the reference of their text.
    """

    key: bytes
    person: Handle | None
    bounds: Bounds
    places: dict[str, list[Stay]]


class KnownSession(msgspec.Struct, frozen=True):
    """Who asks, in which cases, until when (epoch seconds)."""

    officer: str
    role: str
    until: int
    cases: dict[str, CaseInSession]


class StandingSessions(msgspec.Struct, tag=True, frozen=True):
    """Which cases and places does each of these sessions still reach? One that ended, or of a barred officer, is left out."""

    sessions: list[bytes]


class StandingSession(msgspec.Struct, frozen=True):
    """A session that stands, the cases that it reaches, and the references of the signed places that count in them."""

    session: bytes
    cases: list[str]
    places: list[str]
