"""The names behind contacts, under the case's valid warrant. They are shown and never stored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.quantities import Handle
from ansim.domain.warrant import read_warrant
from ansim.identity.calls import Identity
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.listing import contact_list
from ansim.investigation.contacts.rows import ContactRow, contact_rows, covered
from ansim.investigation.lookups import Desk, SearchTerms, case_frame, case_of, desk_of
from ansim.investigation.models import Case, CaseContact, WarrantRecord, valid_warrant
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
    """Names and numbers of the chosen contacts."""
    case = case_of(case_ref)
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    record = valid_warrant(case, time.time())
    chosen = frozenset(int(one) for one in request.POST.getlist("contact") if one.isdecimal())
    if record is None:
        words = _(
            "No name is opened without a warrant that two people signed. Please ask for one first."
        )
        return contact_list(request, case, form, words)
    if not chosen:
        return contact_list(request, case, form, _("Please choose at least one contact."))
    try:
        rows = _open(desk_of(request), case, record, form.terms(case), chosen)
    except CallError as error:
        return contact_list(request, case, form, refusal(error))
    context = case_frame(case, "contacts") | {
        "rows": rows,
        "left_out": len(chosen) - len(rows),
        "damaged": sum(row.identity is not None and row.identity.damaged for row in rows),
    }
    return render(request, "identities/opened.html", context)


def _open(
    desk: Desk, case: Case, record: WarrantRecord, terms: SearchTerms, chosen: frozenset[int]
) -> list[NamedContact]:
    # The search is made again, so that the tracer's proofs are fresh and nothing of them is kept.
    rows = contact_rows(desk, case, desk.contacts(case, terms).contacts)
    rows = [row for row in rows if row.number in chosen]
    rows = covered(read_warrant(bytes(record.text)), rows)
    if not rows:
        return []
    opened = desk.open_names(record, [row.contact for row in rows])
    list_named(case, opened)
    known = {identity.person: identity for identity in opened}
    return [NamedContact(row, known.get(row.contact.person)) for row in rows]


def list_named(case: Case, opened: Sequence[Identity]) -> None:
    """Who was named stands in the case's list of contacts from now on, which outlives the work on the case."""
    listed = {one.person: one.register for one in opened}
    rows = list(
        CaseContact.objects.filter(case=case, handle__in=list(listed), register_handle=None)
    )
    for row in rows:
        row.register_handle = listed[Handle(bytes(row.handle or b""))]
    CaseContact.objects.bulk_update(rows, ["register_handle"], batch_size=1000)
