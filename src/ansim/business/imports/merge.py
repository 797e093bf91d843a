"""Take a list of venues into the database, in one transaction and five statements however long it is, each change a step."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import psycopg

from ansim.business.imports.licence_kinds import Chosen, chosen_in
from ansim.business.imports.venue_file import read_venue_file
from ansim.business.imports.venue_rows import VenueRow
from ansim.domain.codes import new_code
from ansim.settings.environment import dsn
from ansim.tables import Account

# Two runs at once wait for each other here, so that what stood before is what the steps say.
_LOCK: Final = "SELECT id FROM business_venue WHERE external_id = ANY (%s) ORDER BY id FOR UPDATE"
# Arrays instead of a temporary table: the portal's role may make no tables. `before` is as it was when the statement began.
_MERGE: Final = """
    WITH before AS MATERIALIZED (
        SELECT id, to_jsonb(venue) AS row FROM business_venue AS venue WHERE external_id = ANY (%s)
    ), merged AS (
        INSERT INTO business_venue AS venue
            (external_id, name, name_en, category, address, district, latitude, longitude, phone, kind_of_site)
        SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::smallint[], %s::text[], %s::text[],
                             %s::float8[], %s::float8[], %s::text[], %s::text[])
        ON CONFLICT (external_id) DO UPDATE SET {changes}
        WHERE ({before}) IS DISTINCT FROM ({after})
        RETURNING venue.id, to_jsonb(venue) AS row, xmax = 0 AS added
    ), noted AS (
        INSERT INTO business_venuestep (venue_id, what, at, changed)
        SELECT merged.id, CASE WHEN added THEN 'registered' ELSE 'listed' END, now(), coalesce((
            SELECT jsonb_object_agg(name, CASE name WHEN 'phone' THEN '[]'
                ELSE jsonb_build_array(before.row -> name, merged.row -> name) END)
            FROM unnest(%s::text[]) AS name WHERE before.row -> name <> merged.row -> name
        ), '{{}}')
        FROM merged LEFT JOIN before USING (id) ORDER BY id
    )
    SELECT added FROM merged
"""
# Where a venue is stays the list's word. What its owner says of it is the owner's, where there is one who said it.
_AFTER: Final = {
    "address": "excluded.address",
    "district": "excluded.district",
    "latitude": "excluded.latitude",
    "longitude": "excluded.longitude",
    "name": "CASE WHEN venue.business_id IS NULL THEN excluded.name ELSE venue.name END",
    "category": "CASE WHEN venue.business_id IS NULL THEN excluded.category ELSE venue.category END",
    "name_en": "CASE WHEN venue.business_id IS NULL THEN excluded.name_en"
    " ELSE coalesce(nullif(venue.name_en, ''), excluded.name_en) END",
    "phone": "CASE WHEN venue.business_id IS NULL THEN excluded.phone"
    " ELSE coalesce(venue.phone, excluded.phone) END",
    "kind_of_site": "CASE WHEN excluded.kind_of_site = '' OR venue.business_id IS NOT NULL AND venue.kind_of_site <> ''"
    " THEN venue.kind_of_site ELSE excluded.kind_of_site END",
}
_MERGE_THEM: Final = _MERGE.format(
    changes=", ".join(f"{column} = {value}" for column, value in _AFTER.items()),
    before=", ".join(f"venue.{column}" for column in _AFTER),
    after=", ".join(_AFTER.values()),
)
# A venue whose code was revoked on purpose stays without one.
_WITHOUT_CODE: Final = """
    SELECT id FROM business_venue AS venue
    WHERE external_id = ANY (%s) AND NOT EXISTS (SELECT FROM business_venuecode WHERE venue_id = venue.id)
    ORDER BY id
"""
_ISSUE: Final = """
    INSERT INTO business_venuecode (code, venue_id) SELECT * FROM unnest(%s::text[], %s::int[])
"""


def import_venues(path: Path) -> Account:
    """Take in a list of venues, all that is good of it or nothing; each new venue gets a code.

    Safe to run twice: rows are known again by their external id. What an owner said of a venue stays. Raises TableError.
    """
    with psycopg.connect(dsn("business", "main")) as connection:
        file = read_venue_file(path, chosen=_chosen(connection))
        inserted = _merge(connection, file.rows)
    added = sum(inserted)
    return Account(
        rows=len(file),
        added=added,
        updated=len(inserted) - added,
        unchanged=len(file.rows) - len(inserted),
        refused=len(file.refused),
        aside=file.aside,
        told=file.refused,
        noted=file.noted,
        remarks=(*file.remarks, *file.unknown_in_words()),
    )


def _chosen(connection: "psycopg.Connection[tuple[Any, ...]]") -> Chosen:
    """What clerks chose in the portal for kinds of licences that the official list lacks."""
    rows = connection.execute("SELECT name, kind_of_site FROM business_licencechoice")
    return chosen_in((str(name), str(kind)) for name, kind in rows)


def _merge(
    connection: "psycopg.Connection[tuple[Any, ...]]", rows: Sequence[VenueRow]
) -> list[bool]:
    columns = [
        [row.external_id for row in rows],
        [row.name for row in rows],
        [row.name_en for row in rows],
        [int(row.category) for row in rows],
        [row.address for row in rows],
        [row.district for row in rows],
        [row.latitude for row in rows],
        [row.longitude for row in rows],
        [row.phone for row in rows],
        [row.kind.value if row.kind else "" for row in rows],
    ]
    known = columns[0]
    connection.execute(_LOCK, [known])
    merged = connection.execute(_MERGE_THEM, [known, *columns, list(_AFTER)])
    inserted = [bool(row[0]) for row in merged]
    fresh = [int(row[0]) for row in connection.execute(_WITHOUT_CODE, [known])]
    connection.execute(_ISSUE, [[new_code() for _ in fresh], fresh])
    return inserted
