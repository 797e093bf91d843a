"""Lists of venues taken in from files: one shape of list a module, one account of its rows."""

from ansim.business.imports.licence_kinds import Chosen, chosen_in, kind_chosen
from ansim.business.imports.merge import import_venues
from ansim.business.imports.venue_file import (
    AsideRow,
    VenueFile,
    read_head_office_file,
    read_venue_file,
)

__all__ = [
    "AsideRow",
    "Chosen",
    "VenueFile",
    "chosen_in",
    "import_venues",
    "kind_chosen",
    "read_head_office_file",
    "read_venue_file",
]
