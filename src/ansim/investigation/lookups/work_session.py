"""The session that an officer signed for, as their sign-in keeps it; and what they were about to do when they needed one.

It lies in the console's table of sign-ins, never in an address or a cookie. It says nothing without the tracer's call key.
"""

from typing import Any, Final

from django.http import HttpRequest

from ansim.accounts.requests import PortalRequest
from ansim.domain.shift_grants import SessionNeededError
from ansim.identity.sessions.calls import SessionBegun
from ansim.investigation.lookups.desk import SearchSession
from ansim.rpc import CallError

_SESSION: Final = "search_session"
_WAITING: Final = "search_waiting"
_LONGEST: Final = 65_536  # signs of a form that waits
# Sign-ins are stored in clear: a note names people, and a nickname is sealed for the case's file.
_NEVER_WAIT: Final = {"csrfmiddlewaretoken", "nickname", "note"}


def kept_session(request: HttpRequest) -> SearchSession | None:
    """The session, or None where this sign-in has none."""
    kept: dict[str, Any] | None = request.session.get(_SESSION)
    if kept is None:
        return None
    return SearchSession(bytes.fromhex(kept["id"]), kept["until"], tuple(kept["cases"]))


def keep_session(request: PortalRequest, begun: SessionBegun, cases: tuple[str, ...]) -> None:
    """Keep a session that has begun, in place of any before it."""
    request.session[_SESSION] = {
        "id": begun.session.hex(),
        "until": begun.until,
        "cases": list(cases),
    }


def drop_session(request: HttpRequest) -> None:
    """Keep none any more."""
    request.session.pop(_SESSION, None)


def leave_case(request: HttpRequest, case: str) -> None:
    """A case that was closed is in the session no more: whoever opens it again signs for it anew."""
    if kept := request.session.get(_SESSION):
        cases = [one for one in kept["cases"] if one != case]
        request.session[_SESSION] = kept | {"cases": cases}


def forget_ended(request: HttpRequest, error: CallError, case: str) -> None:
    """Keep no more of the session than stands by what the other process said: it has ended, or reaches the case no more."""
    if error.code == SessionNeededError.code:
        drop_session(request)
    else:
        leave_case(request, case)


def set_aside(request: HttpRequest, case: str) -> None:
    """Remember where somebody was going, with the form that they sent, until they have signed."""
    # What a view calls sensitive stays out of logs; it stays out of the table of sign-ins as well.
    never = _NEVER_WAIT.union(getattr(request, "sensitive_post_parameters", ()))
    form = {name: values for name, values in request.POST.lists() if name not in never}
    sent = form if sum(len(one) for values in form.values() for one in values) < _LONGEST else {}
    request.session[_WAITING] = {
        "path": request.get_full_path() if request.method == "GET" else request.path,
        "form": sent if request.method == "POST" else None,
        "case": case,
    }


def waiting_case(request: PortalRequest) -> str:
    """The mark of the case that somebody was going to; empty where nothing waits."""
    waiting: dict[str, Any] = request.session.get(_WAITING, {})
    return str(waiting.get("case", ""))


def take_waiting(request: PortalRequest) -> tuple[str, dict[str, list[str]] | None] | None:
    """The address that somebody was going to and the form that they sent there; gone with this."""
    waiting: dict[str, Any] | None = request.session.pop(_WAITING, None)
    return None if waiting is None else (waiting["path"], waiting["form"])
