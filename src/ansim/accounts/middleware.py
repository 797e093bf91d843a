"""Who asks: set on every request of a portal."""

import time
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from ansim.accounts.requests import PortalRequest
from ansim.accounts.signed_in import staff_of


class SignedIn:
    """Sets `request.staff` from the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        portal_request = cast("PortalRequest", request)
        portal_request.staff = staff_of(request.session, time.time())
        return self._get_response(request)
