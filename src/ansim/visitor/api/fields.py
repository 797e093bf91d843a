"""Types of single fields that bodies of several rooms share: what a decoder checks and the OpenAPI document says."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

Moment = Annotated[datetime, Meta(tz=True, description="RFC 3339 with an offset")]
SentAt = Annotated[
    datetime | None,
    Meta(
        description="what the phone's clock said as this request left it; where it is over 60 s off, nothing is "
        "stored and the answer is `clock-skew`; absent: the visit is stored with an uncertain time"
    ),
]
VisitId = Annotated[UUID, Meta(description="UUIDv7 made on the phone; the idempotency key")]
VenueCode = Annotated[
    str,
    Meta(
        min_length=16,
        max_length=32,
        description="16 characters of Crockford base32",
        examples=["7Q2M4X9KTB3HW5ZD"],
    ),
]
Base64Url32 = Annotated[
    str, Meta(pattern="^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$", description="32 bytes as base64url")
]
Phone = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="a mobile number in any way of writing it; without + or 00 it is Korean",
        examples=["010-0000-0001", "+81 90 0000 0001"],
    ),
]
Email = Annotated[str, Meta(min_length=3, max_length=254, examples=["name@example.org"])]
Code = Annotated[str, Meta(pattern="^[0-9]{6}$", examples=["123456"])]
Party = Annotated[int, Meta(ge=0, le=50, description="companions beside the visitor")]
ConsentVersion = Annotated[str, Meta(min_length=1, max_length=20, examples=["2026-11-27"])]
PersonName = Annotated[str, Meta(max_length=100)]
