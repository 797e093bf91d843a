"""XLSX and XLS: the first sheet that has the headings, its cells as text; dates as ISO 8601, whole numbers without `.0`."""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import SEEK_CUR, BytesIO
from pathlib import Path
from struct import unpack
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile

import pyarrow as pa
import python_calamine as calamine

from ansim.tables.errors import TableError

Cell = object
_MOST_CELLS: Final = (
    50_000_000  # a sheet is held in memory, and one far cell makes everything before it
)
# Where cells say that they stand, and how far the sheet says that it reaches (ECMA-376, 18.3.1.4 and 18.3.1.35).
_PLACE: Final = re.compile(
    rb'<(?:\w+:)?(?:c\s(?:[^>]*?\s)?r|dimension\s(?:[^>]*?\s)?ref)="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"'
)
_MOST_BYTES: Final = 1 << 30  # of a workbook unpacked
_STEP: Final = 1 << 20
_LENGTHS_AT: Final = 26  # in the header of a zip's member: lengths of its name and extra field


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
        content = BytesIO(file.read_bytes())
        _require_bounded(content, file.name)
        with calamine.CalamineWorkbook.from_filelike(content) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                rows = [[_text(cell) for cell in row] for row in cells]
                first = first or next((tuple(row) for row in rows if any(row)), ())
                below = _below_heading(rows, fits)
                if below is not None:
                    found.append((name, below))
    except (calamine.CalamineError, BadZipFile, OSError) as error:
        raise TableError(f"{file.name} is no whole workbook ({error}): save it again") from None
    if not found:
        raise TableError(
            f"{file.name}: the columns ({', '.join(filter(None, first))[:200]}) are no known table;"
            f" wanted {columns}: name them so in one row, or give another file"
        )
    if len(found) > 1:
        names = ", ".join(name for name, _ in found)
        raise TableError(
            f"{file.name}: {len(found)} sheets have these columns ({names}): keep one of them"
        )
    return found[0][1]


def _require_bounded(content: BytesIO, file: str) -> None:
    """Raise TableError for a small file that would fill the memory; asked before the reader makes room for it."""
    if not is_zipfile(content):  # XLS is no archive, and holds 65,536 rows of 256 columns at most
        content.seek(0)
        return
    with ZipFile(content) as archive:
        size = 0
        for member in archive.infolist():
            size += _unpacked(content, member, _MOST_BYTES - size)
            if size > _MOST_BYTES:
                raise TableError(
                    f"{file} unpacks to more than {_MOST_BYTES:,} bytes: save the list alone, or as CSV"
                )
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _require_few_cells(archive.read(name), f"{file}: {name}")
    content.seek(0)


def _unpacked(content: BytesIO, member: ZipInfo, most: int) -> int:
    """How many bytes a member holds, by unpacking it: what an archive says of itself may be a lie. Stops beyond `most`."""
    content.seek(member.header_offset + _LENGTHS_AT)
    lengths = content.read(4)
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or len(lengths) < 4:
        raise BadZipFile("a member that is neither stored nor deflated")
    content.seek(sum(unpack("<HH", lengths)), SEEK_CUR)
    packed = content.read(member.compress_size)
    if member.compress_type == ZIP_STORED:
        return len(packed)
    size, inflate = 0, zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not inflate.eof and size <= most:
            size += len(inflate.decompress(packed, _STEP))
            packed = inflate.unconsumed_tail
    except zlib.error as error:
        raise BadZipFile(str(error)) from None
    return size


def _require_few_cells(sheet: bytes, name: str) -> None:
    reached = [(_column(letters), int(row)) for letters, row in _PLACE.findall(sheet)]
    row, column = (max((place[axis] for place in reached), default=0) for axis in (1, 0))
    if row * column > _MOST_CELLS:
        raise TableError(
            f"{name} reaches to row {row:,}, column {column:,}: "
            "delete what stands far from the list, or save it as CSV"
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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
