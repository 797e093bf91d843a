"""Compare a file's rows with the venues that stand: what becomes of each, and what a clerk looks at first."""

import json
from collections import defaultdict
from typing import Final

from ansim.business.bulk import list_statements
from ansim.business.models import Upload
from ansim.domain.distances import metres_between
from ansim.domain.registration import Finding
from ansim.domain.venue_lists import Fate, UploadState
from ansim.domain.venue_names import ALIKE, NEAR, claims_authority, likeness

MOVED: Final = 100.0
"""Metres beyond which a venue is taken for another place; a point set anew on the same house moves less."""


def compare(upload: Upload, *, stale: bool = False) -> None:
    """Give each row its fate, in the caller's transaction; the upload is READY then. `stale`: it was compared before."""
    business = upload.venue_list.business_id
    list_statements.run("drop_missing", upload=upload.pk)
    match(upload)
    list_statements.run("judge", upload=upload.pk, business=business)
    if upload.whole:
        list_statements.run("add_missing", business=business, **_of_list(upload))
    if business is not None:
        look(upload.pk, business)
    upload.counts = count(upload.pk)
    upload.state, upload.stale = UploadState.READY, stale
    upload.save(update_fields=["counts", "state", "stale"])


def match(upload: Upload) -> None:
    """Find the venue of each row: by its number, else among the business's own by name and address."""
    list_statements.run("match_by_number", upload=upload.pk)
    business = upload.venue_list.business_id
    if business is not None:
        list_statements.run("match_by_name", upload=upload.pk, business=business)
    else:
        list_statements.run("match_former", **_of_list(upload))


def _of_list(upload: Upload) -> dict[str, object]:
    prefix = list_statements.key_prefix(upload.venue_list)
    return {"upload": upload.pk, "list": upload.venue_list_id, "prefix": prefix}


def count(upload: int) -> dict[str, int]:
    """How many rows have each fate."""
    return {
        Fate(fate).value: int(rows) for fate, rows in list_statements.rows("counts", upload=upload)
    }


def look(upload: int, business: int) -> None:
    """Find what a clerk should know of a head office's new venues, and of its own that would become another place."""
    found: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row, fate, name, name_en, *own, before, then_lat, then_lon in list_statements.rows(
        "to_look_at", upload=upload
    ):
        claims = claims_authority(f"{name} {name_en}")
        if (
            fate == Fate.ADDED
            or claims
            or _is_another_place((name, *own), before, then_lat, then_lon)
        ):
            found[row] += _finding(Finding.AUTHORITY_NAME, name) if claims else []
    _keep(found)
    met: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row, venue, name, place in list_statements.rows(
        "same_phone", upload=upload, business=business
    ):
        met[row] += _finding(Finding.SAME_PHONE, name, place, venue)
    for row, venue, name, place, own_name, *points in list_statements.rows("near", upload=upload):
        metres = metres_between((points[0], points[1]), (points[2], points[3]))
        if metres <= NEAR and likeness(own_name, name) >= ALIKE:
            met[row] += _finding(Finding.NEAR_AND_ALIKE, name, place, venue, round(metres))
    for row, venue, name, place, own_name in list_statements.rows("same_address", upload=upload):
        if likeness(own_name, name) >= ALIKE:
            met[row] += _finding(Finding.NEAR_AND_ALIKE, name, place, venue)
    _keep({row: found[row] + more for row, more in met.items()})


def _is_another_place(
    given: tuple[str, float | None, float | None, str | None],
    before: str,
    latitude: float | None,
    longitude: float | None,
) -> bool:
    name, to_latitude, to_longitude, _phone = given
    if likeness(name, before) < ALIKE:
        return True
    if to_latitude is None or to_longitude is None or latitude is None or longitude is None:
        return False
    return metres_between((latitude, longitude), (to_latitude, to_longitude)) > MOVED


def _finding(
    kind: Finding, name: str, place: str = "", venue: int | None = None, metres: int | None = None
) -> list[dict[str, object]]:
    return [{"kind": kind.value, "name": name, "place": place, "venue": venue, "metres": metres}]


def _keep(found: dict[int, list[dict[str, object]]]) -> None:
    if found:
        told = [json.dumps(one, ensure_ascii=False) for one in found.values()]
        list_statements.run("keep_findings", rows=list(found), findings=told)
