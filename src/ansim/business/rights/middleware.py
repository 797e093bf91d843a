"""Which owner asks: set on every request of the business portal."""

import time
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from ansim.business.rights.owner_requests import BusinessRequest
from ansim.business.rights.owner_session import names_owner, owner_of


class OwnerSignedIn:
    """Sets `request.owner` from the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = cast("BusinessRequest", request)
        if names_owner(request.session):
            asked.staff = None
        asked.owner = owner_of(request.session, time.time())
        return self._get_response(request)
