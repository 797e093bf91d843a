"""A look-up by a link from elsewhere: a mail or another site could else have an officer look up what they did not mean to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ansim.accounts.requests import StaffRequest

View = Callable[..., HttpResponse]


def asked_here(view: View) -> View:
    """Look nothing up where the browser says that another site led there; a link leads on, without the other site's terms."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            context = {"path": request.path}
            return render(request, "investigation/from_elsewhere.html", context, status=403)
        return view(request, *args, **kwargs)

    return guarded
