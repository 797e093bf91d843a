"""The business portal's tables."""

from ansim.business.models.code import VenueCode
from ansim.business.models.report import CodeReport
from ansim.business.models.session import BusinessSession
from ansim.business.models.venue import Venue, venues_with

__all__ = ["BusinessSession", "CodeReport", "Venue", "VenueCode", "venues_with"]
