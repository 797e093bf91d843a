"""Sessions, as the console asks the vault for them."""

import msgspec

from ansim.domain.signatures import StaffSignature


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
