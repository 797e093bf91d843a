"""Whose cases these are."""

from collections.abc import Sequence
from typing import Final

from ansim.database.named_statements import read_statements
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.identity.staff.accepting import Connection, Signatory
from ansim.identity.staff.staff_registry import teams_of
from ansim.keys import CaseKeys

_SQL: Final = read_statements("ansim.identity.sessions")


def require_own(
    connection: Connection, keys: CaseKeys, cases: Sequence[str], signed: Signatory
) -> None:
    """Refuse cases of a team that the signer does not act for, or whose work has ended. Raises CaseNotYoursError."""
    values = {"cases": list(cases)} | teams_of(signed.hats)
    rows = connection.execute(_SQL["cases_of_team"], values).fetchall()
    own = {ref for (ref,) in rows if keys.has(ref)}
    if missing := set(cases) - own:
        raise CaseNotYoursError(
            f"{len(missing)} of {len(cases)} cases are another team's, have ended, or were never opened here"
        )
