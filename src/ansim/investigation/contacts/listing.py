"""The list of contacts as a page. `identities` shows it again where no name may be opened."""

import time
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from ansim.accounts.requests import StaffRequest
from ansim.domain.signed_texts import read_text
from ansim.domain.warrant import Warrant
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.rows import contact_rows
from ansim.investigation.lookups import asked_terms, case_frame, desk_of
from ansim.investigation.models import Case, WarrantRecord, warrant_for
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError


def contact_list(
    request: StaffRequest, case: Case, form: SearchForm, refused: str = ""
) -> HttpResponse:
    """The contacts under the form's terms; with the reason on top where something was refused."""
    found = None
    if form.is_valid():
        terms, desk = form.terms(case), desk_of(request)
        try:
            found = desk.contacts(case, terms)
        except CallError as error:
            refused = refusal(error)
    context = case_frame(case, "contacts") | {"form": form, "refused": refused}
    if found is not None:
        rows = contact_rows(desk, case, found.contacts)
        record = context["warrant"]
        fitting = warrant_for(case, asked_terms(case, terms), time.time())
        context |= {
            "rows": rows,
            "carried": SearchForm(form.data, auto_id=False),
            "query": terms_of(form),
            "found_at": moment(found.found_at),
            "totals": list(enumerate(found.totals, 1)),
            "total": sum(found.totals),
            "milliseconds": found.seconds * 1000,
            "backward": terms.backward,
            "fitting": fitting,
            "elsewhere": None if fitting or not record else terms_query(record),
        }
    status = 400 if refused or not form.is_valid() else 200
    return render(request, "contacts/list.html", context, status=status)


def terms_of(form: SearchForm) -> str:
    """The query of the search that a form asks for."""
    given = ((name, form[name].value()) for name in form.fields)
    return urlencode([(name, value) for name, value in given if value is not None])


def terms_query(record: WarrantRecord) -> str:
    """The query of the search that a warrant is for."""
    terms = read_text(bytes(record.text), Warrant).terms
    query = {
        "direction": terms.direction,
        "start": moment(terms.start).strftime("%Y-%m-%dT%H:%M:%S"),
        "end": moment(terms.end).strftime("%Y-%m-%dT%H:%M:%S"),
        "minutes": terms.minimum_overlap // 60,
        "degrees": terms.degrees,
        "residual": terms.residual // 60,
    }
    return urlencode(query)
