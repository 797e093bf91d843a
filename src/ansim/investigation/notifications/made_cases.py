"""Which cases a sign-in notified, by the texts: so that a form sent twice makes one, and what stood already is told.

The marks alone are kept. Which cases are one person's stands in no row of the main database; the vault is asked each time.
"""

from typing import Final

from ansim.accounts.requests import PortalRequest, StaffRequest
from ansim.identity.staff.desk_calls import SamePersonCases
from ansim.identity.staff.notified_calls import StandingCase
from ansim.investigation.lookups import desk_of
from ansim.rpc import CallError, UnreachableError

_MADE: Final = "made_cases"
_MOST: Final = 8


def made_before(request: PortalRequest, text: str) -> str:
    """The mark of the case that this text made, or nothing."""
    return _kept(request).get(text, "")


def note_made(request: PortalRequest, text: str, case: str) -> None:
    """Keep which case a text made."""
    kept = _kept(request) | {text: case}
    request.session[_MADE] = dict(list(kept.items())[-_MOST:])


def standing_beside(request: StaffRequest, case: str) -> list[StandingCase]:
    """The other open cases of the person of a case that this sign-in notified, until somebody takes it up."""
    if not case or case not in _kept(request).values():
        return []
    try:
        return desk_of(request).vault.same_person(SamePersonCases(case, request.staff.ref))
    except (CallError, UnreachableError):
        return []


def _kept(request: PortalRequest) -> dict[str, str]:
    kept: dict[str, str] = request.session.get(_MADE, {})
    return kept
