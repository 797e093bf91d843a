"""The list of cases, and opening one."""

import time
from typing import Final

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.domain.marks import read_mark
from ansim.investigation.cases.forms import CaseForm
from ansim.investigation.lookups import case_of, desk_of
from ansim.investigation.models import Case
from ansim.investigation.pathogens import from_stored, presets
from ansim.investigation.refusals import refusal
from ansim.rpc import CallError

PAGE: Final = 100


@requires(Permission.CASE_READ)
@require_GET
def case_list(request: StaffRequest) -> HttpResponse:
    """All cases, newest first, in pages; a mark that no case has begins at the front."""
    language = get_language() or "ko"
    cases = Case.objects.select_related("opened_by").order_by("-opened_at", "-id")
    if last := Case.objects.filter(ref=read_mark(request.GET.get("after", ""))).first():
        older = Q(opened_at__lt=last.opened_at)
        cases = cases.filter(older | Q(opened_at=last.opened_at, id__lt=last.pk))
    found = list(cases[: PAGE + 1])
    rows = [
        {"case": case, "disease": from_stored(case.preset).name(language)} for case in found[:PAGE]
    ]
    following = found[PAGE - 1].ref if len(found) > PAGE else None
    return render(request, "cases/list.html", {"rows": rows, "following": following})


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
                data["phone"],
                presets()[data["preset"]],
                data["anchor_date"],
                now,
                unverified=data["unverified"],
            )
        except CallError as error:
            form.add_error("phone", refusal(error))
        else:
            if case is not None:
                return HttpResponseRedirect(reverse("itinerary:page", args=[case.ref]))
            form.add_error("phone", _("Nobody signed up with this number."))
    status = 400 if form.is_bound else 200
    context = {"form": form, "presets": presets().values()}
    return render(request, "cases/new.html", context, status=status)


@requires(Permission.CASE_READ)
@require_GET
def case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The first page of a case that the reader's role may see."""
    found = case_of(case_ref)
    page = "itinerary:page" if request.staff.may(Permission.CONTACTS_SEARCH) else "warrants:of-case"
    return HttpResponseRedirect(reverse(page, args=[found.ref]))
