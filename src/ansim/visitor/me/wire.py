"""What a visitor may read and ask about their own registration, as it travels."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from ansim.visitor.api.fields import Code, Phone


class Request(Struct, frozen=True):
    """A request for correction: received, and done where `done_at` says when."""

    id: UUID
    asked_at: datetime
    done_at: datetime | None


class Me(Struct, frozen=True):
    """What is stored about a visitor; number and name are sealed, so that the gateway cannot show them."""

    verified_on: date
    last_seen_week: Annotated[date, Meta(description="a Monday")]
    consent: str
    printed_pass: Annotated[bool, Meta(description="whether a printed pass was ever made")]
    corrections: Annotated[int, Meta(description="requests for correction that wait")]
    verified_by: Annotated[
        Literal["phone", "email"], Meta(description="what a code proved; e-mail is the weaker")
    ]
    requests: Annotated[list[Request], Meta(description="requests for correction, newest first")]


class Withdrawn(Struct, frozen=True):
    """Consent is withdrawn. What remains, sealed name and number and the visits made, is destroyed until `kept_until`."""

    withdrawn_at: datetime | None
    kept_until: Annotated[
        date | None,
        Meta(description="the last day on which any of it exists; null: nothing is left"),
    ]


class PhoneChange(Struct, frozen=True):
    """Another number for the same person, proven by a code sent to it."""

    verification_id: UUID
    code: Code
    phone: Phone


class CorrectionRequest(Struct, frozen=True):
    """What is to be put right, in the visitor's words; sealed to the vault."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class Kept(Struct, frozen=True):
    """The request is stored under this id."""

    id: UUID
