"""Lists of venues taken in from files: one shape of list a module, one account of its rows."""

from ansim.business.imports.merge import import_venues
from ansim.business.imports.venue_file import VenueFile, read_venue_file

__all__ = ["VenueFile", "import_venues", "read_venue_file"]
