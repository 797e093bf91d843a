"""When the vault does not answer, who signs in or looks at their keys reads so."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ansim.rpc import UnreachableError

log = logging.getLogger(__name__)


def says_when_the_vault_is_away(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """503 and a page in place of an error, in either portal."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UnreachableError as error:
            log.warning("%s", error)  # what to do stands in it; a traceback says no more
            return render(request, "accounts/not_signed.html", {"away": True}, status=503)

    return guarded
