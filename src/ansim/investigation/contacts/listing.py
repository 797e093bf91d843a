"""The list of contacts as a page. `identities` shows it again where no name may be opened."""

from django.http import HttpResponse
from django.shortcuts import render

from ansim.accounts.requests import StaffRequest
from ansim.domain.warrant import read_warrant
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.rows import contact_rows, covered
from ansim.investigation.lookups import case_frame, desk_of
from ansim.investigation.models import Case


def contact_list(
    request: StaffRequest, case: Case, form: SearchForm, refused: str = ""
) -> HttpResponse:
    """The contacts under the form's terms; with the reason on top where something was refused."""
    context = case_frame(case, "contacts") | {"form": form, "refused": refused}
    if form.is_valid():
        terms = form.terms(case)
        desk = desk_of(request)
        found = desk.contacts(case, terms)
        rows = contact_rows(desk, case, found.contacts)
        record = context["warrant"]
        inside = covered(read_warrant(bytes(record.text)), rows) if record else []
        context |= {
            "rows": rows,
            "carried": SearchForm(form.data, auto_id=False),
            "totals": list(enumerate(found.totals, 1)),
            "total": sum(found.totals),
            "milliseconds": found.seconds * 1000,
            "backward": terms.backward,
            "openable": {row.number for row in inside},
        }
    status = 400 if refused or not form.is_valid() else 200
    return render(request, "contacts/list.html", context, status=status)
