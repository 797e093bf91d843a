"""The closing of cases, as the vault keeps it (ADR 38): what is closed no session, warrant or text reaches."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.case_clocks import CASE_CLOCKS, CaseNotOverError
from ansim.domain.notification import NOTIFICATION_LIMITS
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.domain.teams import AgencyTeam
from ansim.domain.training import TRAINING_DAYS, TRAINING_PREFIX
from ansim.identity.staff.accepting import Connection
from ansim.identity.staff.closing_calls import CloseCase, CloseForgottenCase, ReopenCase
from ansim.identity.staff.staff_registry import any_works_on, hats_of

_SQL: Final = read_statements("ansim.identity.staff") | read_statements("ansim.identity.sessions")


@dataclass(frozen=True, slots=True)
class ClosingDesk:
    """The vault's answers about the closing of cases. Each says whether the vault still keeps the case."""

    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    clock: Callable[[], float]

    def close(self, request: CloseCase) -> bool:
        """Close a case; nothing happens where it is closed. Raises CaseNotYoursError, UnknownSignerError."""
        with self.pool.connection() as connection:
            _require_officer_of(connection, request.case, request.officer, self.clock())
            return _change(connection, "close_case", request.case)

    def reopen(self, request: ReopenCase) -> bool:
        """Take a closing back; sessions reach the case once it is signed for anew.

        Raises CaseNotYoursError, UnknownSignerError.
        """
        with self.pool.connection() as connection:
            _require_officer_of(connection, request.case, request.officer, self.clock())
            return _change(connection, "reopen_case", request.case)

    def close_forgotten(self, request: CloseForgottenCase) -> bool:
        """Close a case that nobody closed in time; nothing happens where it is closed."""
        with self.pool.connection() as connection:
            return _change(connection, "close_case", request.case)

    def require_over(self, case: str) -> None:
        """Refuse the end of a case whose days are not over, whatever the worker says. Raises CaseNotOverError.

        It is over so long after its closing, a training case after its days, and one that nobody took up after its own.
        """
        values = {
            "case": case,
            "now": self.clock(),
            "work": CASE_CLOCKS.work,
            "waiting": NOTIFICATION_LIMITS.waiting_days,
            "prefix": TRAINING_PREFIX,
            "training": TRAINING_DAYS,
        }
        with self.pool.connection() as connection:
            if connection.execute(_SQL["case_not_over"], values).fetchone() is not None:
                raise CaseNotOverError(
                    f"a case ends {CASE_CLOCKS.work} days after its closing: this one stays"
                )


def _change(connection: Connection, statement: str, case: str) -> bool:
    values = {"case": case}
    known = connection.execute(_SQL[statement], values).fetchone() is not None
    # Also when it opens again: a grant may have named the case while it was being closed.
    connection.execute(_SQL["leave_sessions"], values)
    return known


def _require_officer_of(connection: Connection, case: str, officer: str, now: float) -> None:
    """Refuse who is no officer of the case's team; a case that is gone is nobody's to refuse. Raises CaseNotYoursError."""
    hats = [one for one in hats_of(connection, officer, now) if one.role == "officer"]
    row = connection.execute(_SQL["whose_case"], {"case": case}).fetchone()
    if not hats or (row and not any_works_on(hats, AgencyTeam(*row[:2]))):
        raise CaseNotYoursError("a case is closed and opened again by an officer of its team")
