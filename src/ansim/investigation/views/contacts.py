"""The contact search of a case, and the names behind it."""

import time

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.warrant import read_warrant
from ansim.investigation.desk import Terms, covered
from ansim.investigation.forms import SearchForm
from ansim.investigation.models import Case
from ansim.investigation.presets import from_stored
from ansim.investigation.shown import contacts_shown
from ansim.investigation.views.common import case_of, desk_of, frame
from ansim.investigation.warrants import valid_warrant
from ansim.investigation.words import refusal
from ansim.rpc import CallError


@requires(Permission.CONTACTS_SEARCH)
@require_GET
def contacts(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Contacts under the terms of the query; without terms, those of the case's preset."""
    case = case_of(case_ref)
    form = SearchForm(request.GET if "minutes" in request.GET else _start_values(case))
    return _list(request, case, form)


@requires(Permission.IDENTITY_OPEN)
@require_POST
def identities(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Names and numbers of the chosen contacts, under the case's valid warrant."""
    case = case_of(case_ref)
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    record = valid_warrant(case, time.time())
    chosen = frozenset(int(one) for one in request.POST.getlist("contact") if one.isdecimal())
    if record is None or not chosen:
        return _list(request, case, form, refused="warrant" if record is None else "choice")
    try:
        opened = desk_of(request).identities(case, record, _terms(case, form), chosen)
    except CallError as error:
        words = refusal(error.code)
        if words is None:
            raise
        return _list(request, case, form, reason=words)
    rows = [
        {"shown": shown, "identity": one.identity}
        for shown, one in zip(contacts_shown([one.row for one in opened]), opened, strict=True)
    ]
    context = frame(case, "contacts") | {
        "rows": rows,
        "left_out": len(chosen) - len(rows),
        "back": form.data.urlencode() if hasattr(form.data, "urlencode") else "",
    }
    return render(request, "investigation/identities.html", context)


def _list(
    request: StaffRequest, case: Case, form: SearchForm, refused: str = "", reason: str = ""
) -> HttpResponse:
    context = frame(case, "contacts") | {"form": form, "refused": refused, "reason": reason}
    if form.is_valid():
        found = desk_of(request).contacts(case, _terms(case, form))
        record = context["warrant"]
        inside = covered(read_warrant(bytes(record.text)), found.rows) if record else []
        context |= {
            "rows": contacts_shown(found.rows),
            "totals": list(enumerate(found.totals, 1)),
            "total": sum(found.totals),
            "milliseconds": found.seconds * 1000,
            "backward": form.terms().backward,
            "openable": {row.number for row in inside},
        }
    bad = bool(refused or reason) or not form.is_valid()
    return render(request, "investigation/contacts.html", context, status=400 if bad else 200)


def _terms(case: Case, form: SearchForm) -> Terms:
    minutes = from_stored(case.preset).contact_minutes.value
    return form.terms(int(minutes * 60) if minutes else None)


def _start_values(case: Case) -> dict[str, object]:
    preset = from_stored(case.preset)
    return {
        "start": case.window_start,
        "end": case.window_end,
        "minutes": int(preset.contact_minutes.value or 0),
        "degrees": 1,
        "residual": int(preset.residual_air_minutes.value or 0),
    }
