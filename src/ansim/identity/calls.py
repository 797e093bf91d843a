"""What may be asked of the vault, and what it answers."""

from typing import Literal

import msgspec

from ansim.domain.contact import ContactReason
from ansim.domain.quantities import Handle
from ansim.keys import KeyPurpose


class CaseHandles(msgspec.Struct, frozen=True):
    """One person as handles of one case: for the work on it, and for the register that outlives the work."""

    handle: Handle
    register: Handle


class EndCaseKey(msgspec.Struct, tag=True, frozen=True):
    """Destroy a key of a case, after the rows that it served are gone. Nothing happens where it is destroyed already."""

    case: str
    purpose: KeyPurpose


class Identity(msgspec.Struct, frozen=True):
    """One opened identity; `name` is empty where the visitor gave none.

    With an `email` the visitor proved that address by a code; `phone` may then be empty, and is unproven.
    A child is reached through its guardian: number and address are the guardian's own.
    `unverified`: nothing was proven, staff of a venue or a telephone gave the number.
    `damaged`: a seal does not open, and what it held is empty here.
    `person` is the handle that was asked for, `register` the same person's in the register of the case.
    """

    person: Handle
    name: str
    phone: str
    email: str = ""
    damaged: bool = False
    unverified: bool = False
    register: Handle = Handle(b"")

    @property
    def verified_by(self) -> Literal["phone", "email", "nobody"]:
        """Which of the two was proven: e-mail is the weaker; nobody where staff or a telephone gave the number."""
        if self.unverified:
            return "nobody"
        return "email" if self.email else "phone"


class WaitingCorrectionsFor(msgspec.Struct, tag=True, frozen=True):
    """What do visitors ask to have put right? The ledger records it first."""

    officer: str
    limit: int = 100


class Correction(msgspec.Struct, frozen=True):
    """One request: its number (16 bytes), when it was asked (epoch seconds), and the visitor's words.

    The words are empty where the seal does not open.
    """

    id: bytes
    asked_at: int
    text: str


class WaitingCorrections(msgspec.Struct, frozen=True):
    """The requests that wait, oldest first, and how many there are in all."""

    total: int
    corrections: list[Correction]


class FinishCorrection(msgspec.Struct, tag=True, frozen=True):
    """A request is done: the visitor may be told so, and its words go."""

    officer: str
    correction: bytes


class ContactOfOwner(msgspec.Struct, tag=True, frozen=True):
    """Name and number of one owner of the business portal, for a clerk (their mark) and a reason."""

    owner: int
    clerk: str
    reason: ContactReason


class OwnerContact(msgspec.Struct, frozen=True):
    """An opened contact: the name, empty where none was given, and the number as people write it."""

    name: str
    phone: str
