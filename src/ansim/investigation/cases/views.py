"""The list of cases, the views of it that somebody keeps, and the way into one."""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.marks import read_mark
from ansim.domain.signatures import SIDES
from ansim.investigation.cases.case_filters import CaseFilter
from ansim.investigation.cases.pages_of_cases import MOST_COUNTED, choices_of, page_of, rows_of
from ansim.investigation.lookups import case_of, desk_of, nicknames
from ansim.investigation.models import SavedView, cases_of

_LONGEST_QUERY: Final = 300


@requires(Permission.CASE_READ)
@require_GET
def case_list(request: StaffRequest) -> HttpResponse:
    """The cases of one's team under the filters of the address, newest first, in pages."""
    asked = CaseFilter.read(request.GET.dict())
    page = page_of(request.staff, asked, read_mark(request.GET.get("after", "")))
    choices = choices_of(request.staff)
    context = {
        "rows": rows_of(page.cases, nicknames(desk_of(request), page.cases)),
        "page": page,
        "most": MOST_COUNTED,
        "asked": asked,
        "choices": choices,
        "views": _views(request, dict(choices["owner"])),
        "is_front": "after" not in request.GET,
        "letting": SIDES.get(request.staff.role) == "letting" or len(request.staff.hats) > 1,
    }
    return render(request, "cases/list.html", context)


@requires(Permission.CASE_READ)
@require_POST
def keep_view(request: StaffRequest) -> HttpResponse:
    """Keep the filters that were shown, twelve sets a person at the most; the oldest gives way."""
    shown = QueryDict(request.POST.get("query", "")[:_LONGEST_QUERY]).dict()
    districts = [one for one, _words in choices_of(request.staff)["district"]]
    asked = CaseFilter.read(shown).known_among(districts)
    own = SavedView.objects.filter(staff=request.staff)
    own.get_or_create(query=asked.query, defaults={"staff": request.staff})
    kept = list(own.order_by("-made_at", "-id").values_list("pk", flat=True)[: SavedView.MOST])
    own.exclude(pk__in=kept).delete()
    return HttpResponseRedirect(f"{reverse('cases:list')}?{asked.query}")


@requires(Permission.CASE_READ)
@require_POST
def drop_view(request: StaffRequest, view: int) -> HttpResponse:
    """Keep one no longer; nothing happens where it is gone, or somebody else's."""
    SavedView.objects.filter(staff=request.staff, pk=view).delete()
    return HttpResponseRedirect(reverse("cases:list"))


@requires(Permission.CASE_READ)
@require_GET
def case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The first page of a case that the reader's role may see."""
    found = case_of(request, case_ref)
    searched = cases_of(request.staff, permission=Permission.CONTACTS_SEARCH)
    asks = searched.filter(pk=found.pk).exists()
    page = "itinerary:page" if asks else "warrants:of-case"
    return HttpResponseRedirect(reverse(page, args=[found.ref]))


def _views(request: StaffRequest, names: dict[str, Any]) -> list[tuple[int, str, str]]:
    kept = SavedView.objects.filter(staff=request.staff).order_by("made_at", "id")[: SavedView.MOST]
    return [
        (one.pk, one.query, CaseFilter.read(QueryDict(one.query).dict()).in_words(names))
        for one in kept
    ]
