"""The contact search of a case, and what officers decide on those it found."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.investigation.contacts.elsewhere import in_other_case
from ansim.investigation.contacts.facets import Filter
from ansim.investigation.contacts.forms import ClassForm, RuleForm, SearchForm, start_values
from ansim.investigation.contacts.freezing import NothingToKeepError, freeze
from ansim.investigation.contacts.listing import (
    chosen_numbers,
    contact_list,
    kept_list,
    pairs_of,
    terms_of,
)
from ansim.investigation.lookups import asked_here, case_of, desk_of, require_open
from ansim.investigation.models import (
    Case,
    CaseContact,
    ContactClassStep,
    ContactRuleStep,
    cases_of,
)
from ansim.investigation.refusals import refusal
from ansim.rpc import CallError


@requires(Permission.CONTACTS_SEARCH)
@require_GET
@asked_here
def contacts(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Contacts under the terms of the query; without terms, those of the case's preset; `anew` searches once more.

    With `list`, a list that was kept.
    """
    case = case_of(request, case_ref)
    if mark := request.GET.get("list"):
        return kept_list(request, case, mark)
    form = SearchForm(request.GET if "minutes" in request.GET else start_values(case))
    if request.GET.get("anew") == "1" and form.is_valid():
        try:
            desk_of(request).contacts(case, form.terms(case), anew=True)
        except CallError as error:
            return contact_list(request, case, form, refusal(error))
        return HttpResponseRedirect(f"{request.path}?{terms_of(form)}")
    return contact_list(request, case, form)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
def set_classes(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Set the class of the chosen contacts by hand, with a reason from a closed list."""
    case, search = _open_case(request, case_ref)
    form = ClassForm(request.POST)
    if not form.is_valid():
        return contact_list(request, case, search, _("Please choose a class and a reason."))
    numbers = _numbers(request, case, search)
    if not numbers:
        return contact_list(request, case, search, _("Please choose at least one contact."))
    ContactClassStep.objects.create(
        case=case,
        contacts=numbers,
        classification=form.cleaned_data["kind"],
        reason=form.cleaned_data["reason"],
        set_by=request.staff,
    )
    return _back(request, case, search)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
def undo(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Take a change of classes back; nothing happens where that was done before."""
    case, search = _open_case(request, case_ref)
    step = request.POST.get("step", "")
    if not step.isdecimal() or len(step) > 18:
        raise BadRequest
    found = get_object_or_404(ContactClassStep, case=case, pk=int(step), undoes=None)
    try:
        with transaction.atomic():
            ContactClassStep.objects.create(
                case=case, contacts=[], reason="undone", undoes=found, set_by=request.staff
            )
    except IntegrityError:
        pass  # a colleague took it back at the same moment
    return _back(request, case, search)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
def set_rule(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Set the rule by which the case's contacts are sorted."""
    case, search = _open_case(request, case_ref)
    form = RuleForm(request.POST)
    if not form.is_valid():
        words = _("The rule wants minutes from the list, and a probability from 1 to 100.")
        return contact_list(request, case, search, words)
    ContactRuleStep.objects.create(case=case, set_by=request.staff, **form.cleaned_data)
    return _back(request, case, search)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
def keep(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Keep the list as it stands, sealed in the case's file, and show it."""
    case, search = _open_case(request, case_ref)
    if not search.is_valid():
        raise BadRequest
    desk = desk_of(request)
    try:
        record = freeze(desk, case, desk.contacts(case, search.terms(case)))
    except (CallError, NothingToKeepError) as error:
        return contact_list(request, case, search, refusal(error))
    return HttpResponseRedirect(f"{_address(case)}?{urlencode({'list': record.mark})}")


@requires(Permission.CONTACTS_SEARCH)
@require_POST
def elsewhere(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Say who of the chosen contacts is in another case of the session too."""
    case, search = _open_case(request, case_ref)
    other = get_object_or_404(
        cases_of(request.staff, permission=request.permission)
        .filter(closed_at=None)
        .exclude(pk=case.pk),
        ref=request.POST.get("other", ""),
    )
    numbers = _numbers(request, case, search)
    if not numbers:
        return contact_list(request, case, search, _("Please choose at least one contact."))
    try:
        told = in_other_case(desk_of(request), case, other, numbers)
    except CallError as error:
        return contact_list(request, case, search, refusal(error))
    return contact_list(request, case, search, elsewhere=told)


def _open_case(request: StaffRequest, case_ref: str) -> tuple[Case, SearchForm]:
    """The case, which is open, and the search that the list stood under."""
    case = case_of(request, case_ref)
    require_open(case)
    return case, SearchForm(request.POST)


def _numbers(request: StaffRequest, case: Case, search: SearchForm) -> list[int]:
    """The chosen numbers that contacts of the case have."""
    asked = chosen_numbers(request, case, search)
    known = CaseContact.objects.filter(case=case, number__in=asked)
    return sorted(known.values_list("number", flat=True))


def _back(request: StaffRequest, case: Case, search: SearchForm) -> HttpResponse:
    """To the list as it stood: same search, same filter, same page."""
    by = Filter.read(request.POST.getlist)
    pairs = [*pairs_of(search), *by.pairs(), ("page", str(by.page))]
    return HttpResponseRedirect(f"{_address(case)}?{urlencode(pairs)}")


def _address(case: Case) -> str:
    return reverse("contacts:list", args=[case.ref])
