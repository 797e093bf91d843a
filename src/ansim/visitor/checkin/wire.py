"""Check-ins, check-outs and what becomes of them, as they travel."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from ansim.visitor.api.fields import Base64Url32, Code, Moment, Party, SentAt, VenueCode, VisitId
from ansim.visitor.api.problems import StandingVisit, VenueName


class CheckIn(Struct, frozen=True, gc=False):
    """One check-in. Only `id`, `venue` and `entered_at` are required."""

    id: VisitId
    venue: VenueCode
    entered_at: Moment
    party: Party = 0
    place: Annotated[
        Literal["near", "far", "unknown"],
        Meta(description="the phone's own comparison with the venue's place"),
    ] = "unknown"
    display_code: Code | None = None
    commitment: Base64Url32 | None = None
    left_at: Moment | None = None
    sent_at: SentAt = None
    time_uncertain: Annotated[
        bool, Meta(description="the phone's clock was changed between the visit and this delivery")
    ] = False


class CheckOut(Struct, frozen=True, gc=False):
    """The end of a visit; `id`, `venue` and `entered_at` as they were sent with the check-in."""

    id: VisitId
    venue: VenueCode
    entered_at: Moment
    left_at: Moment
    sent_at: SentAt = None
    time_uncertain: bool = False


class Stored(Struct, frozen=True, gc=False, omit_defaults=True):
    """Committed with fsync: `accepted`, or `duplicate` where the id was stored before."""

    id: UUID
    status: Literal["accepted", "duplicate"]
    venue: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    entered_at: datetime | msgspec.UnsetType = msgspec.UNSET
    left_at: datetime | msgspec.UnsetType = msgspec.UNSET


class Refused(Struct, frozen=True, omit_defaults=True):
    """One refused entry of an array; the others are not touched by it."""

    id: str | None
    status: Literal["refused"]
    code: str
    title: str
    detail: str
    status_code: int
    server_time: datetime | msgspec.UnsetType = msgspec.UNSET
    stands: StandingVisit | msgspec.UnsetType = msgspec.UNSET


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What becomes of an entry, as the OpenAPI document describes it: `Stored` or `Refused`."""

    id: str | None
    status: Literal["accepted", "duplicate", "refused"]
    venue: VenueName | msgspec.UnsetType = msgspec.UNSET
    entered_at: datetime | msgspec.UnsetType = msgspec.UNSET
    left_at: datetime | msgspec.UnsetType = msgspec.UNSET
    code: str | msgspec.UnsetType = msgspec.UNSET
    title: str | msgspec.UnsetType = msgspec.UNSET
    detail: str | msgspec.UnsetType = msgspec.UNSET
    status_code: int | msgspec.UnsetType = msgspec.UNSET
    server_time: datetime | msgspec.UnsetType = msgspec.UNSET
    stands: StandingVisit | msgspec.UnsetType = msgspec.UNSET
