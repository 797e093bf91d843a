"""Sessions, as the console asks the vault for them."""

import msgspec

from ansim.domain.signatures import StaffSignature
from ansim.domain.signed_places import Stay


class CasesFor(msgspec.Struct, tag=True, frozen=True):
    """Which open cases could this member of staff sign a grant for? Those of `first` come before the newest."""

    staff: str
    first: list[str] = []


class BeginSession(msgspec.Struct, tag=True, frozen=True):
    """Begin a session by a signed grant."""

    text: bytes
    signature: StaffSignature


class SessionBegun(msgspec.Struct, frozen=True):
    """The 16 bytes that stand for the session, told once and stored nowhere at the vault; and until when it lasts."""

    session: bytes
    until: int


class EndSession(msgspec.Struct, tag=True, frozen=True):
    """Whoever began the session is done; nothing happens where it ended before."""

    session: bytes


class SignPlaces(msgspec.Struct, tag=True, frozen=True):
    """Take in signed places; `agreed` is the other side's signature over the same bytes, where it is wanted."""

    text: bytes
    signature: StaffSignature
    agreed: StaffSignature | None = None


class AskPlaces(msgspec.Struct, tag=True, frozen=True):
    """Keep signed places until the other side has signed the same bytes: they are more than one side may sign for."""

    text: bytes
    signature: StaffSignature


class PlacesToAgree(msgspec.Struct, tag=True, frozen=True):
    """Which places wait for the signature of this member of staff?"""

    staff: str


class WaitingPlaces(msgspec.Struct, frozen=True):
    """Places that wait. `asked_by` is who signed first, `asked_at` when (epoch seconds)."""

    case: str
    text: bytes
    asked_by: str
    asked_at: int


class AgreePlaces(msgspec.Struct, tag=True, frozen=True):
    """Take in waiting places, with the other side's signature over the same bytes."""

    text: bytes
    agreed: StaffSignature


class PlacesIn(msgspec.Struct, tag=True, frozen=True):
    """Which places of a case that the session reaches are signed for, and which wait?"""

    session: bytes
    case: str


class KnownPlaces(msgspec.Struct, frozen=True):
    """The stays of one text, by its reference."""

    ref: str
    stays: list[Stay]


class PlacesOfCase(msgspec.Struct, frozen=True):
    """The texts whose signatures count, and those that wait for the other side's."""

    standing: list[KnownPlaces]
    waiting: list[KnownPlaces]
