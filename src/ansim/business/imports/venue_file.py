"""Read a list of venues: every row is taken, set aside or refused with the reason; nothing stops the rest.

Each row has a natural key, so that reading the same list twice makes nothing twice.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ansim.business.imports import words
from ansim.business.imports.shapes import own, shape_of, superseded, wanted
from ansim.business.imports.venue_rows import Cells, RefusedCellError, SetAsideError, VenueRow
from ansim.tables import Aside, RowNote
from ansim.tables.cells import as_whole, is_number, names_nothing
from ansim.tables.reading import Table, read_table

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
_NUMBERS = ("external_id", "store_code")


@dataclass(frozen=True, slots=True)
class VenueFile:
    """What a list gave: venues, how many rows were set aside and why, and rows that were refused.

    `noted` are rows that were taken without a value of theirs, `remarks` sentences about the file.
    """

    rows: tuple[VenueRow, ...]
    aside: Mapping[Aside, int]
    refused: tuple[RowNote, ...]
    noted: tuple[RowNote, ...] = ()
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Rows that came in."""
        return len(self.rows) + sum(self.aside.values()) + len(self.refused)


def read_venue_file(path: Path) -> VenueFile:
    """The venues of a list (CSV or XLSX). Raises TableError for a file that is no known list."""
    table = read_table(path, wanted, f"for a list of our own {', '.join(OWN_COLUMNS)}")
    shape = shape_of(table.columns.column_names) or own
    rows: dict[str, VenueRow] = {}
    refused = [replace(note, row=_sheet_row(table, note.row)) for note in table.refused]
    noted: list[RowNote] = []
    aside: Counter[Aside] = Counter()
    mended = _numbers_mended(table)
    past = superseded(shape, mended)
    for number, values in mended:
        if number in past:
            aside[Aside.DUPLICATE] += 1
            continue
        cells = Cells(_sheet_row(table, number), values)
        try:
            row = shape.venue(cells)
            earlier = rows.get(row.external_id)
            if earlier and replace(earlier, row=row.row) != row:
                why = words.SAME_VENUE.of(row=earlier.row)
                raise RefusedCellError("external_id", row.external_id, why)  # noqa: TRY301
        except SetAsideError as reason:
            aside[reason.aside] += 1
            continue
        except RefusedCellError as refusal:
            refused.append(RowNote(cells.row, refusal.column, refusal.value, refusal.why))
            continue
        if earlier:
            aside[Aside.DUPLICATE] += 1
            continue
        rows[row.external_id] = row
        noted += cells.notes
    refused.sort(key=lambda note: note.row)
    return VenueFile(tuple(rows.values()), aside, tuple(refused), tuple(noted), table.remarks)


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
