"""XLSX and XLS: the first sheet that has the headings, its cells as text; dates as ISO 8601, whole numbers without `.0`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import python_calamine as calamine

from ansim.tables.errors import TableError

Cell = object


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The columns asked for as text; `above` rows stood over the heading, of which `titles` were not blank."""

    headings: tuple[str, ...]
    rows: list[list[str]]
    above: int
    remarks: list[str]

    def table(self, columns: Sequence[int]) -> pa.Table:
        """Some columns, by their places in the heading."""
        return pa.table(
            {
                str(place): pa.array([row[place] for row in self.rows], pa.string())
                for place in columns
            }
        )


def read_sheet(file: Path, fits: Callable[[Sequence[str]], bool], columns: str) -> SheetRows:
    """The rows below the first row that `fits` as a heading. Raises TableError where no sheet or several have one."""
    found: list[tuple[str, SheetRows]] = []
    first: tuple[str, ...] = ()
    try:
        # By its content: a name may lie about the format.
        with calamine.CalamineWorkbook.from_filelike(BytesIO(file.read_bytes())) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                rows = [[_text(cell) for cell in row] for row in cells]
                first = first or next((tuple(row) for row in rows if any(row)), ())
                below = _below_heading(rows, fits)
                if below is not None:
                    found.append((name, below))
    except (calamine.CalamineError, OSError) as error:
        raise TableError(f"{file.name} is no whole workbook ({error}): save it again") from None
    if not found:
        raise TableError(
            f"{file.name}: the columns ({', '.join(filter(None, first))[:200]}) are no known table;"
            f" wanted {columns}"
        )
    if len(found) > 1:
        names = ", ".join(name for name, _ in found)
        raise TableError(f"{file.name}: {len(found)} sheets have these columns ({names}): keep one")
    return found[0][1]


def _below_heading(
    rows: list[list[str]], fits: Callable[[Sequence[str]], bool]
) -> SheetRows | None:
    for place, row in enumerate(rows):
        if fits(row):
            titles = sum(any(above) for above in rows[:place])
            remarks = [f"{titles} rows above the heading were not read"] if titles else []
            return SheetRows(tuple(row), rows[place + 1 :], place, remarks)
    return None


def _text(cell: Cell) -> str:
    match cell:
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return "" if cell is None else str(cell)
