"""The list of cases, opening one, its itinerary and window."""

import time

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import public, requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import PortalRequest, StaffRequest
from ansim.domain.days import local_day
from ansim.investigation.forms import CaseForm, WindowForm
from ansim.investigation.models import Case
from ansim.investigation.presets import from_stored, presets
from ansim.investigation.shown import days_of
from ansim.investigation.views.common import case_of, desk_of, frame
from ansim.investigation.words import ANCHORS, refusal
from ansim.rpc import CallError

_LISTED = 200


@public
@require_GET
def home(_request: PortalRequest) -> HttpResponse:
    """To the cases, or to the sign-in."""
    return HttpResponseRedirect(reverse("cases"))


@requires(Permission.CASE_READ)
@require_GET
def case_list(request: StaffRequest) -> HttpResponse:
    """The newest cases."""
    language = get_language() or "ko"
    cases = Case.objects.select_related("opened_by").order_by("-opened_at")[:_LISTED]
    rows = [{"case": case, "disease": from_stored(case.preset).name(language)} for case in cases]
    return render(request, "investigation/case_list.html", {"rows": rows})


@requires(Permission.CASE_OPEN)
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "POST"])
def new_case(request: StaffRequest) -> HttpResponse:
    """Open a case by phone number. The number goes to the vault and nowhere else."""
    now = time.time()
    form = CaseForm(request.POST or None, today=local_day(now))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            case = desk_of(request).open_case(
                data["phone"], presets()[data["preset"]], data["anchor_date"], now
            )
        except CallError as error:
            form.add_error("phone", _reason(error))
        else:
            if case is not None:
                return HttpResponseRedirect(reverse("itinerary", args=[case.ref]))
            form.add_error("phone", _("Nobody signed up with this number."))
    status = 400 if form.is_bound else 200
    context = {"form": form, "presets": presets().values(), "anchors": ANCHORS}
    return render(request, "investigation/case_new.html", context, status=status)


@requires(Permission.CASE_READ)
@require_GET
def case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The first page of a case that the reader's role may see."""
    found = case_of(case_ref)
    page = "itinerary" if request.staff.may(Permission.CONTACTS_SEARCH) else "warrants"
    return HttpResponseRedirect(reverse(page, args=[found.ref]))


@requires(Permission.CONTACTS_SEARCH)
@require_GET
def itinerary(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Where the case was within the infectious window."""
    found = case_of(case_ref)
    form = WindowForm(initial={"start": found.window_start, "end": found.window_end})
    return _itinerary(request, found, form, status=200)


@requires(Permission.CASE_OPEN)
@require_POST
def change_window(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Set another infectious window."""
    found = case_of(case_ref)
    form = WindowForm(request.POST)
    if not form.is_valid():
        return _itinerary(request, found, form, status=400)
    desk_of(request).change_window(found, *form.seconds())
    return HttpResponseRedirect(reverse("itinerary", args=[found.ref]))


def _itinerary(request: StaffRequest, found: Case, form: WindowForm, status: int) -> HttpResponse:
    stays = desk_of(request).itinerary(found)
    context = frame(found, "itinerary") | {
        "days": days_of(stays),
        "count": len(stays),
        "form": form,
    }
    return render(request, "investigation/itinerary.html", context, status=status)


def _reason(error: CallError) -> str:
    words = refusal(error.code)
    if words is None:
        raise error
    return words
