"""The owner who reads the page, for every template of the portal."""

from typing import Any

from django.http import HttpRequest


def owner(request: HttpRequest) -> dict[str, Any]:
    """`owner`: who is signed in, or None."""
    return {"owner": getattr(request, "owner", None)}  # absent on error pages before the middleware
