"""A session that the sign-in keeps no more ends at the vault: signed out, idle too long, signed in anew, another grant."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from ansim.identity.sessions.calls import EndSession
from ansim.investigation.lookups.connections import vault
from ansim.investigation.lookups.desk import SearchSession
from ansim.investigation.lookups.work_session import kept_session
from ansim.rpc import CallError, UnreachableError

log = logging.getLogger(__name__)


class LeftSessions:
    """Middleware around whatever empties a sign-in: it compares what was kept before with what is kept after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = kept_session(request)
        response = self._get_response(request)
        after = kept_session(request)
        if before is not None and (after is None or after.id != before.id):
            _end(before)
        return response


def _end(session: SearchSession) -> None:
    try:
        vault().end_session(EndSession(session.id))
    except (CallError, UnreachableError) as error:
        # Nobody is kept from signing out by that: the session ends with its own time then.
        log.warning("a session could not be ended at the vault: %s", type(error).__name__)
