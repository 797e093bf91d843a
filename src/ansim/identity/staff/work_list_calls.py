"""Work lists, as the console asks the vault for them."""

import msgspec

from ansim.domain.quantities import Handle
from ansim.domain.signatures import StaffSignature
from ansim.identity.calls import Identity


class BeginWorkList(msgspec.Struct, tag=True, frozen=True):
    """Take in a work list. `people` in the order of their numbers; `rows` and `mac` are a result with the warrant's terms."""

    text: bytes
    signature: StaffSignature
    subject: Handle
    rows: bytes
    mac: bytes
    people: list[Handle]


class ShowName(msgspec.Struct, tag=True, frozen=True):
    """Name one person of a list (`ref` of its text) to the officer who signed for it, within their session."""

    session: bytes
    ref: bytes
    number: int


class NameShown(msgspec.Struct, frozen=True):
    """Who it is; None where the record was destroyed, which no entry tells."""

    identity: Identity | None


class NamesLeft(msgspec.Struct, tag=True, frozen=True):
    """How many names may a member of staff still open under a warrant (its digest), and how many of these people are new?"""

    staff: str
    case: str
    warrant: bytes
    people: list[Handle]


class Left(msgspec.Struct, frozen=True):
    """Names that are left under the warrant and for the officer within a day; how many of those asked for count as new."""

    warrant: int
    today: int
    fresh: int
