"""Our own list of venues: the columns of `docs/files.md`."""

from dataclasses import replace

from ansim.business.imports.venue_rows import ADDRESS_LIMIT, NAME_LIMIT, Cells, VenueRow
from ansim.domain.categories import Category

COLUMNS = ("name", "category", "latitude", "longitude")
MORE = ("external_id", "kind", "name_en", "address", "district", "phone")
NUMBER_LIMIT = 90
_CATEGORIES = {kind.name: kind for kind in Category} | {str(int(kind)): kind for kind in Category}


def venue(cells: Cells) -> VenueRow:
    """A venue; without a number of its list, name and address are its key."""
    category = _CATEGORIES.get(cells.values["category"].removesuffix(".0").upper())
    name = cells.text("name", NAME_LIMIT, needed=True)
    number = cells.text("external_id", NUMBER_LIMIT)
    kind = cells.kind("kind")
    found = cells.venue(
        key=f"own:{number or name + '|' + cells.text('address', ADDRESS_LIMIT)}",
        name="name",
        category=cells.category_of(kind, category, "category"),
        kind=kind,
        address="address",
        latitude="latitude",
        longitude="longitude",
    )
    return replace(found, number=number)
