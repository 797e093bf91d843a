"""A work list on the screen: name the next person, write down what became of the call, go on.

A name is on the page of the answer that shows it, and on no other.
"""

import re
import time
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.identity.calls import Identity
from ansim.identity.phones import PhoneError, language_of, read_phone
from ansim.identity.sessions.case_file_calls import FieldText
from ansim.investigation.lookups import (
    Desk,
    SessionWantedError,
    asked_here,
    case_frame,
    case_of,
    desk_of,
    wants_session,
)
from ansim.investigation.models import (
    Case,
    ContactCall,
    WorkListEntry,
    WorkListRecord,
    list_named,
)
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.investigation.work_lists.forms import CallForm, fresh_form
from ansim.investigation.work_lists.sheet import (
    CallSheet,
    ListedPerson,
    field_of,
    notes_of,
    sheet_of,
)
from ansim.investigation.work_lists.words import LANGUAGES
from ansim.rpc import CallError


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks about which list."""

    request: StaffRequest
    desk: Desk
    case: Case
    record: WorkListRecord

    @property
    def is_own(self) -> bool:
        """Whether whoever asks signed for the list: nobody else is told a name from it."""
        return self.record.officer_id == self.request.staff.pk


def _asked(request: StaffRequest, case_ref: str, list_id: int) -> _Asked:
    case = case_of(request, case_ref)
    found = WorkListRecord.objects.select_related("warrant", "officer")
    record = get_object_or_404(found, pk=list_id, warrant__case=case)
    return _Asked(request, desk_of(request), case, record)


@requires(Permission.IDENTITY_OPEN)
@require_GET
@asked_here
def work_list(request: StaffRequest, case_ref: str, list_id: int) -> HttpResponse:
    """The sheet, and nobody's name."""
    asked = _asked(request, case_ref, list_id)
    return _page(asked, sheet_of(asked.desk, asked.case, asked.record))


@requires(Permission.IDENTITY_OPEN)
@require_POST
def show(request: StaffRequest, case_ref: str, list_id: int) -> HttpResponse:
    """Name one person of the list: of the number that was asked for, else whom to call next."""
    asked = _asked(request, case_ref, list_id)
    sheet = sheet_of(asked.desk, asked.case, asked.record)
    if "number" not in request.POST:
        return _show(asked, sheet, sheet.following())
    line = sheet.line(_number(request.POST["number"]))
    if line is None:
        raise BadRequest
    return _show(asked, sheet, line)


@requires(Permission.IDENTITY_OPEN)
@require_POST
def call(request: StaffRequest, case_ref: str, list_id: int) -> HttpResponse:
    """Write down what became of a call; with `next` name whom to call then."""
    asked = _asked(request, case_ref, list_id)
    form = CallForm(request.POST)
    number = _number(str(form["number"].value() or ""))
    entry = get_object_or_404(WorkListEntry, work_list=asked.record, number=number)
    if not asked.is_own or entry.shown_at is None:
        raise BadRequest
    if not form.is_valid():
        return _not_kept(asked, form)
    try:
        _keep(asked, entry, form)
    except (CallError, SessionWantedError) as error:
        if not wants_session(error):
            raise
        return _not_kept(asked, form, unsigned=True)
    if "next" in request.POST:
        sheet = sheet_of(asked.desk, asked.case, asked.record)
        return _show(asked, sheet, sheet.following())
    return HttpResponseRedirect(reverse("work_lists:one", args=[asked.case.ref, asked.record.pk]))


def _number(written: str) -> int:
    """A number on a list; 0, which nobody has, for anything else."""
    return int(written) if re.fullmatch("[0-9]{1,4}", written) else 0


def _keep(asked: _Asked, entry: WorkListEntry, form: CallForm) -> None:
    ref, note = form.cleaned_data["ref"], form.cleaned_data["note"].strip()
    texts = [FieldText(field_of(str(ref)), note.encode())] if note else []
    sealed = next(iter(asked.desk.seal(asked.case, texts)), None) if texts else None
    values = {
        "entry": entry,
        "outcome": form.decided.value,
        "note": sealed,
        "by": asked.request.staff,
    }
    ContactCall.objects.get_or_create(ref=ref, defaults=values)


def _show(asked: _Asked, sheet: CallSheet, line: ListedPerson | None) -> HttpResponse:
    if line is None:
        return _page(asked, sheet)
    try:
        identity = asked.desk.show_name(asked.case, asked.record.ref, line.entry.number)
    except CallError as error:
        if wants_session(error):
            raise
        return _page(asked, sheet, refused=refusal(error))
    if line.entry.shown_at is None:
        WorkListEntry.objects.filter(pk=line.entry.pk).update(shown_at=Now())
    if identity is not None:
        list_named(asked.case, {identity.person: identity.register})
    sheet = sheet_of(asked.desk, asked.case, asked.record)
    return _page(
        asked,
        sheet,
        line=sheet.line(line.entry.number),
        identity=identity,
        reads=_language(identity),
        notes=notes_of(asked.desk, asked.case, line),
        form=fresh_form(line.entry.number),
    )


def _not_kept(asked: _Asked, form: CallForm, *, unsigned: bool = False) -> HttpResponse:
    """The form once more, with what was written: it lies in no table meanwhile, so a session that ended loses nothing."""
    context = case_frame(asked.case, "warrants") | {
        "record": asked.record,
        "form": form,
        "number": form["number"].value(),
        "unsigned": unsigned,
    }
    return render(asked.request, "work_lists/not_kept.html", context, status=400)


def _page(asked: _Asked, sheet: CallSheet, refused: str = "", **shown: Any) -> HttpResponse:
    now = time.time()
    record = asked.record
    context = case_frame(asked.case, "warrants") | {
        "record": record,
        "sheet": sheet,
        "until": moment(record.until.timestamp()),
        "stands": now < record.until.timestamp() and asked.is_own,
        "own": asked.is_own,
        "refused": refused,
        "following": sheet.following(),
        "printed_at": moment(now),
        "warrant": record.warrant,
        **shown,
    }
    return render(asked.request, "work_lists/sheet.html", context, status=400 if refused else 200)


def _language(identity: Identity | None) -> str:
    """A guess by the country of the number; empty where there is none."""
    try:
        phone = read_phone(identity.phone) if identity and identity.phone else ""
    except PhoneError:
        return ""
    return str(LANGUAGES[language_of(phone)]) if phone else ""
