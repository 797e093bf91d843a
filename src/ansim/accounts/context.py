"""Who reads the page, and what they may do."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def reader(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, what they may do by permission name, and the frame of this portal's pages."""
    staff = getattr(request, "staff", None)  # absent on error pages that come before the middleware
    may = {permission.name for permission in staff.permissions} if staff else set()
    return {"staff": staff, "may": may, "frame": f"{settings.PORTAL}/page.html"}
