"""The statements of `queries.sql`, with what stands in several of them put in."""

from typing import Any, Final

from django.db import connection

from ansim.database.named_statements import read_statements

_MARK: Final = (
    "md5(ROW(v.name, v.name_en, v.category, v.address, v.district, v.latitude, v.longitude, v.phone, v.external_id,"
    " v.business_id, v.closed_at)::text)"
)
_OWN_ZONE: Final = (
    "EXISTS (SELECT FROM business_venue around WHERE around.id = v.parent_id"
    " AND around.business_id IS NOT DISTINCT FROM v.business_id)"
)
_CHOSEN: Final = "r.waits = %(admitting)s AND r.approved = %(admitting)s"
_SQL: Final = {
    name: text.replace("MARK", _MARK).replace("OWN_ZONE", _OWN_ZONE).replace("CHOSEN", _CHOSEN)
    for name, text in read_statements("ansim.business.bulk").items()
}


def run(name: str, **values: Any) -> int:
    """Run a statement; gives how many rows it met."""
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
