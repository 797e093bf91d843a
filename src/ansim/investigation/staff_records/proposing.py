"""Propose a staff record: the keeper signs it on the signing page, and another keeper does after."""

import time
from typing import Any, get_args

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.models import new_staff_ref
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.domain.signatures import SIDES
from ansim.domain.signed_texts import new_ref, write_text
from ansim.domain.staff_records import KEEPER, Deed, StaffText
from ansim.identity.keepers.calls import StaffRecord, StaffRecordsFor
from ansim.investigation.lookups import desk_of, hand_over, site_name
from ansim.investigation.staff_records.forms import DeputyForm, NewStaffForm, WorkForm
from ansim.investigation.staff_records.rows import staff_row
from ansim.investigation.staff_records.words import ROLES


@requires(Permission.STAFF_KEEP)
@sensitive_post_parameters("name", "login")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Propose that somebody is enrolled."""
    form = NewStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _text(request, "add", staff=new_staff_ref(), version=0, **form.cleaned_data)
        return hand_over(request, write_text(said), said)
    status = 400 if form.is_bound else 200
    return render(request, "staff_records/new.html", {"form": form}, status=status)


@requires(Permission.STAFF_KEEP)
@sensitive_post_parameters("name")
@require_http_methods(["GET", "POST"])
@never_cache
def one(request: StaffRequest, staff_ref: str) -> HttpResponse:
    """One record, and what may be proposed about it; the button that was pressed says which."""
    record = _record(request, staff_ref)
    deed = request.POST.get("deed", "")
    today = local_day(time.time())
    roles = (KEEPER,) if record.role == KEEPER else tuple(one for one in ROLES if one != KEEPER)
    stands = {name: getattr(record, name) for name in ("name", "role", "agency", "team")}
    work = WorkForm(request.POST if deed == "change" else None, roles=roles, initial=stands)
    deputy = DeputyForm(
        request.POST if deed == "deputy" else None,
        today=today,
        initial={"first": today, "for_agency": record.agency},
    )
    form = {"change": work, "deputy": deputy}.get(deed)
    if request.method == "POST" and deed in get_args(Deed) and (form is None or form.is_valid()):
        said = _about(request, deed, record, form.cleaned_data if form else {})
        return hand_over(request, write_text(said), said)
    context = {
        "row": staff_row(record),
        "work": work,
        "deputy": deputy,
        "deputising": record.role in SIDES,
        "self": record.staff == request.staff.ref,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "staff_records/one.html", context, status=status)


def _record(request: StaffRequest, staff_ref: str) -> StaffRecord:
    found = desk_of(request).vault.staff_records(StaffRecordsFor(request.staff.ref))
    for record in found:
        if record.staff == staff_ref and not record.barred and record.login:
            return record
    raise Http404


def _about(
    request: StaffRequest, deed: str, record: StaffRecord, entered: dict[str, Any]
) -> StaffText:
    stands = {name: getattr(record, name) for name in ("login", "name", "role", "agency", "team")}
    days: dict[str, Any] = {
        name: entered[name].isoformat() for name in ("first", "last") if name in entered
    }
    said: dict[str, Any] = {**stands, **entered, **days}
    return _text(request, deed, staff=record.staff, version=record.version, **said)


def _text(request: StaffRequest, deed: str, **fields: Any) -> StaffText:
    now = int(time.time())
    return StaffText(
        ref=new_ref(),
        at=now,
        until=now + StaffText.VALIDITY,
        site=site_name(),
        keeper=request.staff.ref,
        deed=deed,  # type: ignore[arg-type]
        **fields,
    )
