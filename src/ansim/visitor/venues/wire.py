"""Venues, the policy and the directories, as they travel."""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from ansim.visitor.api.fields import VenueCode


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
    call: Annotated[str, Meta(description="whom visitors call about their health")]
    exposure_key: Annotated[
        dict[str, Any],
        Meta(description="checks the exposure feed, as directory_key the directories"),
    ]


class Health(Struct, frozen=True):
    """The gateway answers."""

    status: Literal["ok"]


class ListedDirectory(Struct, frozen=True):
    """A district and the version of its directory."""

    district: str
    version: str


class DirectoryList(Struct, frozen=True):
    """All districts: an app that holds every one of them can refuse a forged code offline."""

    directories: list[ListedDirectory]


class CodeReportRequest(Struct, frozen=True):
    """This QR looks wrong. Nothing in it says who reports."""

    reason: Annotated[
        Literal["stuck-over", "other-venue", "unreadable", "other"],
        Meta(description="a sticker over a poster; another place than where one stands; …"),
    ]
    venue: Annotated[
        VenueCode | None, Meta(description="the code, where the QR or the poster has one of ours")
    ] = None
