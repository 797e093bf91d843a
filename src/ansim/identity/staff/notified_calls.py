"""What may be asked of the vault about notifications and the cases that wait for an officer (ADR 37)."""

from datetime import date
from typing import Literal

import msgspec

from ansim.domain.pathogens import Anchor
from ansim.domain.quantities import Handle
from ansim.domain.signatures import StaffSignature


class NotifyCase(msgspec.Struct, tag=True, frozen=True):
    """Take in a notification, signed by somebody who lets and does not ask. The ledger records it, and the look-up first."""

    text: bytes
    signature: StaffSignature


class StandingCase(msgspec.Struct, frozen=True):
    """An open case of the same person and disease: whose it is, and its mark where the reader sees that team's cases."""

    agency: str
    team: str
    case: str = ""


class CaseBegun(msgspec.Struct, frozen=True):
    """A notification made this case; it waits for an officer of its team. `standing`: cases that its person had already."""

    case: str
    standing: list[StandingCase] = []


class CasesToTakeUp(msgspec.Struct, tag=True, frozen=True):
    """Which cases of this member's team wait for an officer?"""

    staff: str


class WaitingCase(msgspec.Struct, frozen=True):
    """An open case that waits, or that the asking officer took up. `notified_at` in epoch seconds.

    `notified_by` is a staff mark; `somebody` says whether anybody signed up whom the case is about.
    """

    case: str
    disease: str
    anchor: date
    anchor_kind: Anchor
    notified_by: str
    notified_at: int
    somebody: bool


class TakeUpCase(msgspec.Struct, tag=True, frozen=True):
    """An officer of its team works on the case from now on. The ledger records it first."""

    case: str
    officer: str


class TakenCase(msgspec.Struct, frozen=True):
    """A case as its officer works on it: of which agency and team, who notified it and when (epoch seconds).

    `start` and `end` bound what is looked up in it, epoch seconds, half-open.
    Its person as handles of the case, for the work and for the register; None where it is about nobody who signed up.
    """

    disease: str
    anchor: date
    anchor_kind: Anchor
    notified_by: str
    agency: str
    team: str
    start: int
    end: int
    handle: Handle | None
    register: Handle | None
    notified_at: int


class AskPatient(msgspec.Struct, tag=True, frozen=True):
    """Send the patient a code, in the language of the number's country and in this one. The ledger records it first."""

    officer: str
    phone: str
    disease: str
    anchor: date
    anchor_kind: Anchor
    language: Literal["ko", "en", "zh", "ja"]


class PatientAsked(msgspec.Struct, frozen=True):
    """A code was sent: under which id (16 bytes) it is read out, and until when (epoch seconds)."""

    asked: bytes
    until: int


class AnswerOfPatient(msgspec.Struct, tag=True, frozen=True):
    """The code as the patient read it out to the officer who asked; it makes a case, which that officer takes up."""

    officer: str
    asked: bytes
    code: str
