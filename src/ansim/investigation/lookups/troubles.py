"""When the tracer, the vault or the ledger does not answer, or the case has nothing to look up: a page that says so.

Where a session is wanted, the way to it and back.
"""

import logging
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from ansim.domain.shift_grants import SessionNeededError
from ansim.investigation.lookups.closed_to_looking import (
    CaseClosedError,
    NobodysCaseError,
    wants_session,
)
from ansim.investigation.lookups.work_session import drop_session, set_aside
from ansim.ledger import LedgerUnreachableError
from ansim.rpc import CallError, UnreachableError

log = logging.getLogger(__name__)
_AWAY: Final = {
    UnreachableError.code,
    LedgerUnreachableError.code,
}  # of another than the one that was asked


class Troubles:
    """Middleware that turns the errors of the other processes into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """503 where a process is away, 502 where it refused with a reason that no form could show.

        What is asked of a closed case leads to the page that says until when it stands; of a case about nobody who signed up,
        to the page that says so; what wants a session, to where it is signed for.
        """
        if wants_session(error):
            if isinstance(error, CallError) and error.code == SessionNeededError.code:
                # It ended elsewhere: the page of grants would go on saying that it holds.
                drop_session(request)
            set_aside(request, getattr(error, "case", "") or _case_of_route(request))
            return HttpResponseRedirect(reverse("grants:new"))
        if isinstance(error, CaseClosedError):
            return HttpResponseRedirect(reverse("closing:page", args=[error.case]))
        if isinstance(error, NobodysCaseError):
            return HttpResponseRedirect(reverse("itinerary:page", args=[error.case]))
        if isinstance(error, UnreachableError | LedgerUnreachableError) or (
            isinstance(error, CallError) and error.code in _AWAY
        ):
            log.error("%s", error)
            return render(request, "investigation/unreachable.html", status=503)
        if isinstance(error, CallError):
            log.error("a call was refused: %s", error.code)
            return render(
                request, "investigation/unreachable.html", {"code": error.code}, status=502
            )
        return None


def _case_of_route(request: HttpRequest) -> str:
    found = request.resolver_match
    return str(found.kwargs.get("case_ref", "")) if found else ""
