"""The names behind contacts, under a warrant for just that search: all at once, or by a list for a shift.

Names are shown and never stored.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.quantities import Handle
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import (
    OpeningOfNames,
    SignedText,
    SignedTextError,
    read_text,
    write_text,
)
from ansim.domain.warrant import ResultMovedError
from ansim.domain.work_lists import LONGEST_LIST, WorkList
from ansim.identity.calls import Identity
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.freezing import signed_result
from ansim.investigation.contacts.listing import chosen_numbers, contact_list, terms_of
from ansim.investigation.contacts.rows import ContactRow, contact_rows
from ansim.investigation.identities.choosing import (
    Choice,
    NobodyChosenError,
    choice_of,
)
from ansim.investigation.lookups import (
    SignedAnswer,
    case_frame,
    case_of,
    desk_of,
    hand_over,
    keep_for,
    not_accepted,
    read_answer,
    receive,
    require_own_signature,
    take_kept,
)
from ansim.investigation.models import (
    Case,
    CaseContact,
    WarrantRecord,
    WorkListEntry,
    WorkListRecord,
    handles_of,
    list_named,
)
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError

_Naming = TypeVar("_Naming", OpeningOfNames, WorkList)


@dataclass(frozen=True, slots=True)
class NamedContact:
    """A contact with a name: `identity` is None where it was destroyed."""

    contact: ContactRow
    identity: Identity | None


@dataclass(frozen=True, slots=True)
class _Signed:
    """A text that came back signed, with what was kept for it."""

    case: Case
    answer: SignedAnswer
    said: OpeningOfNames | WorkList
    kept: dict[str, Any]
    form: SearchForm

    @property
    def numbers(self) -> list[int]:
        return [int(one) for one in self.kept["numbers"]]


@requires(Permission.IDENTITY_OPEN)
@require_POST
def identities(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Ask once, with the count and what is left; then send the officer to the signing page, for all or for a list."""
    case = case_of(request, case_ref)
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    desk, way, now = desk_of(request), request.POST.get("way"), time.time()
    try:
        choice = choice_of(case, form, chosen_numbers(request, case, form), desk)
        if way == "all":
            said: SignedText = choice.opening(now)
        elif way == "list" and choice.fits_a_list:
            said = choice.work_list(now)
        else:
            return _ask(request, choice)
    except NobodyChosenError as error:
        return contact_list(request, case, form, str(error))
    except CallError as error:
        return contact_list(request, case, form, refusal(error))
    return hand_over(request, write_text(said), said, choice.kept())


def _ask(request: StaffRequest, choice: Choice) -> HttpResponse:
    left = choice.left(desk_of(request))
    context = case_frame(choice.case, "contacts") | {
        "choice": choice,
        "left": left,
        "most": min(left.warrant, left.today),
        "all_fit": left.fresh <= left.warrant and choice.count <= left.today,
        "longest": LONGEST_LIST,
        "carried": SearchForm(choice.form.data, auto_id=False),
        "query": terms_of(choice.form),
    }
    return render(request, "identities/ask.html", context)


@requires(Permission.IDENTITY_OPEN)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """The choice comes back signed: the vault opens the names, and this answer shows them."""
    if request.method == "GET":
        return receive(request)
    taken = _taken(request, OpeningOfNames)
    if isinstance(taken, HttpResponse):
        return taken
    try:
        rows = _open(request, taken)
    except (CallError, ResultMovedError) as error:
        return _again(request, taken, error)
    context: dict[str, Any] = case_frame(taken.case, "contacts") | {
        "rows": rows,
        "warrant": _warrant_of(taken),
        "damaged": sum(row.identity is not None and row.identity.damaged for row in rows),
        "query": terms_of(taken.form),
        "printed_at": moment(time.time()),
    }
    return render(request, "identities/opened.html", context)


@requires(Permission.IDENTITY_OPEN)
@require_http_methods(["GET", "POST"])
def list_signed(request: StaffRequest) -> HttpResponse:
    """The list comes back signed: the vault takes it in, and nobody is named yet."""
    if request.method == "GET":
        return receive(request)
    taken = _taken(request, WorkList)
    if isinstance(taken, HttpResponse):
        return taken
    record, handles = _warrant_of(taken), handles_of(taken.case, taken.numbers)
    if record is None:
        raise BadRequest
    try:
        found = signed_result(desk_of(request), taken.case, record)
        people = [handles[one] for one in taken.numbers if one in handles]
        ref = desk_of(request).begin_list(taken.case, taken.answer, found, people)
    except (CallError, ResultMovedError) as error:
        return _again(request, taken, error)
    rows = CaseContact.objects.filter(case=taken.case, number__in=taken.numbers)
    contacts = {one.number: one for one in rows}
    with transaction.atomic():
        until = datetime.fromtimestamp(taken.said.until, UTC)
        listed = WorkListRecord.objects.create(
            ref=ref, warrant=record, officer=request.staff, until=until
        )
        WorkListEntry.objects.bulk_create(
            WorkListEntry(work_list=listed, number=at, contact=contacts[one])
            for at, one in enumerate(taken.numbers, 1)
        )
    return HttpResponseRedirect(reverse("work_lists:one", args=[taken.case.ref, listed.pk]))


def _taken(request: StaffRequest, kind: type[_Naming]) -> "_Signed | HttpResponse":
    """A text that this officer signed, or the page that says why it is none."""
    answer = read_answer(request)
    try:
        said = read_text(answer.text, kind)
        require_own_signature(request, answer)
    except (SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error)
    case = case_of(request, said.case)
    desk_of(request).session_for(case)
    kept = take_kept(request, said)
    form = SearchForm(kept["search"])
    if not form.is_valid():
        raise BadRequest
    return _Signed(case, answer, said, kept, form)


def _again(
    request: StaffRequest, taken: _Signed, error: CallError | ResultMovedError
) -> HttpResponse:
    # The session may have ended elsewhere: then this answer waits for another signature.
    keep_for(request, taken.said, taken.kept)
    return contact_list(request, taken.case, taken.form, refusal(error))


def _warrant_of(taken: _Signed) -> WarrantRecord | None:
    """The warrant that the text is for, as it was chosen: a newer one may fit the search by now."""
    return WarrantRecord.objects.filter(case=taken.case, ref=taken.kept.get("warrant", "")).first()


def _open(request: StaffRequest, taken: _Signed) -> list[NamedContact]:
    desk, case, chosen = desk_of(request), taken.case, frozenset(taken.numbers)
    record = _warrant_of(taken)
    if record is None:
        raise BadRequest
    found = signed_result(desk, case, record)
    rows = [row for row in contact_rows(desk, case, found.contacts) if row.number in chosen]
    opened = desk.open_names(case, taken.answer, found, handles_of(case, chosen).values())
    list_named(case, {one.person: one.register for one in opened})
    known = {Handle(bytes(one.person)): one for one in opened}
    return [NamedContact(row, known.get(row.contact.person)) for row in rows]
