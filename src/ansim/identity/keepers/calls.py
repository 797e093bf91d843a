"""What may be asked of the vault about staff records. The console carries texts and signatures and can change neither."""

import msgspec

from ansim.domain.signatures import KeyKind, StaffSignature
from ansim.domain.staff_records import ReturnReason


class StaffRecordsFor(msgspec.Struct, tag=True, frozen=True):
    """Who is enrolled, for a keeper?"""

    keeper: str


class Deputyship(msgspec.Struct, frozen=True):
    """Somebody acts in a role for another team; epoch seconds, half-open."""

    role: str
    agency: str
    team: str
    since: int
    until: int


class StaffRecord(msgspec.Struct, frozen=True):
    """A member of staff: `keys` are the kinds of those that count, `last_sign_in` a day (ISO 8601) or empty.

    Who is known to the vault alone has neither login nor name.
    """

    staff: str
    version: int
    login: str
    name: str
    role: str
    agency: str
    team: str
    barred: bool
    keys: list[KeyKind]
    last_sign_in: str
    deputy: list[Deputyship]


class ProposalsFor(msgspec.Struct, tag=True, frozen=True):
    """Which staff records were proposed of late, for a keeper?"""

    keeper: str


class Proposal(msgspec.Struct, frozen=True):
    """A text that a keeper signed: `state` is waiting, kept, returned or over; times in epoch seconds."""

    text: bytes
    state: str
    proposed_at: int
    decided_by: str
    reason: str


class ProposeRecord(msgspec.Struct, tag=True, frozen=True):
    """Take in a staff text with its first keeper's signature."""

    text: bytes
    signature: StaffSignature


class AgreeToRecord(msgspec.Struct, tag=True, frozen=True):
    """The second keeper signs the same bytes, or with a code the same text and its second half: it is done.

    The ledger records it first.
    """

    text: bytes
    signature: StaffSignature


class ReturnRecord(msgspec.Struct, tag=True, frozen=True):
    """A keeper signs no such thing: by the text's `ref` and for this reason; who proposed it takes it back."""

    keeper: str
    ref: str
    reason: ReturnReason
