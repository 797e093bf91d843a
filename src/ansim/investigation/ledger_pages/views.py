"""The ledger in words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.models import Staff
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.investigation.ledger_pages.words import in_words
from ansim.investigation.lookups import book, case_frame, case_of, laboratories_of

_PAGE = 50


@requires(Permission.LEDGER_READ)
@require_GET
def ledger(request: StaffRequest) -> HttpResponse:
    """All entries, newest first."""
    return render(request, "ledger_pages/all.html", _entries(request, ""))


@requires(Permission.LEDGER_READ)
@require_GET
def ledger_of_case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The entries of one case."""
    case = case_of(request, case_ref)
    context = case_frame(case, "ledger") | _entries(request, case.ref)
    return render(request, "ledger_pages/of_case.html", context)


def _entries(request: StaffRequest, case_ref: str) -> dict[str, object]:
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 16 else None
    entries = book().latest(_PAGE + 1, before, case_ref)
    actors = {entry.actor for entry in entries}
    names = dict(Staff.objects.filter(ref__in=actors).values_list("ref", "name"))
    names |= {ref: one.name for ref, one in laboratories_of(actors).items()}
    shown = [
        {"entry": entry, "words": in_words(entry), "name": names.get(entry.actor, entry.actor)}
        for entry in entries[:_PAGE]
    ]
    return {"rows": shown, "before": entries[_PAGE - 1].seq if len(entries) > _PAGE else None}
