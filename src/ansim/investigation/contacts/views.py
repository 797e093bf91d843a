"""The contact search of a case."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.investigation.contacts.forms import SearchForm, start_values
from ansim.investigation.contacts.listing import contact_list, terms_of
from ansim.investigation.lookups import asked_here, case_of, desk_of
from ansim.investigation.refusals import refusal
from ansim.rpc import CallError


@requires(Permission.CONTACTS_SEARCH)
@require_GET
@asked_here
def contacts(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Contacts under the terms of the query; without terms, those of the case's preset; `anew` searches once more."""
    case = case_of(request, case_ref)
    form = SearchForm(request.GET if "minutes" in request.GET else start_values(case))
    if request.GET.get("anew") == "1" and form.is_valid():
        try:
            desk_of(request).contacts(case, form.terms(case), anew=True)
        except CallError as error:
            return contact_list(request, case, form, refusal(error))
        return HttpResponseRedirect(f"{request.path}?{terms_of(form)}")
    return contact_list(request, case, form)
