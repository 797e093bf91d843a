"""The business portal's tables."""

from ansim.business.models.announcement import Announcement, AnnouncementRead
from ansim.business.models.application import (
    DECIDED,
    OPEN_TO_ITS_OWNER,
    ApplicationState,
    ApplicationStep,
    NumberTry,
    VenueApplication,
)
from ansim.business.models.code import VenueCode
from ansim.business.models.device import CallNumber, Device
from ansim.business.models.duty_record import DutyRecord
from ansim.business.models.handover import VenueHandover
from ansim.business.models.head_count import CountMark, DayCount, VenueUse
from ansim.business.models.owner import Business, Invitation, Membership, Owner
from ansim.business.models.partner import ApiAnswer, ApiBucket, ApiKey, PartnerAct, Webhook
from ansim.business.models.passkey import Passkey
from ansim.business.models.place_code import PlaceCode
from ansim.business.models.places import Entrance, PlaceOnDay, Tenancy, places_by_day
from ansim.business.models.report import CodeReport
from ansim.business.models.session import BusinessSession
from ansim.business.models.sign_in import CodeUse, ContactRead, Recovery, SignInCode
from ansim.business.models.venue import Venue, venues_with
from ansim.business.models.venue_list import (
    BulkTask,
    LicenceChoice,
    ListStep,
    PosterOrder,
    PosterPiece,
    Upload,
    UploadContent,
    UploadRow,
    VenueList,
    VenueOnList,
)
from ansim.business.models.venue_step import VenueStep
from ansim.business.models.wish import VenueWish

__all__ = [
    "DECIDED",
    "OPEN_TO_ITS_OWNER",
    "Announcement",
    "AnnouncementRead",
    "ApiAnswer",
    "ApiBucket",
    "ApiKey",
    "ApplicationState",
    "ApplicationStep",
    "BulkTask",
    "Business",
    "BusinessSession",
    "CallNumber",
    "CodeReport",
    "CodeUse",
    "ContactRead",
    "CountMark",
    "DayCount",
    "Device",
    "DutyRecord",
    "Entrance",
    "Invitation",
    "LicenceChoice",
    "ListStep",
    "Membership",
    "NumberTry",
    "Owner",
    "PartnerAct",
    "Passkey",
    "PlaceCode",
    "PlaceOnDay",
    "PosterOrder",
    "PosterPiece",
    "Recovery",
    "SignInCode",
    "Tenancy",
    "Upload",
    "UploadContent",
    "UploadRow",
    "Venue",
    "VenueApplication",
    "VenueCode",
    "VenueHandover",
    "VenueList",
    "VenueOnList",
    "VenueStep",
    "VenueUse",
    "VenueWish",
    "Webhook",
    "places_by_day",
    "venues_with",
]
