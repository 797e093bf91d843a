"""What travels: the bodies of requests and answers as msgspec structs. `openapi.py` describes them from here."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from ansim.visitor.api.problems import Standing, VenueName

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


class CheckIn(Struct, frozen=True, gc=False):
    """One check-in. Only `id`, `venue` and `entered_at` are required."""

    id: VisitId
    venue: VenueCode
    entered_at: Moment
    party: Annotated[int, Meta(ge=0, le=50, description="companions beside the visitor")] = 0
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
    stands: Standing | msgspec.UnsetType = msgspec.UNSET


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
    stands: Standing | msgspec.UnsetType = msgspec.UNSET


class VerificationRequest(Struct, frozen=True):
    """Ask for a code: by text to `phone`, or, where no text reaches that, by e-mail (the weaker proof)."""

    phone: Phone | None = None
    email: Email | None = None


class Verification(Struct, frozen=True):
    """A code is on its way. `retry_after`: seconds until the number may ask again."""

    verification_id: UUID
    expires_at: datetime
    retry_after: int


class DeviceKey(Struct, frozen=True):
    """A public P-256 key made in WebCrypto (RFC 7517, RFC 7518 §6.2.1)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Base64Url32
    y: Base64Url32


class SessionRequest(Struct, frozen=True):
    """Trade a code for a session and a credential. `phone` beside `email` is where to call, and unproven."""

    verification_id: UUID
    code: Code
    consent: Annotated[str, Meta(min_length=1, max_length=20, examples=["2026-11"])]
    device_key: DeviceKey
    phone: Phone | None = None
    email: Email | None = None
    name: Annotated[str, Meta(max_length=100)] | None = None


class Session(Struct, frozen=True):
    """A session token for 24 hours and the credential that renews it."""

    token: str
    expires_at: datetime
    credential: str | None


class VenuePage(Struct, frozen=True):
    """What a visitor at the door sees of a venue. `zone` names the room where the code hangs in one."""

    code: str
    name: str
    name_en: str
    category: str
    zone: str | None
    zone_en: str | None
    district: str
    address: str
    latitude: float | None
    longitude: float | None
    opening_hours: dict[str, list[list[str]]] | None
    display_code: Annotated[
        bool, Meta(description="whether the venue's screen shows a changing code")
    ]


class Settings(Struct, frozen=True):
    """The policy that the app shows, and the keys it checks with."""

    visit_days: int
    identity_days: int
    late_hours: int
    consent: str
    consent_since: date
    child_years: Annotated[int, Meta(description="below this age a guardian consents")]
    email: Annotated[bool, Meta(description="whether a code can be sent by e-mail")]
    name: Literal["optional", "required", "unused"]
    directory_key: dict[str, Any]
    languages: tuple[str, ...]


class Health(Struct, frozen=True):
    """The gateway answers."""

    status: Literal["ok"]


class Nonce(Struct, frozen=True):
    """A nonce for one key-binding proof."""

    nonce: str
    expires_at: datetime


class RenewalRequest(Struct, frozen=True):
    """A credential with a fresh key-binding proof (RFC 9901)."""

    presentation: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=8192,
            description="SD-JWT~…~KB-JWT: aud is the host, nonce ours",
        ),
    ]


class Renewed(Struct, frozen=True):
    """A session token for 24 hours."""

    token: str
    expires_at: datetime


class IssuerMetadata(Struct, frozen=True):
    """Whose credentials these are, and the public keys to check them with (SD-JWT VC, JWT VC Issuer Metadata)."""

    issuer: str
    jwks: dict[str, list[dict[str, str]]]


class ListedDirectory(Struct, frozen=True):
    """A district and the version of its directory."""

    district: str
    version: str


class DirectoryList(Struct, frozen=True):
    """All districts: an app that holds every one of them can refuse a forged code offline."""

    directories: list[ListedDirectory]


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
    party: Annotated[int, Meta(ge=0, le=50, description="companions beside the visitor")] = 0
    sent_at: SentAt = None
    time_uncertain: bool = False


class Request(Struct, frozen=True):
    """A request for correction: received, and done where `done_at` says when."""

    id: UUID
    asked_at: datetime
    done_at: datetime | None


class Me(Struct, frozen=True):
    """What is stored about a visitor; number and name are sealed, so that the gateway cannot show them."""

    verified_at: datetime
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


class ChildRequest(Struct, frozen=True):
    """A child under 14, for whom the guardian consents. `phone` or `email` is the guardian's own verified one."""

    consent: Annotated[str, Meta(min_length=1, max_length=20, examples=["2026-11"])]
    phone: Phone | None = None
    email: Email | None = None
    name: Annotated[str, Meta(max_length=100)] | None = None


class ChildPass(Struct, frozen=True, rename={"text": "pass"}):
    """A child's printed pass; it ends the one printed before. The app keeps the child's name beside `id`."""

    id: UUID
    text: str
    expires_at: datetime


class Child(Struct, frozen=True):
    """A child under one's number; its name is sealed."""

    id: UUID
    added_at: datetime


class Children(Struct, frozen=True):
    """The children under one's number."""

    children: list[Child]


class CodeReportRequest(Struct, frozen=True):
    """This QR looks wrong. Nothing in it says who reports."""

    reason: Annotated[
        Literal["stuck-over", "other-venue", "unreadable", "other"],
        Meta(description="a sticker over a poster; another place than where one stands; …"),
    ]
    venue: Annotated[
        VenueCode | None, Meta(description="the code, where the QR or the poster has one of ours")
    ] = None


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
