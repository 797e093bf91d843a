"""Where a case was within the infectious window, and another window."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.notification import BeyondBoundsError
from ansim.investigation.itinerary.rows import days_of
from ansim.investigation.lookups import asked_here, case_frame, case_of, desk_of
from ansim.investigation.models import Case
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import SpanForm, moment
from ansim.rpc import CallError


@requires(Permission.CONTACTS_SEARCH)
@require_GET
@asked_here
def itinerary(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Where the case was within the infectious window; `anew` looks it up once more."""
    found = case_of(request, case_ref)
    if request.GET.get("anew") == "1":
        desk_of(request).itinerary(found, anew=True)
        return HttpResponseRedirect(request.path)
    form = SpanForm(initial={"start": found.window_start, "end": found.window_end})
    return _page(request, found, form, status=200)


@requires(Permission.CASE_OPEN)
@require_POST
def change_window(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Set another infectious window."""
    found = case_of(request, case_ref)
    form = SpanForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    try:
        desk_of(request).change_window(found, *form.seconds())
    except BeyondBoundsError as error:
        form.add_error("end", refusal(error))
        return _page(request, found, form, status=400)
    return HttpResponseRedirect(reverse("itinerary:page", args=[found.ref]))


def _page(request: StaffRequest, found: Case, form: SpanForm, status: int) -> HttpResponse:
    context = case_frame(found, "itinerary") | {"form": form}
    if found.is_of_nobody:
        return render(request, "itinerary/page.html", context, status=status)
    try:
        told = desk_of(request).itinerary(found)
    except CallError as error:
        context["refused"] = refusal(error)
    else:
        context |= {
            "days": days_of(told.stays),
            "count": len(told.stays),
            "found_at": moment(told.found_at),
        }
    return render(request, "itinerary/page.html", context, status=status)
