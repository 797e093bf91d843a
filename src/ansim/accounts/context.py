"""Who reads the page, and what they may do."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def reader(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, what they may do by permission name, and the frame of this portal's pages.

    `may` is for what the page is about; `may_anywhere`, for the ways to other pages, is more for a deputy: of one team they
    may do what they may not of another.
    """
    staff = getattr(request, "staff", None)  # absent on error pages that come before the middleware
    about = getattr(request, "about", None)
    anywhere = staff.permissions if staff else frozenset()
    may = staff.permissions_about(about) if staff and about else anywhere
    return {
        "staff": staff,
        "may": {permission.name for permission in may},
        "may_anywhere": {permission.name for permission in anywhere},
        "frame": f"{settings.PORTAL}/page.html",
    }
