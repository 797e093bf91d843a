"""The public list of the shops that sold masks in 2020: pharmacies, post offices and markets."""

from ansim.business.imports.venue_rows import Cells, VenueRow
from ansim.domain.categories import Category

COLUMNS = ("store_code", "store_type", "store_name", "addr", "lat", "long")
MORE = ("phone",)
NUMBER_LIMIT = 40
_CATEGORIES = {"01": Category.PHARMACY, "02": Category.PUBLIC, "03": Category.RETAIL}


def venue(cells: Cells) -> VenueRow:
    """A venue; the shop's code is its key."""
    category = _CATEGORIES.get(cells.values["store_type"].removesuffix(".0").zfill(2))
    return cells.venue(
        key=f"mask:{cells.text('store_code', NUMBER_LIMIT, needed=True)}",
        name="store_name",
        category=cells.known(category, "store_type"),
        address="addr",
        latitude="lat",
        longitude="long",
    )
