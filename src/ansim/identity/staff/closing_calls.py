"""What may be asked of the vault about the closing of cases, and about what is past its time."""

import msgspec


class CloseCase(msgspec.Struct, tag=True, frozen=True):
    """The work on a case is over, says an officer of its team: nothing more is looked up or opened in it."""

    case: str
    officer: str


class ReopenCase(msgspec.Struct, tag=True, frozen=True):
    """It is not, says an officer of its team."""

    case: str
    officer: str


class CloseForgottenCase(msgspec.Struct, tag=True, frozen=True):
    """Nobody closed a case in time, so the worker does."""

    case: str


class ForgetOverdue(msgspec.Struct, tag=True, frozen=True):
    """End the cases that nobody took up in time, and forget what is past its time."""
