r"""Whether the quotation marks of a CSV text are in order, and the rows where they are not.

A cell is quoted as RFC 4180 has it: a mark before its first and behind its last sign, a doubled mark for each mark inside,
line breaks as they come. A reader that meets a mark which is never closed takes the following rows for part of the cell;
one that closes it at the end of the file loses them all. Here a row whose marks are out of order is refused by itself and
reading goes on with the next line:

    1,"open all night        refused: the mark is closed by the one of row 3, in the middle of a word
    2,closed on Mondays      read
    3,"parking"              read

A mark inside a cell that does not begin with one (5" pipe) is a plain sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ansim.tables import why
from ansim.tables.encodings import REPLACEMENT, Data
from ansim.tables.why import Why

_QUOTE, _LF, _CR = 34, 10, 13
_STEP = 1 << 22
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that is none: its number (1 is the first below the heading), how it begins, and why."""

    row: int
    text: str
    why: Why


@dataclass(slots=True)
class Mended:
    """The body with an empty row in the place of each bad one, so that rows keep their numbers.

    `blank`: for each blank line how many rows come before it.
    """

    body: Data
    bad: list[BadLine]
    blank: list[int]


def has_quotes(body: Data) -> bool:
    """Whether there is any quotation mark."""
    return any(b'"' in bytes(body[start : start + _STEP]) for start in range(0, len(body), _STEP))


def has_blank_lines(body: Data, rows: int, *, quoted: bool) -> bool:
    """Whether a line may be empty, of a body with this many rows; a spreadsheet counts it as a row."""
    steps = range(0, len(body), _STEP)
    if quoted:  # line breaks may stand in cells
        parts = (bytes(body[max(0, start - 2) : start + _STEP]) for start in steps)
        empty = (b"\n\n", b"\n\r\n", b"\r\r")
        return any(sign in part for part in parts for sign in empty)
    text = np.frombuffer(body, np.uint8)
    breaks = sum(int(np.count_nonzero(text[start : start + _STEP] == _LF)) for start in steps)
    last = 0 if text.size and text[-1] == _LF else 1
    return breaks + last != rows


def may_hold_breaks(body: Data, rows: int) -> bool:
    """Whether a cell of a body with this many rows may hold a line break; a cheap count, no false no."""
    text = np.frombuffer(body, np.uint8)
    steps = [text[start : start + _STEP] for start in range(0, len(text), _STEP)]
    feeds, returns = (
        sum(int(np.count_nonzero(step == sign)) for step in steps) for sign in (_LF, _CR)
    )
    return feeds > rows or returns not in {0, feeds}


def in_order(body: Data, delimiter: str) -> bool:
    """Whether every quotation mark opens a cell, closes one or is one of two inside; exact, a few ms a megabyte."""
    text = np.frombuffer(body, np.uint8)
    before, after = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
    before[[ord(delimiter), _LF, _CR, _QUOTE]] = True
    after[[ord(delimiter), _LF, _CR, _QUOTE]] = True
    opened = 0  # 1 inside a cell
    for start in range(0, len(text), _STEP):
        marks = np.flatnonzero(text[start : start + _STEP] == _QUOTE) + start
        opening, closing = marks[opened::2], marks[1 - opened :: 2]
        opening = opening[opening > 0]
        closing = closing[closing + 1 < len(text)]
        if not (before[text[opening - 1]].all() and after[text[closing + 1]].all()):
            return False
        opened = (opened + marks.size) % 2
    return not opened


class _Row(NamedTuple):
    end: int
    why: Why | None = None
    surplus: int = 0  # empty cells beyond the heading


class Mender:
    """Reads a body line by line and puts an empty row in the place of each that is none. `width`: cells of a row."""

    def __init__(self, body: Data, width: int, delimiter: str, *, damaged: bool) -> None:
        self._body = bytes(body)
        self._width, self._damaged = width, damaged
        self._comma = delimiter.encode()
        sign = re.escape(self._comma)
        self._quoted = re.compile(rb'"((?:[^"]++|"")*+)"(?=%b|[\r\n]|\Z)' % sign)
        self._bare = re.compile(rb'(?!")[^%b\r\n]*' % sign)
        self._line = re.compile(rb"[^\r\n]*")
        self._break = re.compile(rb"\r\n|\r|\n|\Z")
        self._empty = self._comma * (width - 1) if width > 1 else b'""'

    def mended(self) -> Mended:
        """The body, and what was amiss in it."""
        parts: list[bytes] = []
        bad: list[BadLine] = []
        blank: list[int] = []
        row, place, kept, behind_fault = 0, 0, 0, False
        while place < len(self._body):
            end = self._line.match(self._body, place).end()  # type: ignore[union-attr]
            line = self._body[place:end]
            if not line.strip():
                blank.append(row)
                if line:  # blanks alone are no row
                    parts += [self._body[kept:place]]
                    kept = end
                place = self._after(end)
                continue
            row += 1
            behind_fault = behind_fault and b'"' in line
            found = self._judge(place, end, line, behind_fault=behind_fault)
            end = found.end
            if found.why is not None:
                parts += [self._body[kept:place], self._empty]
                shown = self._body[place:end].decode("utf-8", "replace")[:_SHOWN]
                bad.append(BadLine(row, shown, found.why))
                behind_fault = behind_fault or found.why is why.NOT_CLOSED
                kept = end
            else:
                behind_fault = False
                if found.surplus:
                    parts += [self._body[kept : end - found.surplus]]
                    kept = end
            place = self._after(end)
        return Mended(b"".join([*parts, self._body[kept:]]), bad, blank)

    def _after(self, end: int) -> int:
        return self._break.match(self._body, end).end()  # type: ignore[union-attr]

    def _judge(self, place: int, end: int, line: bytes, *, behind_fault: bool) -> _Row:
        """What the row is; one of quoted cells may go on beyond its first line."""
        if b'"' in line:
            found = self._cells(place)
            if found is None:
                return _Row(end, why.NOT_CLOSED)
            cells, stop = found
            if behind_fault and line.count(b'"') % 2 and stop == end:
                return _Row(end, why.LEFT_OVER)
            end = stop
        else:
            cells = line.count(self._comma) + 1
        if self._damaged and REPLACEMENT in self._body[place:end]:
            return _Row(end, why.DAMAGED)
        surplus = cells - self._width
        if surplus > 0 and self._body[place:end].endswith(self._comma * surplus):
            return _Row(end, surplus=surplus)  # empty cells beyond the heading hold nothing
        if surplus:
            reason = why.TOO_MANY if surplus > 0 else why.TOO_FEW
            return _Row(end, reason.of(found=cells, wanted=self._width))
        return _Row(end)

    def _cells(self, place: int) -> tuple[int, int] | None:
        """How many cells the row holds and where it ends; None where a quoted cell is not closed rightly."""
        count = 0
        while True:
            cell = self._quoted.match(self._body, place) or self._bare.match(self._body, place)
            if cell is None:
                return None
            count += 1
            place = cell.end()
            if self._body[place : place + 1] != self._comma:
                return count, place
            place += 1


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A quoted cell that holds whole lines which could be rows of the table: the row's number, and how many."""

    row: int
    lines: int


def swallowed(body: Data, width: int, delimiter: str) -> Iterator[Swallowed]:
    """Quoted cells of a body in order, that hold lines with as many values as a row has."""
    if width < 2:
        return
    text, comma = bytes(body), delimiter.encode()
    # Only behind the start of a cell does a mark open one; in other places it is a plain sign.
    cell = re.compile(rb'(?:(?<=[\r\n%b])|\A)"((?:[^"]++|"")*+)"' % re.escape(comma))
    inside, seen, row = 0, 0, 1
    for found in cell.finditer(text):
        if b"\n" not in found[1] and b"\r" not in found[1]:
            continue
        row += _rows(text[seen : found.start()])
        seen = found.end()
        lines = found[1].splitlines()
        inside = sum(line.count(comma) >= width - 1 for line in lines[1:])
        if inside:
            yield Swallowed(row, inside)


def _rows(text: bytes) -> int:
    """Line breaks that end a row: empty lines are none."""
    return len(re.findall(rb"[^\r\n](?:\r\n|\r|\n)", text)) + int(text[:1] in (b"\r", b"\n"))
