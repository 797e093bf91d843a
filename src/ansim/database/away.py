"""A database that does not answer, said in words."""

import psycopg
from psycopg import errors

from ansim.domain.errors import AnsimError


class DatabaseAwayError(AnsimError):
    """A database is not there, does not let this process in, or has not been migrated."""


def in_words(error: BaseException) -> DatabaseAwayError | None:
    """The error in words, where it says that a database is away; None for every other error.

    Django's errors have psycopg's as their cause.
    """
    root = error if isinstance(error, psycopg.Error) else error.__cause__
    away = (
        psycopg.OperationalError,
        errors.UndefinedTable,
        errors.InvalidSchemaName,
        errors.InsufficientPrivilege,
    )
    if not isinstance(root, away):
        return None
    reason = (str(error).strip().splitlines() or [type(root).__name__])[-1]
    return DatabaseAwayError(
        f"the database does not let this in ({reason}): is it running, and did `ansim migrate` run?"
    )
