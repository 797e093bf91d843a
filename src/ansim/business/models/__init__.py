"""The business portal's tables."""

from ansim.business.models.code import VenueCode
from ansim.business.models.device import CallNumber, Device
from ansim.business.models.owner import Business, Invitation, Membership, Owner
from ansim.business.models.report import CodeReport
from ansim.business.models.session import BusinessSession
from ansim.business.models.sign_in import CodeUse, ContactRead, Recovery, SignInCode
from ansim.business.models.venue import Venue, venues_with

__all__ = [
    "Business",
    "BusinessSession",
    "CallNumber",
    "CodeReport",
    "CodeUse",
    "ContactRead",
    "Device",
    "Invitation",
    "Membership",
    "Owner",
    "Recovery",
    "SignInCode",
    "Venue",
    "VenueCode",
    "venues_with",
]
