"""Lists of venues taken in from files: one shape of list a module, one account of its rows."""

from ansim.business.imports.licence_kinds import Chosen, chosen_in, kind_chosen
from ansim.business.imports.merge import import_venues
from ansim.business.imports.venue_file import (
    AsideRow,
    VenueFile,
    read_head_office_file,
    read_venue_file,
)
from ansim.business.imports.venue_rows import VenueRow, short_key

__all__ = [
    "AsideRow",
    "Chosen",
    "VenueFile",
    "VenueRow",
    "chosen_in",
    "import_venues",
    "kind_chosen",
    "read_head_office_file",
    "read_venue_file",
    "short_key",
]
