"""Read a list of venues from CSV: every row is either taken or refused with the reason; nothing stops the rest.

Three shapes are known by their column names: our own, the public mask-store list of 2020, and the VisitJeju list.
Each row has a natural key, so that reading the same list twice makes nothing twice.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ansim.domain.addresses import district_of
from ansim.domain.categories import Category
from ansim.domain.errors import AnsimError
from ansim.domain.spreadsheets import begins_formula

NAME_LIMIT, ADDRESS_LIMIT, KEY_LIMIT, PHONE_LIMIT = 200, 300, 100, 30
OWN_COLUMNS = (
    "external_id",
    "name",
    "name_en",
    "category",
    "address",
    "district",
    "latitude",
    "longitude",
    "phone",
)
# The country's outermost points, with the islands (Marado 33.1 N, Dokdo 131.9 E).
_LATITUDES, _LONGITUDES = (33.0, 38.7), (124.5, 132.0)
_PHONE = re.compile(r"\+?(?:[ ().~/,-]*\d){7,15}[ )]*")
_STORES = {"01": Category.PHARMACY, "02": Category.PUBLIC, "03": Category.RETAIL}


class VenueFileError(AnsimError):
    """The file as a whole cannot be read as a list of venues."""


@dataclass(frozen=True, slots=True)
class VenueRow:
    """One venue as the list gives it. `row` is its line in the file, 1 being the heading."""

    row: int
    external_id: str
    name: str
    name_en: str
    category: Category
    address: str
    district: str
    latitude: float
    longitude: float
    phone: str | None


@dataclass(frozen=True, slots=True)
class RowNote:
    """What was found amiss in a row: its line, the column, the value (cut short), and why in Korean and English."""

    row: int
    column: str
    value: str
    reason_ko: str
    reason_en: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column} {self.value!r}: {self.reason_en} ({self.reason_ko})"


class RefusedRow(RowNote):
    """A row that was not taken."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class VenueFile:
    """What a list gave; `noted` are rows that were taken without a value of theirs."""

    rows: tuple[VenueRow, ...]
    refused: tuple[RefusedRow, ...]
    noted: tuple[RowNote, ...] = ()


class _Refusal(Exception):  # noqa: N818 a signal inside this module
    def __init__(self, column: str, value: str, reason_ko: str, reason_en: str) -> None:
        super().__init__(reason_en)
        self.column, self.value, self.reason_ko, self.reason_en = (
            column,
            value[:60],
            reason_ko,
            reason_en,
        )


Columns = Mapping[str, str]


def read_venue_file(path: Path) -> VenueFile:
    """The venues of a CSV file (UTF-8 with or without mark, or CP949). Raises VenueFileError."""
    reader = csv.DictReader(io.StringIO(_decode(path), newline=""), restkey="", restval="")
    headings = [heading.strip() for heading in reader.fieldnames or ()]
    read = _shape_of(headings, path.name)
    reader.fieldnames = headings
    rows: list[VenueRow] = []
    refused: list[RefusedRow] = []
    noted: list[RowNote] = []
    seen: dict[str, int] = {}
    for number, columns in _numbered(reader, path.name):
        notes: list[RowNote] = []
        try:
            row = read(number, columns, notes)
            _require_new(row, seen)
        except _Refusal as refusal:
            refused.append(
                RefusedRow(
                    number, refusal.column, refusal.value, refusal.reason_ko, refusal.reason_en
                )
            )
        else:
            seen[row.external_id] = number
            rows.append(row)
            noted += notes
    return VenueFile(tuple(rows), tuple(refused), tuple(noted))


def _require_new(row: VenueRow, seen: Mapping[str, int]) -> None:
    if earlier := seen.get(row.external_id):
        raise _Refusal(
            "external_id",
            row.external_id,
            f"{earlier}행과 같은 업소입니다",
            f"the same venue as in row {earlier}",
        )


def _decode(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise VenueFileError(f"{path.name} is neither UTF-8 nor CP949 text: save it as CSV (UTF-8)")


def _shape_of(headings: list[str], name: str) -> Callable[[int, Columns, list[RowNote]], VenueRow]:
    have = set(headings)
    if {"store_code", "store_type", "store_name", "addr", "lat", "long"} <= have:
        return _mask_store
    if {"kind", "name", "address", "lat", "lon"} <= have:
        return _visit_jeju
    if {"name", "category", "latitude", "longitude"} <= have:
        return _own
    raise VenueFileError(
        f"{name}: these columns are no known list; ours has {', '.join(OWN_COLUMNS)}"
    )


def _numbered(reader: "csv.DictReader[str]", name: str) -> Iterator[tuple[int, Columns]]:
    while True:
        try:
            columns = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise VenueFileError(f"{name}, row {reader.line_num}: {error}") from None
        yield (
            reader.line_num,
            {key: value for key, value in columns.items() if isinstance(value, str)},
        )


def _mask_store(number: int, columns: Columns, notes: list[RowNote]) -> VenueRow:
    kind = columns["store_type"].strip().zfill(2)
    category = _known(_STORES.get(kind), number, "store_type", kind, notes)
    return _row(
        number, columns, notes, key=f"mask:{_text(columns, 'store_code', 40, needed=True)}", name="store_name",
        category=category, address="addr", latitude="lat", longitude="long",
    )  # fmt: skip


def _visit_jeju(number: int, columns: Columns, notes: list[RowNote]) -> VenueRow:
    kinds = {"places": Category.SIGHT, "accoms": Category.LODGING, "foods": Category.RESTAURANT}
    kind = columns["kind"].strip()
    category = _known(kinds.get(kind), number, "kind", kind, notes)
    if category is Category.RESTAURANT and "카페" in columns.get("tag", "").split(","):
        category = Category.CAFE
    address = "road_address" if columns.get("road_address", "").strip() else "address"
    key = f"visitjeju:{_text(columns, 'name', NAME_LIMIT, needed=True)}|{_text(columns, 'address', ADDRESS_LIMIT)}"
    return _row(
        number,
        columns,
        notes,
        key=key,
        name="name",
        category=category,
        address=address,
        latitude="lat",
        longitude="lon",
    )


def _own(number: int, columns: Columns, notes: list[RowNote]) -> VenueRow:
    word = columns["category"].strip()
    named = {kind.name: kind for kind in Category} | {str(int(kind)): kind for kind in Category}
    category = _known(named.get(word.upper()), number, "category", word, notes)
    name = _text(columns, "name", NAME_LIMIT, needed=True)
    key = _text(columns, "external_id", 90) or f"{name}|{_text(columns, 'address', ADDRESS_LIMIT)}"
    return _row(
        number, columns, notes, key=f"own:{key}", name="name", category=category, address="address",
        latitude="latitude", longitude="longitude",
    )  # fmt: skip


def _known(
    category: Category | None, number: int, column: str, value: str, notes: list[RowNote]
) -> Category:
    """The category, or OTHER with a note: a venue is not lost for the word that its list uses."""
    if category is None:
        known = ", ".join(kind.name.lower() for kind in Category)
        reason = f"unknown category, taken as other; known are {known}"
        notes.append(
            RowNote(number, column, value[:60], "모르는 업종이라 기타로 등록합니다", reason)
        )
    return category or Category.OTHER


def _row(
    number: int,
    columns: Columns,
    notes: list[RowNote],
    *,
    key: str,
    name: str,
    category: Category,
    address: str,
    latitude: str,
    longitude: str,
) -> VenueRow:
    place = _text(columns, address, ADDRESS_LIMIT)
    return VenueRow(
        row=number,
        external_id=_key(key),
        name=_text(columns, name, NAME_LIMIT, needed=True),
        name_en=_text(columns, "name_en", NAME_LIMIT),
        category=category,
        address=place,
        district=_text(columns, "district", 100)
        or district_of(place)
        or district_of(columns.get("address", "")),
        latitude=_degrees(columns, latitude, _LATITUDES),
        longitude=_degrees(columns, longitude, _LONGITUDES),
        phone=_phone(number, columns, notes),
    )


def _key(key: str) -> str:
    """At most 100 characters, and two long keys that begin alike still differ."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return key if len(key) <= KEY_LIMIT else f"{key[: KEY_LIMIT - 17]}#{digest}"


def _phone(number: int, columns: Columns, notes: list[RowNote]) -> str | None:
    value = columns.get("phone", "").strip().strip("-").strip()
    if not value:  # lists write "--" for none
        return None
    if len(value) <= PHONE_LIMIT and _PHONE.fullmatch(value):
        return value
    _text(columns, "phone", PHONE_LIMIT)  # a formula or an invisible sign costs the row
    reason = "is no phone number, left empty"
    notes.append(RowNote(number, "phone", value[:60], "전화번호가 아니어서 비워 둡니다", reason))
    return None


def _text(columns: Columns, column: str, limit: int, *, needed: bool = False) -> str:
    value = unicodedata.normalize("NFC", columns.get(column, "")).strip()
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co") for sign in value):
        raise _Refusal(
            column, value, "보이지 않는 제어 문자가 있습니다", "has an invisible control character"
        )
    if begins_formula(value):
        raise _Refusal(column, value, "수식으로 시작합니다", "begins like a spreadsheet formula")
    if len(value) > limit:
        raise _Refusal(column, value, f"{limit}자를 넘습니다", f"longer than {limit} characters")
    if needed and not value:
        raise _Refusal(column, value, "비어 있습니다", "is empty")
    return value


def _degrees(columns: Columns, column: str, limits: tuple[float, float]) -> float:
    value = columns.get(column, "").strip()
    try:
        degrees = float(value)
    except ValueError:
        raise _Refusal(column, value, "숫자가 아닙니다", "is not a number") from None
    if not limits[0] <= degrees <= limits[1]:
        low, high = limits
        other = _LONGITUDES if limits is _LATITUDES else _LATITUDES
        swapped = other[0] <= degrees <= other[1]
        raise _Refusal(
            column,
            value,
            "우리나라 밖의 좌표입니다" + (" (위도와 경도가 바뀐 것 같습니다)" if swapped else ""),
            f"lies outside the country ({low} to {high} degrees)"
            + (": latitude and longitude seem swapped" if swapped else ""),
        )
    return degrees
