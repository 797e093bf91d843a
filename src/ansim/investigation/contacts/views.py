"""The contact search of a case."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.investigation.contacts.forms import SearchForm, start_values
from ansim.investigation.contacts.listing import contact_list
from ansim.investigation.lookups import case_of


@requires(Permission.CONTACTS_SEARCH)
@require_GET
def contacts(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Contacts under the terms of the query; without terms, those of the case's preset."""
    case = case_of(request, case_ref)
    form = SearchForm(request.GET if "minutes" in request.GET else start_values(case))
    return contact_list(request, case, form)
