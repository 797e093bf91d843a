"""What every page of a portal knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from ansim.accounts.permissions import PERMISSIONS, Role


def page(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, what they may do (by permission name), the portal, and whether this is a demo."""
    staff = getattr(request, "staff", None)  # absent on error pages that come before the middleware
    may = {permission.name for permission in PERMISSIONS[Role(staff.role)]} if staff else set()
    return {
        "staff": staff,
        "may": may,
        "portal": settings.PORTAL,
        "demo": settings.DEMO,
        "language": get_language(),
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request.method == "GET" else settings.HOME_PAGE,
    }
