"""The list of cases, and the way into one."""

from typing import Final

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.marks import read_mark
from ansim.domain.pathogens import from_stored
from ansim.investigation.lookups import case_of
from ansim.investigation.models import cases_of

PAGE: Final = 100


@requires(Permission.CASE_READ)
@require_GET
def case_list(request: StaffRequest) -> HttpResponse:
    """The cases of one's team, newest first, in pages; a mark that none of them has begins at the front."""
    language = get_language() or "ko"
    own = cases_of(request.staff)
    cases = own.select_related("opened_by").order_by("-opened_at", "-id")
    if last := own.filter(ref=read_mark(request.GET.get("after", ""))).first():
        older = Q(opened_at__lt=last.opened_at)
        cases = cases.filter(older | Q(opened_at=last.opened_at, id__lt=last.pk))
    found = list(cases[: PAGE + 1])
    rows = [
        {"case": case, "disease": from_stored(case.preset).name(language)} for case in found[:PAGE]
    ]
    following = found[PAGE - 1].ref if len(found) > PAGE else None
    return render(request, "cases/list.html", {"rows": rows, "following": following})


@requires(Permission.CASE_READ)
@require_GET
def case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The first page of a case that the reader's role may see."""
    found = case_of(request, case_ref)
    page = "itinerary:page" if request.staff.may(Permission.CONTACTS_SEARCH) else "warrants:of-case"
    return HttpResponseRedirect(reverse(page, args=[found.ref]))
