"""The statements of `queries.sql`, with what stands in several of them put in."""

from typing import Any, Final

from django.db import connection

from ansim.business.models import VenueList
from ansim.database.named_statements import read_statements

_MARK: Final = (
    "md5(ROW(v.name, v.name_en, v.category, v.address, v.district, v.latitude, v.longitude, v.phone, v.external_id,"
    " v.business_id, v.closed_at, v.kind_of_site)::text)"
)
_OWN_ZONE: Final = (
    "EXISTS (SELECT FROM business_venue around WHERE around.id = v.parent_id"
    " AND around.business_id IS NOT DISTINCT FROM v.business_id)"
)
# A clerk's file meets a venue that a business has: what its owner said of it stays. %(business)s NULL: it is a clerk's.
_HELD: Final = "(%(business)s::int IS NULL AND v.business_id IS NOT NULL)"
# A number of a clerk's list by the key of an older release, which every list shared: the list that knows it takes it over.
_REKEYED: Final = (
    "(v.external_id IS NULL OR starts_with(v.external_id, 'own:') AND r.external_id ~ '^l[0-9]+:')"
)
_CHOSEN: Final = "r.waits = %(admitting)s AND r.approved = %(admitting)s"
_SQL: Final = {
    name: text.replace("MARK", _MARK)
    .replace("OWN_ZONE", _OWN_ZONE)
    .replace("CHOSEN", _CHOSEN)
    .replace("HELD", _HELD)
    .replace("REKEYED", _REKEYED)
    for name, text in read_statements("ansim.business.bulk").items()
}


def key_prefix(venue_list: VenueList) -> str:
    """How the keys of venues begin that a list knows by numbers of its own: those of its business, or of the list alone."""
    if venue_list.business_id is not None:
        return f"b{venue_list.business_id}:"
    return f"l{venue_list.pk}:"


def run(name: str, **values: Any) -> int:
    """Run a statement; returns how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL[name], values)
        return int(cursor.rowcount)


def rows(name: str, **values: Any) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL[name], values)
        return list(cursor.fetchall())


def number(name: str, **values: Any) -> int:
    """The one number that a statement finds."""
    return int(rows(name, **values)[0][0])
