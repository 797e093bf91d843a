"""What the frame of every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict[str, Any]:
    """The portal, the languages, where a change of language goes back to, and whether this is a demo."""
    return {
        "portal": settings.PORTAL,
        "demo": settings.DEMO,
        "language": get_language(),
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request.method == "GET" else settings.HOME_PAGE,
    }
