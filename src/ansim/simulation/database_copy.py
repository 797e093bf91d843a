"""Put a seeded province into PostgreSQL by binary COPY, as the owner. For trials, tests and benchmarks.

The rows are laid out by numpy in PostgreSQL's COPY binary format (documentation of COPY, "Binary Format"): all columns
have a fixed width, so that a day is two arrays of records, one with check-out and one without.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.types.json import Jsonb

from ansim.domain.codes import ALPHABET, LENGTH
from ansim.domain.errors import AnsimError
from ansim.domain.evidence import Sign
from ansim.domain.methods import Method
from ansim.domain.quantities import OPEN
from ansim.keys import DayKeys
from ansim.settings.environment import dsn
from ansim.simulation.districts_of_jeju import DISTRICTS
from ansim.simulation.province import DayOfTruth, Province, Visits
from ansim.visits.partitions import open_days

Connection = psycopg.Connection[tuple[Any, ...]]
Tagger = Callable[[date, NDArray[np.uint8]], NDArray[np.uint8]]  # `DayKeys.tags`

_VISIT = """
    COPY visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)
    FROM STDIN (FORMAT BINARY)
"""
_VENUE = """
    COPY business_venue (name, name_en, category, district, latitude, longitude, opening_hours, external_id) FROM STDIN
"""
_VENUE_IDS = "SELECT id FROM business_venue WHERE external_id LIKE %s ORDER BY substr(external_id, %s)::integer"
_CODE = "COPY business_venuecode (code, venue_id) FROM STDIN"
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_EPOCH_DAY = date(2000, 1, 1).toordinal()
_EPOCH = 946_684_800  # 2000-01-01 in Unix seconds
_FIELDS = (
    "day",
    "venue",
    "id",
    "tag",
    "entered",
    "left",
    "party",
    "method",
    "evidence",
)
_KINDS = {
    "day": ">i4",
    "venue": ">i4",
    "id": "V16",
    "tag": "V16",
    "party": ">i2",
    "method": ">i2",
    "evidence": ">i2",
}
_SIGNS = Sign.DEVICE_BOUND | Sign.NEAR | Sign.WITHIN_HOURS


class DatabaseInUseError(AnsimError):
    """The databases hold somebody's venues or visits, where an invented province has no place."""


def refuse_databases_in_use() -> None:
    """Raise DatabaseInUseError where there is a venue or a visit in this program's databases."""
    with (
        psycopg.connect(dsn("owner", "main")) as main,
        psycopg.connect(dsn("owner", "visits")) as visits,
    ):
        filled = {
            "venues": main.execute("SELECT FROM business_venue LIMIT 1").fetchone(),
            "visits": visits.execute("SELECT FROM visits.visit LIMIT 1").fetchone(),
        }
    for rows, found in filled.items():
        if found is not None:
            raise DatabaseInUseError(
                f"there are {rows} in the database already, and a province goes into empty ones alone: "
                "name a new folder in ANSIM_DATA (or other databases in ANSIM_..._DSN) and run `ansim migrate`"
            )


def copy_province(province: Province, days: Iterable[DayOfTruth], keys: DayKeys) -> int:
    """Put venues and days into this program's databases, making the day keys; returns the count of visits."""

    def tags(day: date, ids: NDArray[np.uint8]) -> NDArray[np.uint8]:
        keys.create(day)
        return keys.tags(day, ids)

    with (
        psycopg.connect(dsn("owner", "main")) as main,
        psycopg.connect(dsn("owner", "visits")) as visits,
    ):
        return copy_visits(visits, province, days, tags, copy_venues(main, province))


def person_ids(province: Province) -> NDArray[np.uint8]:
    """The random 16-byte ids of everybody who signed up, shape (sign-ups, 16)."""
    return np.random.default_rng((province.seed, 16)).integers(
        0, 256, (province.sign_ups, 16), np.uint8
    )


def copy_visits(
    connection: Connection,
    province: Province,
    days: Iterable[DayOfTruth],
    tagger: Tagger,
    venue_ids: NDArray[np.int32] | None = None,
) -> int:
    """Copy the visits of a province's days, opening the missing partitions; returns the count. The caller commits.

    `venue_ids`: the database's id of each of the province's venues (`copy_venues`), where it is not place + 1.
    """
    ids, count = person_ids(province), 0
    for number, told in enumerate(days):
        open_days(connection, [told.day])
        rng = np.random.default_rng((province.seed, number, 17))
        visits, people = told.visits, told.visits.person
        venues = visits.venue if venue_ids is None else venue_ids[visits.venue - 1]
        tags = tagger(told.day, ids[: people.max(initial=-1) + 1])[people]
        with connection.cursor() as cursor, cursor.copy(_VISIT) as copy:
            copy.write(_HEADER)
            for closed in (False, True):
                mine = (visits.left != OPEN) == closed
                copy.write(_records(rng, told.day, visits, venues, tags, mine, closed=closed))
            copy.write(_TRAILER)
        count += len(visits)
    return count


def copy_venues(connection: Connection, province: Province) -> NDArray[np.int32]:
    """Copy the venues, each with a code; returns their ids by place. The caller commits."""
    venues, mark = province.venues, f"province:{province.seed}:"
    korean, english = venues.names()
    with connection.cursor() as cursor:
        with cursor.copy(_VENUE) as copy:
            for place in range(len(venues)):
                hours = venues.opening_hours(place)
                copy.write_row(
                    (
                        korean[place],
                        english[place],
                        int(venues.category[place]),
                        DISTRICTS[venues.district[place]].name,
                        float(venues.latitude[place]),
                        float(venues.longitude[place]),
                        None if hours is None else Jsonb(hours),
                        f"{mark}{place + 1}",
                    )
                )
        rows = cursor.execute(_VENUE_IDS, (f"{mark}%", len(mark) + 1)).fetchall()
        ids = np.array([row[0] for row in rows], np.int32)
        letters = np.random.default_rng((province.seed, 18)).integers(0, 32, (ids.size, LENGTH))
        with cursor.copy(_CODE) as copy:
            for code, venue in zip(letters.tolist(), ids.tolist(), strict=True):
                copy.write_row(("".join(ALPHABET[letter] for letter in code), venue))
    return ids


def _records(
    rng: np.random.Generator,
    day: date,
    visits: Visits,
    venues: NDArray[np.int32],
    tags: NDArray[np.uint8],
    mine: NDArray[np.bool_],
    *,
    closed: bool,
) -> bytes:
    """The rows of a day with, or without, a check-out."""
    entered = (visits.entered[mine] - _EPOCH) * 1_000_000
    rows = np.empty(entered.size, _layout(closed=closed))
    rows["fields"] = len(_FIELDS)
    for name in _FIELDS:
        rows[f"{name} width"] = (
            rows.dtype[name].itemsize if name in (rows.dtype.names or ()) else -1
        )
    rows["day"], rows["venue"] = day.toordinal() - _EPOCH_DAY, venues[mine]
    rows["id"] = _visit_ids(rng, visits.entered[mine])
    rows["tag"] = np.ascontiguousarray(tags[mine]).view("V16").ravel()
    rows["entered"] = entered
    rows["party"], rows["method"], rows["evidence"] = visits.party[mine], Method.QR, int(_SIGNS)
    if closed:
        rows["left"] = (visits.left[mine] - _EPOCH) * 1_000_000
    return rows.tobytes()


def _layout(*, closed: bool) -> np.dtype[np.void]:
    """One row: the number of fields, then each one's width and value; NULL is a width of -1 and no value."""
    columns = [("fields", ">i2")]
    for name in _FIELDS:
        columns.append((f"{name} width", ">i4"))
        if closed or name != "left":
            columns.append((name, _KINDS.get(name, ">i8")))
    return np.dtype(columns)


def _visit_ids(rng: np.random.Generator, entered: NDArray[np.int64]) -> NDArray[np.void]:
    """UUIDv7s (RFC 9562 §5.7) of these moments."""
    ids = rng.integers(0, 256, (entered.size, 16), np.uint8)
    milliseconds = (entered * 1000 + rng.integers(0, 1000, entered.size)).astype(">u8")
    ids[:, :6] = milliseconds.view(np.uint8).reshape(-1, 8)[:, 2:]
    ids[:, 6] = ids[:, 6] & 0x0F | 0x70
    ids[:, 8] = ids[:, 8] & 0x3F | 0x80
    return ids.view("V16").ravel()
