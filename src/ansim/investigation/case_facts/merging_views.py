"""Two cases of one person: one goes on in the other, and can be parted again. Nothing of either is lost."""

import time

from django.db import IntegrityError
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.training import TrainingMixError, require_one_kind
from ansim.investigation.case_facts.forms import MergeForm
from ansim.investigation.case_facts.views import facts_page
from ansim.investigation.lookups import case_of, desk_of, leave_case, require_open
from ansim.investigation.models import Case, CaseMerge, cases_of, work_is_over
from ansim.investigation.refusals import refusal
from ansim.ledger.acts import CasesMerged, CasesParted


@requires(Permission.CASE_OPEN)
@require_POST
def merge(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Have a case go on in another open one of the team, and close it."""
    case = case_of(request, case_ref)
    require_open(case)
    form = MergeForm(request.POST)
    if form.is_valid() and (why := _why_not(request, case, form.cleaned_data["into"])):
        form.add_error("into", why)
    if not form.is_valid():
        return facts_page(request, case, {"merge": form}, 400)
    into, desk = form.cleaned_data["into"], desk_of(request)
    desk.book.append(desk.actor, case.ref, CasesMerged(into))
    try:
        CaseMerge.objects.create(case_ref=case.ref, into_ref=into, made_by=request.staff)
    except IntegrityError:  # sent twice
        return HttpResponseRedirect(reverse("case-facts:page", args=[case.ref]))
    desk.close(case, time.time())
    leave_case(request, case.ref)
    return HttpResponseRedirect(reverse("case-facts:page", args=[into]))


@requires(Permission.CASE_OPEN)
@require_POST
def part(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Take that back: the case is open by itself again, where its work is not destroyed."""
    case = case_of(request, case_ref)
    link = CaseMerge.objects.filter(case_ref=case.ref, undone_at=None).first()
    if link is not None and not work_is_over(case):
        desk = desk_of(request)
        desk.book.append(desk.actor, case.ref, CasesParted(link.into_ref))
        rows = CaseMerge.objects.filter(pk=link.pk, undone_at=None)
        rows.update(undone_at=Now(), undone_by=request.staff)
        desk.reopen(case)
    return HttpResponseRedirect(reverse("case-facts:page", args=[case.ref]))


def _why_not(request: StaffRequest, case: Case, into: str) -> str:
    """Why a case cannot go on in that one; empty where it can."""
    other = cases_of(request.staff, permission=request.permission).filter(ref=into).first()
    if other is None or other.ref == case.ref:
        return _("Your team has no other case of that mark.")
    if other.closed_at is not None:
        return _("That case is closed.")
    try:
        require_one_kind((case.ref, other.ref))
    except TrainingMixError as error:
        return refusal(error)
    return ""
