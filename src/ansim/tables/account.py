"""The account of a table: every row that came in is added, updated, unchanged, set aside or refused, and the sum is checked.

15,841 rows that a spreadsheet dropped in silence cost England an estimated 125,000 infections in 2020 (Fetzer and
Graeber, 2021, doi 10.1073/pnas.2100814118); so no row here is lost without a word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from ansim.tables.why import RowNote

TOLD = 100  # refused rows that are told one by one; the rest is counted


class Taken(IntEnum):
    """How much of a table was taken. The value is the command's exit status (1 and 2 are errors and wrong usage)."""

    ALL = 0
    SOME = 3
    NONE = 4


class Aside(StrEnum):
    """Why a row that is rightly written is not wanted."""

    CLOSED = "closed"
    DUPLICATE = "duplicate"
    NO_PLACE = "nobody visits"


class AccountError(Exception):
    """The sum does not come out: a fault of this program, never of the file."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the rows of one table went. A search adds all that it reads.

    `told` are the first refused rows with their reasons, `noted` rows that were taken without a value of theirs,
    `remarks` sentences about the file as a whole. Raises AccountError where the sum is wrong.
    """

    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    aside: Mapping[Aside, int] = field(default_factory=dict)
    told: tuple[RowNote, ...] = ()
    noted: tuple[RowNote, ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        out = self.taken_rows + self.set_aside + self.refused
        if out != self.rows or min(self.added, self.updated, self.unchanged, self.refused) < 0:
            raise AccountError(f"{self.rows} rows came in and {out} are accounted for")

    @property
    def taken_rows(self) -> int:
        """Rows that are now part of the data."""
        return self.added + self.updated + self.unchanged

    @property
    def set_aside(self) -> int:
        """Rows that are rightly written and not wanted."""
        return sum(self.aside.values())

    @property
    def taken(self) -> Taken:
        """ALL: no row is refused. NONE: no row is taken, though some are refused."""
        if not self.refused:
            return Taken.ALL
        return Taken.SOME if self.taken_rows else Taken.NONE

    def lines(self, name: str) -> Iterable[str]:
        """The account in words: the sum first, then each refused row and each remark."""
        why = ", ".join(f"{count} {reason}" for reason, count in self.aside.items() if count)
        yield (
            f"{name}: {self.rows} rows in = {self.added} added + {self.updated} updated"
            f" + {self.unchanged} unchanged + {self.set_aside} set aside{f' ({why})' if why else ''}"
            f" + {self.refused} refused"
        )
        yield from (f"  refused: {note}" for note in self.told[:TOLD])
        if (more := self.refused - min(len(self.told), TOLD)) > 0:
            yield f"  refused: {more} more rows"
        yield from (f"  taken, but {note}" for note in self.noted[:TOLD])
        if (more := len(self.noted) - TOLD) > 0:
            yield f"  taken, but with a remark: {more} more rows"
        yield from (f"  note: {remark}" for remark in self.remarks)

    def in_words(self, name: str) -> str:
        """`lines` as one text."""
        return "\n".join(self.lines(name))
