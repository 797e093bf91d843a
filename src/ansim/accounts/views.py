"""Sign out, and the page of a request that failed: the same in both portals."""

import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.views import defaults
from django.views.decorators.http import require_POST

from ansim.accounts.access import public
from ansim.accounts.requests import PortalRequest
from ansim.accounts.signed_in import sign_out as end_session

_TRY_AGAIN: Final = 5  # s; an embedded server that died is back by then


@public
@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """End the session. Public, so that a second press after the end does no harm."""
    end_session(request)
    return HttpResponseRedirect("/")


def failed(request: HttpRequest) -> HttpResponse:
    """The page of an error that nobody caught: 503 and when to try again where the database is away, else 500.

    Django calls it where the error is caught, so it is the one being handled. Neither page asks the database.
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return defaults.server_error(request)
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": str(_TRY_AGAIN)})
