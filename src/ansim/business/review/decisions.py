"""A clerk's decision as the pages of what waits send it: by a form, or by a key through their script."""

from collections.abc import Container
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from ansim.accounts.requests import StaffRequest
from ansim.business.admission.words import Reason


@dataclass(frozen=True, slots=True)
class DecidedByClerk:
    """Why it is turned down, and what the clerk wrote to that; it is granted where `reason` is None."""

    reason: Reason | None
    words: str


def read_decision(request: StaffRequest, reasons: Container[str]) -> DecidedByClerk:
    """What was decided. Raises BadRequest for a reason that is none of these, or that says nothing without words."""
    reason = request.POST.get("reason", "")
    words = request.POST.get("words", "").replace("\0", "")
    if not reason:
        return DecidedByClerk(None, words)
    if reason not in reasons or (reason == Reason.OTHER and not words.strip()):
        raise BadRequest
    return DecidedByClerk(Reason(reason), words)


def answered(request: StaffRequest, status: int, page: str) -> HttpResponse:
    """The status to a script, to a form the page that it came from."""
    if request.headers.get("X-Key"):
        return HttpResponse(status=status)
    return HttpResponseRedirect(reverse(page))
