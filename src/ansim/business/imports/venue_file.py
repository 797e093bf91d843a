"""Read a list of venues: every row is taken, set aside or refused with the reason; nothing stops the rest.

Each row has a natural key, so that reading the same list twice makes nothing twice.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ansim.business.imports import words
from ansim.business.imports.licence_kinds import Chosen
from ansim.business.imports.shapes import (
    HEAD_OFFICE_SHAPES,
    SHAPES,
    Shape,
    own,
    shape_of,
    superseded,
    wanted,
)
from ansim.business.imports.venue_rows import Cells, RefusedCellError, SetAsideError, VenueRow
from ansim.tables import Aside, RowNote, Why
from ansim.tables.cells import as_whole, is_number, names_nothing
from ansim.tables.reading import Table, read_table

OWN_COLUMNS = (
    "external_id",
    "name",
    "name_en",
    "category",
    "kind",
    "address",
    "district",
    "latitude",
    "longitude",
    "phone",
)
_NUMBERS = ("external_id", "점포번호", "store_code")
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A row that was set aside; `key` is its venue's where it names one, `ended` says that it is closed for good.

    `more` says more of the reason, where there is more to say.
    """

    row: int
    why: Aside
    key: str = ""
    ended: bool = False
    more: Why | None = None


@dataclass(frozen=True, slots=True)
class VenueFile:
    """What a list gave: venues, rows that were set aside and why, and rows that were refused.

    `noted` are rows that were taken without a value of theirs, `remarks` sentences about the file. `places` says where each
    column stands (0 is the first), `cells` what the refused rows hold, by row; `language` is that of the headings.
    """

    rows: tuple[VenueRow, ...]
    set_aside: tuple[AsideRow, ...]
    refused: tuple[RowNote, ...]
    noted: tuple[RowNote, ...] = ()
    remarks: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Rows that came in."""
        return len(self.rows) + len(self.set_aside) + len(self.refused)

    @property
    def aside(self) -> Mapping[Aside, int]:
        """How many rows were set aside, by the reason."""
        return Counter(one.why for one in self.set_aside)

    @property
    def unknown_licences(self) -> Mapping[str, int]:
        """Kinds of licences that nobody knows, and how many rows that are taken have each."""
        return Counter(row.unknown_licence for row in self.rows if row.unknown_licence)

    def unknown_in_words(self) -> tuple[str, ...]:
        """The same as a sentence, where there are any."""
        kinds = ", ".join(f"{name} ({count})" for name, count in self.unknown_licences.items())
        return (f"kinds of licences that are not known, taken as other: {kinds}",) if kinds else ()

    @property
    def language(self) -> str:
        """`ko` where a heading is Korean, else `en`."""
        return "ko" if any(map(_HANGUL.search, self.places)) else "en"


def read_head_office_file(path: Path) -> VenueFile:
    """The venues of a head office's own list. Raises TableError."""
    return read_venue_file(path, HEAD_OFFICE_SHAPES)


def read_venue_file(
    path: Path, shapes: Sequence[Shape] = SHAPES, chosen: Chosen | None = None
) -> VenueFile:
    """The venues of a list (CSV or XLSX). Raises TableError for a file that is no known list.

    `chosen` is what clerks chose for kinds of licences that the official list lacks.
    """
    columns = (
        f"for a list of our own {', '.join(OWN_COLUMNS)}"
        if shapes is SHAPES
        else " or ".join(", ".join(shape.COLUMNS) for shape in shapes)
    )
    table = read_table(path, lambda headings: wanted(headings, shapes), columns)
    shape = shape_of(table.columns.column_names, shapes) or own
    rows: dict[str, VenueRow] = {}
    refused = [replace(note, row=_sheet_row(table, note.row)) for note in table.refused]
    noted: list[RowNote] = []
    aside: list[AsideRow] = []
    cells_of: dict[int, Mapping[str, str]] = {}
    mended = _numbers_mended(table)
    past = superseded(shape, mended)
    for number, values in mended:
        if number in past:
            aside.append(AsideRow(_sheet_row(table, number), Aside.DUPLICATE))
            continue
        cells = Cells(_sheet_row(table, number), values, chosen=chosen or {})
        try:
            row = shape.venue(cells)
            earlier = rows.get(row.external_id)
            if earlier and replace(earlier, row=row.row) != row:
                why = words.SAME_VENUE.of(row=earlier.row)
                key = "external_id" if "external_id" in values else shape.COLUMNS[0]
                raise RefusedCellError(key, values[key] or row.external_id, why)  # noqa: TRY301
        except SetAsideError as reason:
            aside.append(AsideRow(cells.row, reason.aside, reason.key, reason.ended, reason.why))
            continue
        except RefusedCellError as refusal:
            refused.append(RowNote(cells.row, refusal.column, refusal.value, refusal.why))
            cells_of[cells.row] = values
            continue
        if earlier:
            aside.append(AsideRow(cells.row, Aside.DUPLICATE))
            continue
        rows[row.external_id] = row
        noted += cells.notes
    refused.sort(key=lambda note: note.row)
    return VenueFile(
        tuple(rows.values()),
        tuple(aside),
        tuple(refused),
        tuple(noted),
        table.remarks,
        table.places,
        cells_of,
    )


def _sheet_row(table: Table, number: int) -> int:
    """The row as a spreadsheet counts it, the heading included."""
    return number + table.first - 1


def _numbers_mended(table: Table) -> list[tuple[int, dict[str, str]]]:
    """The rows; where a list's own numbers are numbers alone, 9020 and 9020.0 are one venue."""
    rows = list(table.rows())
    for column in set(_NUMBERS) & set(table.columns.column_names):
        texts = [cells[column] for _, cells in rows if not names_nothing(cells[column])]
        numeric = all(map(is_number, texts))
        for _, cells in rows:
            text = cells[column]
            cells[column] = "" if names_nothing(text) else as_whole(text) if numeric else text
    return rows
