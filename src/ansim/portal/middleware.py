"""What every answer of a portal goes through, outermost first in `settings/base.py`."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_IMAGES: Final = "images_from"


def let_images_from(response: HttpResponse, origin: str) -> HttpResponse:
    """Let this one page show images of another host; nothing else of it is let in."""
    setattr(response, _IMAGES, (origin,))
    return response


class StrictHeaders:
    """No inline code, no foreign host, and no cache keeps a page: after signing out nothing can be paged back to."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
            "img-src 'self'", " ".join(["img-src 'self'", *getattr(response, _IMAGES, ())])
        )
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
        response.headers.setdefault("Content-Language", language)  # the partner API has its own
        return response
