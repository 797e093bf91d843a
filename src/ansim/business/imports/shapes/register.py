"""The national register of licensed venues (지방행정 인허가), in either wording of its headings.

A file of changes says a venue again at each change; the row that was changed last is what holds.
"""

from collections.abc import Mapping, Sequence

from ansim.business.imports import words
from ansim.business.imports.licence_kinds import LicenceKind
from ansim.business.imports.licences import HEADINGS, NEEDED, LicenceState, RegisterError, read_row
from ansim.business.imports.venue_rows import (
    ADDRESS_LIMIT,
    NAME_LIMIT,
    Cells,
    RefusedCellError,
    SetAsideError,
    VenueRow,
    short_key,
)
from ansim.domain.district_of_address import district_of
from ansim.tables import Aside

COLUMNS = tuple(HEADINGS[column][0] for column in NEEDED)
_AS_OF = ("최종수정시점", "데이터갱신일자", "데이터갱신시점")
MORE = _AS_OF + tuple(
    name for column, names in HEADINGS.items() if column not in NEEDED for name in names
)


def venue(cells: Cells) -> VenueRow:
    """A venue that is open; its licence number is its key. Raises SetAsideError for the others."""
    try:
        licensed = read_row(cells.values, cells.chosen)
    except RegisterError as error:
        why = words.UNKNOWN_STATE if error.value else words.EMPTY
        raise RefusedCellError(error.column, error.value, why) from None
    key = short_key(f"register:{licensed.number}")
    if licensed.state is not LicenceState.OPEN:
        raise SetAsideError(Aside.CLOSED, key, ended=licensed.state is not LicenceState.SUSPENDED)
    kind = licensed.kind
    if kind.category is None:
        raise SetAsideError(Aside.NO_PLACE, key, why=kind.no_place)
    for column in licensed.left_out:
        cells.note(column, words.LEFT_EMPTY)
    _note_kind(cells, kind)
    address = HEADINGS["road_address"], HEADINGS["lot_address"]
    given = next((name for names in address for name in names if cells.values.get(name)), "")
    latitude, longitude = licensed.place or (None, None)
    return VenueRow(
        row=cells.row,
        external_id=key,
        name=cells.text(HEADINGS["name"][0], NAME_LIMIT, needed=True),
        name_en="",
        category=kind.category,
        address=cells.text(given, ADDRESS_LIMIT) if given else "",
        district=district_of(licensed.address),
        latitude=latitude,
        longitude=longitude,
        phone=licensed.phone,
        kind=kind.facility,
        unknown_licence=kind.unknown or "",
    )


def _note_kind(cells: Cells, kind: LicenceKind) -> None:
    columns = [name for column in ("service", "service_code", "type") for name in HEADINGS[column]]
    column = next((name for name in columns if cells.values.get(name)), "")
    if kind.unknown is not None:
        cells.note(column, words.UNKNOWN_LICENCE if kind.unknown else words.NO_LICENCE_KIND)
    elif kind.facility is None:
        cells.note(column, words.NO_FACILITY)


def key_of(values: Mapping[str, str]) -> str:
    """The key of the venue that a row names, also where the row is refused; empty where it names none."""
    number = values.get(COLUMNS[0], "")
    return short_key(f"register:{number}") if number else ""


def superseded(rows: Sequence[tuple[int, Mapping[str, str]]]) -> frozenset[int]:
    """The numbers of the rows whose venue a later state of the register says again."""
    newest: dict[str, tuple[tuple[str, ...], int]] = {}
    for number, values in rows:
        state = tuple(values.get(column, "") for column in _AS_OF), number
        licence = values.get(COLUMNS[0], "")
        newest[licence] = max(newest.get(licence, state), state)
    kept = {number for _, number in newest.values()}
    return frozenset(
        number for number, values in rows if values.get(COLUMNS[0]) and number not in kept
    )
