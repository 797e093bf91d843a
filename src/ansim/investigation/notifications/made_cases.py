"""What a sign-in keeps of the cases that it notified: so that a form sent twice makes one, and what stood already is told."""

from typing import Any, Final

import msgspec

from ansim.accounts.requests import PortalRequest
from ansim.identity.staff.notified_calls import CaseBegun, StandingCase

_MADE: Final = "made_cases"
_MOST: Final = 8


def made_before(request: PortalRequest, text: str) -> str:
    """The mark of the case that this text made, or nothing."""
    return str(_kept(request).get(text, {}).get("case", ""))


def note_made(request: PortalRequest, text: str, begun: CaseBegun) -> None:
    """Keep what a text made."""
    kept = _kept(request) | {text: msgspec.to_builtins(begun)}
    request.session[_MADE] = dict(list(kept.items())[-_MOST:])


def standing_beside(request: PortalRequest, case: str) -> list[StandingCase]:
    """The open cases that the person of a case had when this sign-in notified it."""
    kept = [msgspec.convert(one, CaseBegun) for one in _kept(request).values()]
    return next((one.standing for one in kept if case and one.case == case), [])


def _kept(request: PortalRequest) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = request.session.get(_MADE, {})
    return kept
