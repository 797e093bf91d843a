"""Passes, a visitor's own and a child's, as they travel."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from ansim.visitor.api.fields import (
    ConsentVersion,
    Email,
    Moment,
    Party,
    PersonName,
    Phone,
    SentAt,
    VisitId,
)


class PassRequest(Struct, frozen=True):
    """Ask for a pass: for the phone's screen, or for paper."""

    kind: Literal["phone", "printed"]


class VisitorPass(Struct, frozen=True, rename={"text": "pass"}):
    """A pass as its QR carries it."""

    text: str
    expires_at: datetime


class PassCheckIn(Struct, frozen=True, gc=False, rename={"text": "pass"}):
    """A check-in that a venue's phone recorded from a visitor's pass. `id` is made by that phone."""

    id: VisitId
    text: Annotated[
        str, Meta(min_length=1, max_length=100, description="ANSIM1.…", examples=["ANSIM1.ABC"])
    ]
    entered_at: Moment
    party: Party = 0
    sent_at: SentAt = None
    time_uncertain: bool = False


class ChildRequest(Struct, frozen=True):
    """A child under 14, for whom the guardian consents. `phone` or `email` is the guardian's own verified one."""

    consent: ConsentVersion
    phone: Phone | None = None
    email: Email | None = None
    name: PersonName | None = None


class ChildPass(Struct, frozen=True, rename={"text": "pass"}):
    """A child's printed pass; it ends the one printed before. The app keeps the child's name beside `id`."""

    id: UUID
    text: str
    expires_at: datetime


class Child(Struct, frozen=True):
    """A child under one's number; its name is sealed."""

    id: UUID
    added_on: date


class Children(Struct, frozen=True):
    """The children under one's number."""

    children: list[Child]
