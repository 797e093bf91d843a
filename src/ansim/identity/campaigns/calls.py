"""Campaigns, as the console hands them to the vault, and as the sender asks for what to send.

The console asks and learns counts; numbers are told on the sender's own socket, under its own key, and nowhere else.
"""

from typing import Literal

import msgspec

from ansim.domain.quantities import Handle
from ansim.domain.search_results import ResultTerms
from ansim.domain.signatures import StaffSignature


class AskCampaign(msgspec.Struct, tag=True, frozen=True):
    """Take in a campaign, signed by its officer; `people` in the order of their numbers.

    `rows` and `mac` are the result of a search of these `terms`, in which each of them stands.
    """

    text: bytes
    signature: StaffSignature
    subject: Handle
    terms: ResultTerms
    rows: bytes
    mac: bytes
    people: list[bytes]


class AskedCampaign(msgspec.Struct, frozen=True):
    """A campaign was taken in under this reference; whether it waits for a second signature."""

    ref: str
    waits: bool


class AgreeCampaign(msgspec.Struct, tag=True, frozen=True):
    """Sign a campaign that waits, as the second person: the same bytes."""

    text: bytes
    signature: StaffSignature


class CampaignsToAgree(msgspec.Struct, tag=True, frozen=True):
    """Which campaigns wait for the signature of this member of staff?"""

    staff: str


class WaitingCampaign(msgspec.Struct, frozen=True):
    """A campaign that waits. `asked_by` signed first, `asked_at` in epoch seconds."""

    case: str
    text: bytes
    asked_by: str
    asked_at: int


class ToldAlone(msgspec.Struct, tag=True, frozen=True):
    """How many people did this officer have told within a day without a second signature?"""

    staff: str


class StopCampaign(msgspec.Struct, tag=True, frozen=True):
    """Open no more numbers for a campaign (`ref` of its text): a member of staff of its case says so."""

    staff: str
    ref: bytes


class CampaignsToSend(msgspec.Struct, tag=True, frozen=True):
    """Which campaigns may be sent? For the sender."""


class CampaignToSend(msgspec.Struct, frozen=True):
    """A campaign whose signatures count, with its text."""

    ref: bytes
    text: bytes


class NumbersFor(msgspec.Struct, tag=True, frozen=True):
    """Where these people of a campaign are reached, named by their numbers on its list. For the sender."""

    ref: bytes
    numbers: list[int]


WhyNot = Literal["", "erased", "no-number", "damaged", "landline", "country"]


class ReachedAt(msgspec.Struct, frozen=True):
    """Where one person is reached: a number in E.164 with the language of its country, or why at none."""

    number: int
    phone: str = ""
    language: str = ""
    why_not: WhyNot = ""
