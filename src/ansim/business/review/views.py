"""Decide on applications: one by one with a reason, or all at once that nothing was found about."""

from contextlib import suppress
from typing import Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.admission.deciding import (
    AlreadyDecidedError,
    VenueTakenError,
    approve,
    turn_down,
)
from ansim.business.admission.findings import adoptable, findings_of_all
from ansim.business.admission.words import CHOSEN
from ansim.business.applications.asking_again import ask_waiting
from ansim.business.applications.registers import tax_office
from ansim.business.models import VenueApplication, VenueWish
from ansim.business.review.decisions import answered, read_decision
from ansim.business.review.rows import queue

PAGE: Final = 100
PLAIN: Final = 20  # to look into; all of them are approved at once


@requires(Permission.APPLICATION_READ)
@require_GET
def queue_page(request: StaffRequest) -> HttpResponse:
    """What waits: first those with findings, oldest first."""
    waiting = queue()
    context = {
        "waiting": waiting,
        "rows": waiting.rows(waiting.found[:PAGE]),
        "more": max(len(waiting.found) - PAGE, 0),
        "plain": waiting.rows(waiting.plain[:PLAIN]),
        "newest_plain": max(waiting.plain, default=0),
        # Drawn once: a thousand buttons cost as much as all else on the page.
        "reasons": render_to_string("review/reasons.html", {"reasons": CHOSEN.items()}),
        "wishes": VenueWish.objects.count(),
        "done": request.GET.get("done", ""),
        "asked": {name: _number(request, name) for name in ("back", "left", "silent")},
    }
    return render(request, "review/list.html", context)


@requires(Permission.APPLICATION_DECIDE)
@require_POST
def decide(request: StaffRequest, application_id: int) -> HttpResponse:
    """Approve, or turn down with a reason. A script gets 204, or 409 where somebody else was faster."""
    application = get_object_or_404(VenueApplication, pk=application_id)
    decision = read_decision(request, CHOSEN)
    try:
        if decision.reason:
            turn_down(application, request.staff, decision.reason, decision.words)
        else:
            found = findings_of_all([application])[application.pk]
            approve(application, request.staff, adoptable(found))
    except (AlreadyDecidedError, VenueTakenError):
        return answered(request, 409, "review:list")
    return answered(request, 204, "review:list")


@requires(Permission.APPLICATION_DECIDE)
@require_POST
def approve_plain(request: StaffRequest) -> HttpResponse:
    """Approve all that nothing is found about, as they stood on the page: whoever came since waits for the next look.

    Two that meet each other both have a finding, so none of these meets another.
    """
    newest = request.POST.get("newest", "0")
    limit = int(newest) if newest.isdecimal() and len(newest) < 12 else 0
    done = 0
    with transaction.atomic():  # one commit: hundreds of them take seconds
        seen = [pk for pk in queue().plain if pk <= limit]
        for one in VenueApplication.objects.filter(pk__in=seen).order_by("submitted_at", "id"):
            with suppress(AlreadyDecidedError):
                approve(one, request.staff)
                done += 1
    return HttpResponseRedirect(f"{reverse('review:list')}?done={done}")


@requires(Permission.APPLICATION_DECIDE)
@require_POST
def ask_again(request: StaffRequest) -> HttpResponse:
    """Ask the tax office about every number that it said nothing of; it is asked no further where it is silent still."""
    done = ask_waiting(tax_office(), request.staff)
    told = {"back": done.given_back, "left": done.left, "silent": done.silent}
    return HttpResponseRedirect(f"{reverse('review:list')}?{urlencode(told)}")


def _number(request: StaffRequest, name: str) -> str:
    said = request.GET.get(name, "")
    return said if said.isascii() and said.isdecimal() and len(said) < 10 else ""
