"""Errors about a table as a whole; what is amiss in a row is no error but a refused row of the account."""

from collections.abc import Sequence

from ansim.domain.errors import AnsimError


class TableError(AnsimError):
    """The file cannot be read as a table; the message says what it is, and what to do."""


class UnknownColumnsError(TableError):
    """The first line of a table names no columns that are looked for; `headings` are the ones that it names."""

    def __init__(self, message: str, headings: Sequence[str]) -> None:
        super().__init__(message)
        self.headings = tuple(headings)


class WriteError(AnsimError):
    """A file cannot be written; the message names the path and says why."""
