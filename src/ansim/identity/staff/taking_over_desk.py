"""A case changes hands within its team, and how much waits for an officer (ADR 49).

It is not signed: any officer of the team may sign for looking things up in it anyway (ADR 38), and nothing is opened by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.identity.staff.accepting import put_on_side
from ansim.identity.staff.desk_calls import CorrectionsThatWait, TakeOverCase
from ansim.identity.staff.staff_registry import officer_of, officers_of, teams_of
from ansim.ledger import Book
from ansim.ledger.acts import Actor, CaseTakenOver

_SQL: Final = read_statements("ansim.identity.staff")
_MOST: Final = 1000  # corrections that are counted


@dataclass(frozen=True, slots=True)
class TakingOverDesk:
    """The vault's answers about cases that change hands."""

    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    clock: Callable[[], float]

    def take_over(self, request: TakeOverCase) -> bool:
        """Give a colleague's case to an officer or deputy of its team; False where it is theirs already.

        Whoever let in the case cannot ask in it by this either.
        Raises CaseNotYoursError, BothSidesError, NotTwoSignersError, UnknownSignerError.
        """
        with self.pool.connection() as connection:
            hats = officers_of(connection, request.officer, self.clock())
            member, values = hats[0], {"case": request.case} | teams_of(hats)
            row = connection.execute(_SQL["case_to_take_over"], values).fetchone()
            if row is None or row[1]:
                raise CaseNotYoursError("nobody of this team works on that case, or it is closed")
            if row[0] == member.ref:
                return False
            put_on_side(connection, request.case, member.ref, "asking")
            connection.execute(_SQL["take_case"], values | {"staff": member.ref})
            act = CaseTakenOver(request.reason.value)
            self.book.append(Actor(member.role, member.ref), request.case, act)
        return True

    def corrections(self, request: CorrectionsThatWait) -> int:
        """How many requests for correction wait, 1,000 at most. Raises NotTwoSignersError, UnknownSignerError."""
        with self.pool.connection() as connection:
            officer_of(connection, request.officer)
            row = connection.execute(_SQL["corrections_that_wait"], {"most": _MOST}).fetchone()
        return int(row[0]) if row else 0
