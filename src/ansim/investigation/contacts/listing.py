"""The list of contacts as a page. `identities` shows it again where no name may be opened."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ansim.accounts.requests import StaffRequest
from ansim.domain.contact_rules import rules_for
from ansim.domain.pathogens import from_stored
from ansim.domain.patient_codes import BY_CODE
from ansim.domain.signed_texts import read_text
from ansim.domain.warrant import Warrant
from ansim.investigation.contacts.elsewhere import FoundElsewhere
from ansim.investigation.contacts.facets import Filter, narrowed
from ansim.investigation.contacts.forms import ClassForm, RuleForm, SearchForm
from ansim.investigation.contacts.freezing import thaw
from ansim.investigation.contacts.numbering import number_contacts
from ansim.investigation.contacts.rows import ContactRow, Sorting, places_of, rows_of
from ansim.investigation.contacts.sorting_rule import (
    STEPS_SHOWN,
    by_hand,
    own_rule,
    rule_of,
    standing_steps,
)
from ansim.investigation.contacts.words import CLASSES, REASONS, minutes_words, rule_words
from ansim.investigation.contacts.working_table import Pairs, table_of
from ansim.investigation.lookups import Desk, SearchTerms, case_frame, desk_of
from ansim.investigation.models import (
    Case,
    ContactClassStep,
    ContactList,
    WarrantRecord,
    cases_of,
    warrant_for,
)
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError
from ansim.tracing.process.calls import ContactsFound


@dataclass(frozen=True, slots=True)
class StepRow:
    """A change of classes in words."""

    step: ContactClassStep
    class_words: str
    reason: str

    @property
    def count(self) -> int:
        """How many contacts it was about."""
        return len(self.step.contacts)


def contact_list(
    request: StaffRequest,
    case: Case,
    form: SearchForm,
    refused: str = "",
    elsewhere: FoundElsewhere | None = None,
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
        numbers = number_contacts(desk, case, found.contacts)
        rule, hand = rule_of(case), by_hand(case)
        sorting = Sorting(rule.rule, hand)
        record = context["warrant"]
        fitting = warrant_for(case, found.terms, time.time())
        context |= _table(request, case, found, numbers, sorting, pairs_of(form))
        context |= _rule(case, rule.rule) | {
            "rule_by": rule,
            "query": terms_of(form),
            "searched": _searched(terms),
            "found_at": moment(found.found_at),
            "totals": list(enumerate(found.totals, 1)),
            "total": sum(found.totals),
            "backward": terms.backward,
            "fitting": fitting,
            "for_another": None if fitting or not record else terms_query(record),
            "class_form": ClassForm(),
            "steps": _steps(case),
            "lists": _lists(case),
            "others": _others(request, desk, case),
            "elsewhere": elsewhere,
        }
    status = 400 if refused or not form.is_valid() else 200
    return render(request, "contacts/list.html", context, status=status)


def kept_list(request: StaffRequest, case: Case, mark: str) -> HttpResponse:
    """A list that was kept, as it stood; nothing is looked up for it."""
    record = get_object_or_404(ContactList.objects.select_related("made_by"), case=case, mark=mark)
    frozen = thaw(desk_of(request), case, record)
    sorting = frozen.sorting()
    context = case_frame(case, "contacts") | {"kept": record, "inputs": record.inputs}
    context |= _table(request, case, frozen.found, frozen.numbers, sorting, [("list", record.mark)])
    context |= _rule(case, sorting.rule) | {
        "found_at": moment(frozen.found.found_at),
        "totals": list(enumerate(frozen.found.totals, 1)),
        "total": sum(frozen.found.totals),
        "lists": _lists(case),
    }
    return render(request, "contacts/list.html", context)


def chosen_numbers(request: StaffRequest, case: Case, form: SearchForm) -> set[int]:
    """The numbers of the contacts that a form of the list chose: one by one, or all that its filter leaves.

    Raises CallError where the search itself is refused.
    """
    asked = {
        int(one) for one in request.POST.getlist("contact") if one.isdecimal() and len(one) < 10
    }
    if request.POST.get("all") != "1" or not form.is_valid():
        return asked
    desk = desk_of(request)
    found = desk.contacts(case, form.terms(case))
    numbers = number_contacts(desk, case, found.contacts)
    rows = rows_of(case, found.contacts, numbers, Sorting(rule_of(case).rule, by_hand(case)))
    return {row.number for row in narrowed(rows, Filter.read(request.POST.getlist)).rows}


def _table(
    request: StaffRequest,
    case: Case,
    found: ContactsFound,
    numbers: dict[bytes, int],
    sorting: Sorting,
    terms: Pairs,
) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    places = places_of(case, found.contacts)
    rows: Sequence[ContactRow] = rows_of(case, found.contacts, numbers, sorting, places)
    table = table_of(case, rows, places, Filter.read(asked.getlist), terms, sorting)
    return {"table": table, "address": reverse("contacts:list", args=[case.ref])}


def _rule(case: Case, rule: Any) -> dict[str, Any]:
    preset = from_stored(case.preset)
    dated = [(one, rule_words(one.rule)) for one in rules_for(preset.key)]
    return {
        "rule_words": rule_words(rule),
        "rule_time": minutes_words(rule.minutes),
        "rule_form": RuleForm.of(rule),
        "dated_rules": dated,
        "own_rule_words": rule_words(own_rule(case)),
    }


def _steps(case: Case) -> list[StepRow]:
    return [
        StepRow(
            step,
            str(CLASSES[kind][0]) if (kind := _kind(step)) else _("as the rule says"),
            str(REASONS.get(step.reason, "")),
        )
        for step in reversed(standing_steps(case)[-STEPS_SHOWN:])
    ]


def _kind(step: ContactClassStep) -> Any:
    return next((one for one in CLASSES if one == step.classification), None)


def _lists(case: Case) -> list[ContactList]:
    records = ContactList.objects.filter(case=case).select_related("made_by").defer("sealed")
    return list(records.order_by("-id")[:STEPS_SHOWN])


def _others(request: StaffRequest, desk: Desk, case: Case) -> list[Case]:
    """Open cases that the session holds beside this one, where no code alone began either."""
    if desk.session is None or case.is_by_code:
        return []
    held = cases_of(request.staff).filter(ref__in=desk.session.cases, closed_at=None)
    return list(held.exclude(pk=case.pk).exclude(notified_by=BY_CODE).order_by("ref"))


def _searched(terms: SearchTerms) -> dict[str, Any]:
    return {
        "start": moment(terms.start),
        "end": moment(terms.end),
        "minutes": terms.minimum_overlap // 60,
        "degrees": terms.degrees,
        "air": terms.residual // 60,
    }


def pairs_of(form: SearchForm) -> list[tuple[str, str]]:
    """The names and values of the search that a form asks for."""
    values = ((name, form[name].value()) for name in form.fields)
    return [(name, str(one)) for name, one in values if one not in (None, "") and one is not False]


def terms_of(form: SearchForm) -> str:
    """The query of the search that a form asks for."""
    return urlencode(pairs_of(form))


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
