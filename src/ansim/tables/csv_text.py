"""CSV: the heading, then all rows as text through Arrow's reader, in threads; what it cannot read is mended or told first."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.csv

from ansim.tables.encodings import Data, Utf8
from ansim.tables.errors import TableError
from ansim.tables.quotes import (
    BadLine,
    Mender,
    Swallowed,
    has_blank_lines,
    has_quotes,
    in_order,
    may_hold_breaks,
    swallowed,
)

_DELIMITERS = (",", "\t", ";")
_BLOCK, _LARGEST_BLOCK = 1 << 20, (1 << 31) - 1
_FIRST_OF_HEADING = 1 << 16
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The columns asked for as text, a row for each row of the file; `bad` rows are empty in it.

    `blank`: for each blank line how many rows come before it.
    """

    table: pa.Table
    bad: list[BadLine]
    blank: list[int]
    remarks: list[str]


class CsvText:
    """A CSV text, its heading read. Raises TableError where there is none."""

    def __init__(self, text: Utf8, name: str) -> None:
        self._text, self._name = text, name
        self.delimiter, start = _hint(text.data)
        end = _end_of_heading(text.data, start, name)
        line = bytes(text.data[start:end]).decode("utf-8", "replace").strip("\r\n")
        self.delimiter = self.delimiter or max(_DELIMITERS, key=line.count)
        self.headings: tuple[str, ...] = tuple(
            next(csv.reader([line], delimiter=self.delimiter), ())
        )
        self._body = text.data[end:]

    def read(self, columns: Sequence[int]) -> CsvRows:
        """Some columns, by their places in the heading."""
        width = len(self.headings)
        body, quoted = self._body, has_quotes(self._body)
        bad: list[BadLine] = []
        blank: list[int] = []
        remarks: list[str] = []
        table = None
        if not self._text.damaged and (not quoted or in_order(body, self.delimiter)):
            table = self._parsed(body, columns, quoted=quoted)
        if table is None or has_blank_lines(body, table.num_rows, quoted=quoted):
            mended = Mender(body, width, self.delimiter, damaged=self._text.damaged).mended()
            body, bad, blank = mended.body, mended.bad, mended.blank
            table = self._parsed(body, columns, quoted=quoted)
        if table is None:
            raise TableError(f"{self._name} cannot be read as CSV: save it again as CSV (UTF-8)")
        if quoted and may_hold_breaks(body, table.num_rows):
            remarks += _told(swallowed(body, width, self.delimiter))
        if table.num_rows and bytes(self._body[-1:]) not in (b"\n", b"\r"):
            remarks.append(
                f"the last row ({table.num_rows}) ends without a line break: if the file was cut"
                " off there, its last value may be cut too"
            )
        return CsvRows(table, bad, blank, remarks)

    def _parsed(self, body: Data, columns: Sequence[int], *, quoted: bool) -> pa.Table | None:
        """What Arrow reads; None where it finds a row that is none."""
        names = [str(place) for place in range(len(self.headings))]
        wanted = [names[place] for place in columns]
        if not bytes(body[:_FIRST_OF_HEADING]).strip() and not bytes(body).strip():
            return pa.table({name: pa.array([], pa.string()) for name in wanted})
        block = _BLOCK
        while True:
            try:
                return pa.csv.read_csv(
                    pa.BufferReader(pa.py_buffer(body)),
                    read_options=pa.csv.ReadOptions(column_names=names, block_size=block),
                    parse_options=pa.csv.ParseOptions(
                        delimiter=self.delimiter, newlines_in_values=quoted
                    ),
                    convert_options=pa.csv.ConvertOptions(
                        include_columns=wanted,
                        column_types=dict.fromkeys(wanted, pa.string()),
                        strings_can_be_null=False,
                        quoted_strings_can_be_null=False,
                    ),
                )
            except pa.ArrowInvalid as error:
                # A row longer than a block: a cell may be of any size.
                if "straddl" not in str(error) or block >= min(len(body), _LARGEST_BLOCK):
                    return None
                block = min(max(len(body), _BLOCK), _LARGEST_BLOCK)


def _hint(data: Data) -> tuple[str, int]:
    """The delimiter that a spreadsheet writes in a line of its own (`sep=;`), and where the heading begins."""
    head = bytes(data[:8])
    if head[:4].lower() != b"sep=":
        return "", 0
    end = 5 + (2 if head[5:7] == b"\r\n" else 1)
    return head[4:5].decode("ascii", "replace"), end


def _end_of_heading(data: Data, start: int, name: str) -> int:
    """Where the first row begins. Raises TableError where there is no heading, or one that is not closed."""
    head = bytes(data[start : start + _FIRST_OF_HEADING])
    place, quoted = 0, False
    while place < len(head):
        sign = head[place]
        if sign == 34:
            quoted = not quoted
        elif sign in (10, 13) and not quoted:
            end = place + (2 if head[place : place + 2] == b"\r\n" else 1)
            if head[:place].strip():
                return start + end
            return _end_of_heading(data, start + end, name)
        place += 1
    if quoted:
        raise TableError(
            f"{name}: a quotation mark in the heading is not closed: mend the first line"
        )
    if not head.strip():
        raise TableError(f"{name} cannot be read as CSV: it is empty; save the list again")
    return start + len(head)


def _told(found: Iterable[Swallowed]) -> list[str]:
    rows, lines = 0, 0
    first: list[str] = []
    for one in found:
        rows, lines = rows + 1, lines + one.lines
        first += [str(one.row)] if rows <= _EXAMPLES else []
    if not rows:
        return []
    more = f" and {rows - _EXAMPLES} more" if rows > _EXAMPLES else ""
    what = f"quoted cells of row {', '.join(first)}{more} hold {lines} lines that could be rows"
    return [
        f"{what} of their own; they were read as part of the cell: if a mark is missing, mend it"
    ]
