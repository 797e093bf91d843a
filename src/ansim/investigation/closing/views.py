"""Close a case, see what stays of it until when, and take the closing back."""

import time

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.investigation.lookups import case_frame, case_of, desk_of, leave_case
from ansim.investigation.models import CaseEnd, work_is_over
from ansim.investigation.words import MEANS


@requires(Permission.CASE_READ)
@require_GET
def closing(request: StaffRequest, case_ref: str) -> HttpResponse:
    """What stands of a case, and when each part of it is destroyed."""
    found = case_of(request, case_ref)
    ends = CaseEnd.objects.filter(case_ref=found.ref, dropped_at__isnull=False)
    context = case_frame(found, "closing") | {
        "ends": [(end, MEANS.get(end.means, end.means)) for end in ends],
        "work_is_over": work_is_over(found),
        "contacts": found.contacts.count(),
        "work_days": CASE_CLOCKS.work,
    }
    return render(request, "closing/page.html", context)


@requires(Permission.CASE_OPEN)
@require_POST
def close(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The work on the case is over."""
    found = case_of(request, case_ref)
    desk_of(request).close(found, time.time())
    leave_case(request, found.ref)
    return HttpResponseRedirect(reverse("closing:page", args=[found.ref]))


@requires(Permission.CASE_OPEN)
@require_POST
def reopen(request: StaffRequest, case_ref: str) -> HttpResponse:
    """It is not; where something is destroyed already, the page says so and nothing changes."""
    found = case_of(request, case_ref)
    desk_of(request).reopen(found)
    return HttpResponseRedirect(reverse("closing:page", args=[found.ref]))
