"""The list of the VisitJeju interface: sights, lodgings and eateries with road addresses and tags."""

from ansim.business.imports.venue_rows import ADDRESS_LIMIT, NAME_LIMIT, Cells, VenueRow
from ansim.domain.categories import Category

COLUMNS = ("kind", "name", "address", "lat", "lon")
MORE = ("road_address", "tag", "phone")
_CATEGORIES = {
    "places": Category.SIGHT,
    "accoms": Category.LODGING,
    "foods": Category.RESTAURANT,
}
_CAFE = "카페"  # the tag of the eateries that are cafés


def venue(cells: Cells) -> VenueRow:
    """A venue; name and address are its key, as the list has no numbers."""
    category = _CATEGORIES.get(cells.values["kind"])
    if category is Category.RESTAURANT and _CAFE in cells.values.get("tag", "").split(","):
        category = Category.CAFE
    name = cells.text("name", NAME_LIMIT, needed=True)
    return cells.venue(
        key=f"visitjeju:{name}|{cells.text('address', ADDRESS_LIMIT)}",
        name="name",
        category=cells.known(category, "kind"),
        address="road_address" if cells.values.get("road_address") else "address",
        latitude="lat",
        longitude="lon",
    )
