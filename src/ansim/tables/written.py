"""One writer for the CSV that people open: with a byte order mark, and without anything a spreadsheet would run."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from ansim.domain.spreadsheets import harmless
from ansim.tables.errors import WriteError

Cell = str | int | float | bool | None
MARK = "\ufeff"


def write_csv(out: Path, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a file whole or not at all; returns the number of rows. Raises WriteError.

    It begins with a byte order mark, without which Korean spreadsheets show gibberish.
    """
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(MARK)
            count = write_rows(file, heading, rows)
        draft.replace(out)
    except OSError as error:
        raise WriteError(
            f"--out {out} cannot be written: {error.strerror}; give another path"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    return count


def write_rows(file: TextIO, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """The same to a stream that is open, without a mark: for the terminal and for other programs."""
    writer = csv.writer(file)
    writer.writerow(_harmless(heading))
    count = 0
    for row in rows:
        writer.writerow(_harmless(row))
        count += 1
    return count


def _harmless(row: Sequence[Cell]) -> list[Cell]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def write_text(out: Path, text: str) -> None:
    """Write a file for programs whole or not at all, without a mark. Raises WriteError."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8", newline="")
        draft.replace(out)
    except OSError as error:
        raise WriteError(
            f"--out {out} cannot be written: {error.strerror}; give another path"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
