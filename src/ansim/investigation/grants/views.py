"""Sign for the cases of a shift, go on where one was going, and end the work."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.pathogens import from_stored
from ansim.domain.shift_grants import MOST_CASES, SHIFT, ShiftGrant, proposed_cases
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import SignedTextError, new_ref, read_text, write_text
from ansim.domain.training import TrainingMixError, require_one_kind
from ansim.identity.sessions.calls import BeginSession, CasesFor, EndSession
from ansim.identity.staff.signed_calls import KeysOf
from ansim.investigation.lookups import (
    desk_of,
    drop_session,
    hand_over,
    keep_session,
    kept_session,
    not_accepted,
    read_answer,
    receive,
    require_own_signature,
    site_name,
    take_kept,
    take_waiting,
    waiting_case,
)
from ansim.investigation.models import Case, owned_by
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError

_SPARE: Final = 60  # s of the shift that signing itself may take


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case that may be signed for; `chosen` where it is one's own, signed for last, or where somebody was going."""

    case: Case
    disease: str
    chosen: bool


@requires(Permission.CONTACTS_SEARCH)
@require_http_methods(["GET", "POST"])
def new_grant(request: StaffRequest) -> HttpResponse:
    """Choose the cases; the officer signs for them on the signing page."""
    choices = _choices(request)
    refused = ""
    if request.method == "POST":
        allowed = {one.case.ref for one in choices}
        cases = tuple(sorted(allowed.intersection(request.POST.getlist("case"))))
        refused = _refused(cases)
        if not refused:
            now = int(time.time())
            said = ShiftGrant(
                ref=new_ref(), at=now, until=now + SHIFT - _SPARE, site=site_name(), cases=cases
            )
            return hand_over(request, write_text(said), said)
    session = kept_session(request)
    running = session is not None and bool(session.cases) and time.time() < session.until
    context = {
        "choices": choices,
        "refused": refused,
        "until": moment(session.until) if session and running else None,
        "cases": session.cases if session and running else (),
        "waiting": waiting_case(request),
        "keyless": not desk_of(request).vault.keys_of(KeysOf(request.staff.ref)),
    }
    return render(request, "grants/new.html", context, status=400 if refused else 200)


@requires(Permission.CONTACTS_SEARCH)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """The grant comes back signed: the session begins, and the officer goes on where they were going."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    vault = desk_of(request).vault
    try:
        said = read_text(answer.text, ShiftGrant)
        take_kept(request, said)
        require_own_signature(request, answer)
        begun = vault.begin_session(BeginSession(answer.text, answer.signature))
    except (CallError, SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error)
    keep_session(request, begun, said.cases)
    waiting = take_waiting(request)
    if waiting is None:
        return HttpResponseRedirect(reverse("grants:new"))
    path, form = waiting
    if form is None:
        return HttpResponseRedirect(path)
    fields = [(name, value) for name, values in form.items() for value in values]
    return render(request, "grants/go_on.html", {"path": path, "fields": fields})


@requires(Permission.CONTACTS_SEARCH)
@require_POST
def end(request: StaffRequest) -> HttpResponse:
    """The work is over: nothing is looked up any more until the next grant."""
    if session := kept_session(request):
        desk_of(request).vault.end_session(EndSession(session.id))
        drop_session(request)
    return HttpResponseRedirect(reverse("grants:new"))


def _refused(cases: Sequence[str]) -> str:
    """Why no grant can name these; empty where it can."""
    if not 0 < len(cases) <= MOST_CASES:
        return _("Please choose one to %(most)s cases.") % {"most": MOST_CASES}
    try:
        require_one_kind(cases)
    except TrainingMixError as error:
        return refusal(error)
    return ""


def _choices(request: StaffRequest) -> list[CaseChoice]:
    """The open cases of the officer's team, as the vault knows them, newest first."""
    wanted, language = waiting_case(request), get_language() or "ko"
    session = kept_session(request)
    before = session.cases if session else ()
    cases = Case.objects.filter(closed_at=None).order_by("-opened_at", "-id")
    own = list(cases.filter(owned_by(request.staff)).values_list("ref", flat=True)[:MOST_CASES])
    # The vault tells so many: without those that somebody is going to, an old one could never be signed for again.
    asked = CasesFor(request.staff.ref, [wanted, *before, *own])
    refs = desk_of(request).vault.cases_for(asked)
    cases = cases.filter(ref__in=refs).select_related("opened_by", "owner")
    allowed = {one.ref for one in cases}
    chosen = proposed_cases(allowed, wanted, before, own)
    return [
        CaseChoice(one, from_stored(one.preset).name(language), one.ref in chosen) for one in cases
    ]
