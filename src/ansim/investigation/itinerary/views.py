"""Where a case was within the infectious window, and another window."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.notification import BeyondBoundsError
from ansim.investigation.itinerary.page import asked_day, itinerary_page, map_page
from ansim.investigation.lookups import asked_here, case_of, desk_of
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import SpanForm


@requires(Permission.CONTACTS_SEARCH)
@require_GET
@asked_here
def itinerary(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Where the case was within the infectious window; `anew` looks it up once more."""
    found = case_of(request, case_ref)
    if request.GET.get("anew") == "1" and not found.is_of_nobody:
        desk_of(request).itinerary(found, anew=True)
        return HttpResponseRedirect(request.path)
    return itinerary_page(request, found)


@requires(Permission.CONTACTS_SEARCH)
@require_GET
@asked_here
def way(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The stays of one day on a map."""
    return map_page(request, case_of(request, case_ref), asked_day(request))


@requires(Permission.CASE_OPEN)
@require_POST
def change_window(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Set another infectious window."""
    found = case_of(request, case_ref)
    form = SpanForm(request.POST)
    if not form.is_valid():
        return itinerary_page(request, found, form)
    try:
        desk_of(request).change_window(found, *form.seconds())
    except BeyondBoundsError as error:
        form.add_error("end", refusal(error))
        return itinerary_page(request, found, form)
    return HttpResponseRedirect(reverse("itinerary:page", args=[found.ref]))
