"""What every answer of a portal goes through, outermost first in `settings/base.py`."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from ansim.accounts.signed_in import staff_of

if TYPE_CHECKING:
    from ansim.accounts.requests import PortalRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class StrictHeaders:
    """No inline code, no foreign host, nothing kept in a cache: also what is shown is gone after signing out."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store, private"
        return response


class ChosenLanguage:
    """The language of the cookie, Korean where nobody chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        language = wanted if wanted in known else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self._get_response(request)
        response["Content-Language"] = language
        return response


class SignedIn:
    """Sets `request.staff` from the session."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        portal_request = cast("PortalRequest", request)
        portal_request.staff = staff_of(request.session, time.time())
        return self._get_response(request)
