"""Who reads the page and whom they may call, for every template of the portal."""

from typing import Any

from django.http import HttpRequest

from ansim.settings.environment import call_number


def owner(request: HttpRequest) -> dict[str, Any]:
    """`owner`: who is signed in, or None; `registration_desk`: the number of those who register venues."""
    signed_in = getattr(request, "owner", None)  # absent on error pages before the middleware
    return {"owner": signed_in, "registration_desk": call_number()}
