"""The names behind contacts, under a warrant for just that search. They are shown and never stored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.quantities import Handle
from ansim.domain.search_results import people_digest
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import (
    OpeningOfNames,
    SignedTextError,
    new_ref,
    read_text,
    write_text,
)
from ansim.domain.warrant import warrant_digest
from ansim.identity.calls import Identity
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.listing import chosen_numbers, contact_list
from ansim.investigation.contacts.rows import ContactRow, contact_rows
from ansim.investigation.lookups import (
    Desk,
    SearchTerms,
    SignedAnswer,
    asked_terms,
    case_frame,
    case_of,
    desk_of,
    hand_over,
    keep_for,
    not_accepted,
    read_answer,
    receive,
    require_own_signature,
    site_name,
    take_kept,
)
from ansim.investigation.models import Case, CaseContact, warrant_for
from ansim.investigation.refusals import refusal
from ansim.rpc import CallError


@dataclass(frozen=True, slots=True)
class NamedContact:
    """A contact with a name: `identity` is None where it was destroyed."""

    contact: ContactRow
    identity: Identity | None


@requires(Permission.IDENTITY_OPEN)
@require_POST
def identities(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Send the officer to the signing page with the list of the chosen contacts."""
    case = case_of(request, case_ref)
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    now = time.time()
    record = warrant_for(case, asked_terms(case, form.terms(case)), now)
    try:
        numbers = chosen_numbers(request, case, form)
    except CallError as error:
        return contact_list(request, case, form, refusal(error))
    chosen = CaseContact.objects.filter(case=case, number__in=numbers)
    people = _handles(chosen)
    if record is None:
        words = _(
            "No name is opened without a warrant for this search that two people signed. Please ask for one first."
        )
        return contact_list(request, case, form, words)
    if not people:
        return contact_list(request, case, form, _("Please choose at least one contact."))
    said = OpeningOfNames(
        ref=new_ref(),
        at=int(now),
        until=int(now) + OpeningOfNames.VALIDITY,
        site=site_name(),
        case=case.ref,
        warrant=warrant_digest(bytes(record.text)).hex(),
        people=people_digest(people).hex(),
        count=len(people),
    )
    kept = {
        "numbers": sorted(numbers),
        "search": {name: form[name].value() for name in form.fields},
    }
    return hand_over(request, write_text(said), said, kept)


@requires(Permission.IDENTITY_OPEN)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """The list comes back signed: the vault opens the names, and this answer shows them."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    try:
        said = read_text(answer.text, OpeningOfNames)
        require_own_signature(request, answer)
    except (SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error)
    case = case_of(request, said.case)
    desk_of(request).session_for(case)
    kept = take_kept(request, said)
    form = SearchForm(kept["search"])
    if not form.is_valid():
        raise BadRequest
    terms = form.terms(case)
    try:
        rows = _open(desk_of(request), case, answer, terms, frozenset(kept["numbers"]))
    except CallError as error:
        # The session may have ended elsewhere: then this answer waits for another signature.
        keep_for(request, said, kept)
        return contact_list(request, case, form, refusal(error))
    record = warrant_for(case, asked_terms(case, terms), time.time())
    context: dict[str, Any] = case_frame(case, "contacts") | {
        "rows": rows,
        "warrant": record,
        "damaged": sum(row.identity is not None and row.identity.damaged for row in rows),
    }
    return render(request, "identities/opened.html", context)


def _open(
    desk: Desk, case: Case, answer: SignedAnswer, terms: SearchTerms, chosen: frozenset[int]
) -> list[NamedContact]:
    # The search is made again, so that its rows and the tracer's word on them lie in no table.
    found = desk.contacts(case, terms)
    rows = [row for row in contact_rows(desk, case, found.contacts) if row.number in chosen]
    asked = CaseContact.objects.filter(case=case, number__in=chosen)
    opened = desk.open_names(case, answer, found, _handles(asked))
    list_named(case, opened)
    known = {identity.person: identity for identity in opened}
    return [NamedContact(row, known.get(row.contact.person)) for row in rows]


def _handles(contacts: "QuerySet[CaseContact]") -> list[Handle]:
    rows = contacts.exclude(handle=None).values_list("handle", flat=True)
    return [Handle(bytes(handle or b"")) for handle in rows]


def list_named(case: Case, opened: Sequence[Identity]) -> None:
    """Who was named stands in the case's list of contacts from now on, which outlives the work on the case."""
    listed = {one.person: one.register for one in opened}
    rows = list(
        CaseContact.objects.filter(case=case, handle__in=list(listed), register_handle=None)
    )
    for row in rows:
        row.register_handle = listed[Handle(bytes(row.handle or b""))]
    CaseContact.objects.bulk_update(rows, ["register_handle"], batch_size=1000)
