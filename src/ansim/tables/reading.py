"""One reader for all tables of the product: CSV (UTF-8, CP949, UTF-16), XLSX and Parquet, told apart by their content."""

import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ansim.tables import arrow  # noqa: F401 before Arrow makes its first scalar
from ansim.tables.cells import tidy
from ansim.tables.csv_text import CsvText
from ansim.tables.encodings import as_utf8
from ansim.tables.errors import TableError, UnknownColumnsError
from ansim.tables.why import RowNote

_PARQUET = b"PAR1"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a zip archive; the older compound file

Wanted = Callable[[Sequence[str]], Sequence[str] | None]
"""The columns to read of a file with these headings (tidy, in small letters); None where they are not the right ones."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that are rows. `columns` by heading, as text (of Parquet: as typed there).

    `number[i]` is the number of row i in the file: 1 is the first below the heading, blank and bad rows counted.
    `first` is the row of a spreadsheet in which number 1 stands, `places` where in the file each column stands (0 is the
    first). `refused` are rows that are none, `remarks` sentences about the file.
    """

    name: str
    columns: pa.Table
    number: NDArray[np.int64]
    first: int = 2
    refused: tuple[RowNote, ...] = ()
    remarks: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Rows that came in."""
        return len(self.number) + len(self.refused)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's number and its tidy cells by heading."""
        names = self.columns.column_names
        cells = [self.columns[name].to_pylist() for name in names]
        for number, *row in zip(self.number.tolist(), *cells, strict=True):
            texts = (tidy("" if cell is None else str(cell)) for cell in row)
            yield number, dict(zip(names, texts, strict=True))


@dataclass(slots=True)
class _Found:
    """What a format gave: a row for each row of the file, the bad ones empty."""

    table: pa.Table
    every: Callable[[], pa.Table]
    places: Mapping[str, int]
    bad: list[RowNote] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    first: int = 2
    blank: list[int] = field(
        default_factory=list
    )  # for each blank line, how many rows are before it


def read_table(file: Path, wanted: Wanted, columns: str) -> Table:
    """The wanted columns of a file; `columns` says in words which ones are looked for.

    Raises TableError for a file that is no table, lacks the columns, or has two of one name.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(8)
        if head.startswith(_PARQUET) or file.suffix.lower() in {".parquet", ".pq"}:
            return _parquet(file, wanted, columns)
        found = _workbook if head.startswith(_WORKBOOKS) else _csv
        return _whole(file.name, found(file, wanted, columns))
    except OSError as error:
        raise TableError(
            f"{file.name} cannot be read: {error.strerror or error}; is the path right, and may you read it?"
        ) from None


def one_of_each(*groups: Sequence[str], also: Sequence[str] = ()) -> Wanted:
    """Wanted is one column of each group (the first that is there), and of `also` those that are there."""

    def wanted(headings: Sequence[str]) -> Sequence[str] | None:
        found = [next((name for name in group if name in headings), None) for group in groups]
        if None in found:
            return None
        return [name for name in (*found, *also) if name is not None and name in headings]

    return wanted


def _places(name: str, headings: Sequence[str], wanted: Wanted, columns: str) -> dict[str, int]:
    known = [tidy(heading).casefold() for heading in headings]
    asked = wanted(known)
    if asked is None:
        named = list(filter(None, map(tidy, headings)))
        raise UnknownColumnsError(
            f"{name}: the columns ({', '.join(named)[:200]}) are no known table; wanted {columns}:"
            " name them so in the first line, or give another file",
            named,
        )
    if doubled := [one for one in asked if known.count(one) > 1]:
        raise TableError(f"{name}: two columns are called {doubled[0]}: remove one")
    return {one: known.index(one) for one in asked}


def _csv(file: Path, wanted: Wanted, columns: str) -> _Found:
    if not file.stat().st_size:
        raise TableError(f"{file.name} cannot be read as CSV: it is empty; save the list again")
    with file.open("rb") as opened:
        data = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    text = CsvText(as_utf8(data, file.name), file.name)
    places = _places(file.name, text.headings, wanted, columns)
    found = text.read(list(places.values()))
    bad = [RowNote(one.row, "", one.text, one.why) for one in found.bad]
    every = range(len(text.headings))
    return _Found(
        found.table.rename_columns(list(places)),
        lambda: text.read(every).table,
        places,
        bad,
        found.remarks,
        blank=found.blank,
    )


def _workbook(file: Path, wanted: Wanted, columns: str) -> _Found:
    from ansim.tables.workbooks import read_sheet  # noqa: PLC0415 only a workbook needs its reader

    found = read_sheet(
        file, lambda row: wanted([tidy(cell).casefold() for cell in row]) is not None, columns
    )
    places = _places(file.name, found.headings, wanted, columns)
    table = found.table(list(places.values())).rename_columns(list(places))
    every = range(len(found.headings))
    return _Found(table, lambda: found.table(every), places, [], found.remarks, found.above + 2)


def _parquet(file: Path, wanted: Wanted, columns: str) -> Table:

    try:
        whole = pa.parquet.ParquetFile(file)
        names = whole.schema_arrow.names
        places = _places(file.name, names, wanted, columns)
        table = whole.read(columns=[names[place] for place in places.values()])
    except pa.ArrowException as error:
        doubled = "Multiple matches" in str(error)
        what = "has two columns of one name" if doubled else "is no whole Parquet file"
        raise TableError(f"{file.name} {what}: write it again, or give CSV") from None
    order = {name: names[place] for name, place in places.items()}
    table = pa.table({name: table[written] for name, written in order.items()})
    return Table(file.name, table, np.arange(1, table.num_rows + 1))


def _whole(name: str, found: _Found) -> Table:
    """Without the bad rows, and without rows in which every cell is blank: spreadsheets write them behind the last."""
    rows = found.table.num_rows
    keep = np.ones(rows, np.bool_)
    keep[[note.row - 1 for note in found.bad]] = False
    remarks = list(found.remarks)
    if _blank(found.table, keep).any():
        blank = _blank(found.every(), keep)
        keep &= ~blank
        if blank.any():
            remarks.append(f"{int(blank.sum())} rows without any value were passed over")
    row = np.arange(rows)
    number = row + 1 + np.searchsorted(np.array(found.blank, np.int64), row, side="right")
    bad = tuple(replace(note, row=int(number[note.row - 1])) for note in found.bad)
    table = found.table if keep.all() else found.table.filter(pa.array(keep.tolist()))
    return Table(name, table, number[keep], found.first, bad, tuple(remarks), found.places)


def _blank(table: pa.Table, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    blank = among.copy()
    for column in table.columns:
        if not blank.any():
            break
        nothing = pc.or_(pc.equal(column, pa.scalar("")), pc.utf8_is_space(column))
        blank &= nothing.to_numpy(zero_copy_only=False)
    return blank
