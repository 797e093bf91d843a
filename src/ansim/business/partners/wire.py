"""What the partner API says and takes, as msgspec structs: decoders check by them, and the documents are made of them.

No person stands in any of them, except a representative whom the tax office is asked about and nobody stores.
"""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from django.utils.translation import gettext_noop
from msgspec import UNSET, Meta, UnsetType

from ansim.domain.facilities import Facility

Time = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", examples=["09:00"])]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hours = Annotated[
    dict[Day, Annotated[list[tuple[Time, Time]], Meta(max_length=6)]],
    Meta(
        description=gettext_noop(
            "periods of each weekday, local time; a day that is absent is closed"
        ),
        examples=[{"mon": [["09:00", "22:00"]]}],
    ),
]
People = Annotated[int, Meta(ge=1, le=100_000, description=gettext_noop("most people at a time"))]
SquareMetres = Annotated[
    int, Meta(ge=1, le=1_000_000, description=gettext_noop("floor area in m²"))
]
Ventilation = Annotated[
    Literal[1, 2, 3], Meta(description=gettext_noop("1 hardly, 2 sometimes, 3 always"))
]
Latitude = Annotated[float, Meta(ge=32, le=40, description=gettext_noop("degrees, WGS 84"))]
Longitude = Annotated[float, Meta(ge=123, le=133, description=gettext_noop("degrees, WGS 84"))]
Phone = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=20,
        description=gettext_noop("phone of the place, never a person's own"),
        examples=["064-000-0000"],
    ),
]
EnglishName = Annotated[str, Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Ref = Annotated[
    str, Meta(description=gettext_noop("number of the application"), examples=["R4K7M2ZD"])
]
VenueId = Annotated[int, Meta(description=gettext_noop("number of the venue"))]
Next = Annotated[
    str | None,
    Meta(description=gettext_noop("send it as `cursor` for the next page; null on the last page")),
]


class FormerCode(msgspec.Struct, frozen=True):
    """A code that is still good for a while."""

    code: str
    good_until: datetime


class PartnerVenue(msgspec.Struct, frozen=True):
    """A venue of the key's business."""

    id: VenueId
    name: Annotated[str, Meta(description=gettext_noop("name on the sign"))]
    name_en: Annotated[str, Meta(description=gettext_noop("name in English, or empty"))]
    category: Annotated[str, Meta(examples=["cafe"])]
    kind: Annotated[str, Meta(description=gettext_noop("kind of facility, or empty"))]
    part_of: Annotated[
        int | None, Meta(description=gettext_noop("number of the venue around it, for a zone"))
    ]
    district: str
    address: str
    latitude: float | None
    longitude: float | None
    phone: str | None
    opening_hours: dict[str, list[list[str]]] | None
    capacity: int | None
    floor_area: int | None
    indoor: bool | None
    ventilation: int | None
    unmanned: bool
    mobile: bool
    valid_from: datetime | None
    valid_until: datetime | None
    closed_at: datetime | None
    code: Annotated[
        str | None,
        Meta(description=gettext_noop("the code that posters carry; null where there is none")),
    ]
    code_address: Annotated[str | None, Meta(description=gettext_noop("what the QR says"))]
    former_codes: list[FormerCode]
    updated_at: datetime


class PageOfVenues(msgspec.Struct, frozen=True):
    """Venues in the order of their numbers."""

    items: list[PartnerVenue]
    next: Next


class VenuePatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a system may change of a venue; what is absent stays, null empties. Name and place are what was approved."""

    name_en: EnglishName | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    opening_hours: Hours | UnsetType | None = UNSET
    capacity: People | UnsetType | None = UNSET
    floor_area: SquareMetres | UnsetType | None = UNSET
    indoor: bool | UnsetType | None = UNSET
    ventilation: Ventilation | UnsetType | None = UNSET
    unmanned: bool | UnsetType = UNSET


class CloseVenue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Close a venue, at once or at a moment ahead."""

    at: (
        Annotated[
            datetime,
            Meta(tz=True, description=gettext_noop("when it closes; null or past: at once")),
        ]
        | None
    ) = None


class NewCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Issue a fresh code."""

    old_poster: Annotated[
        Literal["wait", "at-once"],
        Meta(
            description=gettext_noop(
                "“wait”: the poster that hangs there stays good for 48 hours; “at-once”: it is refused from now on"
            )
        ),
    ]


class NewApplication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Apply for a venue of the key's business."""

    name: Annotated[
        str, Meta(min_length=1, max_length=100, description=gettext_noop("name on the sign"))
    ]
    kind: Annotated[Facility, Meta(description=gettext_noop("kind of facility"))]
    address: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=100,
            description=gettext_noop("road and number"),
            examples=["안심로 12"],
        ),
    ]
    phone: Phone
    address_more: Annotated[
        str, Meta(max_length=60, description=gettext_noop("floor, room, stall"))
    ] = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    number: Annotated[
        str,
        Meta(
            max_length=20,
            description=gettext_noop("business number; without one a clerk decides"),
            examples=["123-45-67891"],
        ),
    ] = ""
    representative: Annotated[
        str,
        Meta(
            max_length=60,
            description=gettext_noop(
                "needed with a number: the tax office compares it; it is not stored"
            ),
        ),
    ] = ""
    opened: Annotated[
        date | None,
        Meta(
            description=gettext_noop("opening date, needed with a number: compared and not stored")
        ),
    ] = None
    about: Annotated[
        str,
        Meta(
            max_length=300,
            description=gettext_noop(
                "needed without a number: how a clerk can see that the place is yours"
            ),
        ),
    ] = ""
    name_en: EnglishName = ""
    opens: Time | Literal[""] = ""
    closes: Time | Literal[""] = ""
    closed_days: Annotated[list[Day], Meta(max_length=7)] = []
    holidays: Literal["open", "closed", ""] = ""
    capacity: People | None = None
    floor_area: SquareMetres | None = None
    indoor: bool | None = None
    ventilation: Ventilation | None = None
    unmanned: bool = False
    mobile: bool = False
    valid_from: Annotated[date | None, Meta(description=gettext_noop("first day of an event"))] = (
        None
    )
    valid_until: Annotated[date | None, Meta(description=gettext_noop("last day of an event"))] = (
        None
    )


class PartnerApplication(msgspec.Struct, frozen=True):
    """An application that a key of the business handed in."""

    ref: Ref
    state: Literal["draft", "submitted", "returned", "approved", "refused", "withdrawn"]
    name: str
    venue: Annotated[
        int | None, Meta(description=gettext_noop("number of the venue, once approved"))
    ]
    reason: Annotated[
        str, Meta(description=gettext_noop("why it was returned or refused: a word that stays"))
    ]
    explanation: Annotated[str, Meta(description=gettext_noop("the reason in words"))]
    submitted_at: datetime | None
    decided_at: datetime | None


class PageOfApplications(msgspec.Struct, frozen=True):
    """Applications, the newest first."""

    items: list[PartnerApplication]
    next: Next


class HourBand(msgspec.Struct, frozen=True):
    """Some people of a day, in hours that stand together until they are enough."""

    first: Annotated[int, Meta(ge=0, le=23, description=gettext_noop("first hour, local time"))]
    last: Annotated[int, Meta(ge=0, le=23, description=gettext_noop("last hour, itself included"))]
    people: int


class MethodBand(msgspec.Struct, frozen=True):
    """Some people of a day, by the ways in which they checked in."""

    methods: list[str]
    people: int


class CodeBand(msgspec.Struct, frozen=True):
    """Some people of a day, by the venue or zone at whose code they were seen first."""

    venues: list[int]
    people: int


class DayOfCounts(msgspec.Struct, frozen=True):
    """A day that is over. How it spread is null where too few came, and after 28 days."""

    day: date
    people: Annotated[
        int | None, Meta(description=gettext_noop("null: fewer than `exact_from`, or nobody"))
    ]
    hours: list[HourBand] | None
    methods: list[MethodBand] | None
    codes: list[CodeBand] | None


class VenueCounts(msgspec.Struct, frozen=True):
    """How many people checked in at a place; everybody once a day, never who."""

    venue: Annotated[
        int, Meta(description=gettext_noop("the place that is counted: around a zone, its place"))
    ]
    exact_from: Annotated[int, Meta(description=gettext_noop("smaller numbers are never said"))]
    today: Annotated[
        int | None, Meta(description=gettext_noop("running total; null: fewer than `exact_from`"))
    ]
    counted_until: Annotated[
        datetime | None, Meta(description=gettext_noop("as of when; null: nobody counted yet"))
    ]
    days: list[DayOfCounts]
