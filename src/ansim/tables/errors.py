"""Errors about a table as a whole; what is amiss in a row is no error but a refused row of the account."""

from ansim.domain.errors import AnsimError


class TableError(AnsimError):
    """The file cannot be read as a table; the message says what it is, and what to do."""


class WriteError(AnsimError):
    """A file cannot be written; the message names the path and says why."""
