"""Which open cases are one person's. Only the vault can tell: a person is another handle in each case (ADR 34, 49)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.quantities import Handle, PersonId
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.domain.teams import AgencyTeam
from ansim.identity.staff.desk_calls import SamePersonCases
from ansim.identity.staff.notified_calls import StandingCase
from ansim.identity.staff.staff_registry import StaffMember, any_works_on, hats_of, officers_of
from ansim.keys import CaseKeyMissingError, CaseKeys

_SQL: Final = read_statements("ansim.identity.staff")
_MOST: Final = 3000  # cases that are compared
_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class SamePersonDesk:
    """The vault's answers about the other cases of a person. They say whose a case is; its mark to its own team alone."""

    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    keys: CaseKeys
    clock: Callable[[], float]

    def of_person(
        self, hats: Sequence[StaffMember], disease: str, person: PersonId, but: str = ""
    ) -> list[StandingCase]:
        """The open cases of a person and disease, newest first, five at most, as somebody with these hats may know of them."""
        values = {"disease": disease, "most": _MOST}
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["open_cases_of_disease"], values).fetchall()
        found = [
            StandingCase(agency, team, case if any_works_on(hats, AgencyTeam(agency, team)) else "")
            for case, handle, agency, team in rows
            if case != but and self._is(case, Handle(bytes(handle)), person)
        ]
        return found[:_TOLD]

    def of_case(self, request: SamePersonCases) -> list[StandingCase]:
        """Those of a case's own person, as long as it waits to whoever notified it too: they were told at once.

        Raises CaseNotYoursError, UnknownSignerError, NotTwoSignersError.
        """
        values = {"case": request.case, "staff": request.officer}
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["person_of_case"], values).fetchone()
            hats_for = hats_of if row and row[4] else officers_of
            hats = hats_for(connection, request.officer, self.clock())
        if row is None or not any_works_on(hats, AgencyTeam(*row[2:4])):
            raise CaseNotYoursError("the case is another team's, or was never opened here")
        disease, handle = row[:2]
        if handle is None:
            return []
        try:
            person = self.keys.cipher(request.case).person(Handle(bytes(handle)))
        except CaseKeyMissingError:
            return []  # the work on it is over
        return self.of_person(hats, disease, person, request.case)

    def _is(self, case: str, handle: Handle, person: PersonId) -> bool:
        try:
            return self.keys.cipher(case).handle(person) == handle
        except CaseKeyMissingError:
            return False
