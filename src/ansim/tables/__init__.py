"""Tables in and out: one reader, one account of its rows, one writer. `docs/files.md` says what is promised."""

from ansim.tables.account import Account, Aside, Taken
from ansim.tables.errors import TableError, UnknownColumnsError, WriteError
from ansim.tables.why import RowNote, Why

__all__ = [
    "Account",
    "Aside",
    "RowNote",
    "TableError",
    "Taken",
    "UnknownColumnsError",
    "Why",
    "WriteError",
]
