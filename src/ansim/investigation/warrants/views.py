"""Ask for a warrant, read it, sign it as the second person."""

import time
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.accounts.signing_keys import WrongPassphraseError
from ansim.domain.marks import read_mark
from ansim.domain.warrant import WarrantError
from ansim.investigation.lookups import book, case_frame, case_of
from ansim.investigation.models import (
    WarrantRecord,
    WarrantState,
    counted_warrants,
    waiting_warrants,
)
from ansim.investigation.refusals import refusal
from ansim.investigation.warrants.forms import PassphraseForm, WarrantForm
from ansim.investigation.warrants.rows import warrant_row
from ansim.investigation.warrants.signing import (
    Signing,
    SigningClosedError,
    approve_warrant,
    digest,
    request_warrant,
)

if TYPE_CHECKING:
    from ansim.investigation.models.warrant import SignedWarrant

PAGE: Final = 100


@requires(Permission.CASE_READ)
@require_GET
def warrants_of_case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """All warrants of a case, newest first."""
    found = case_of(case_ref)
    records = counted_warrants().filter(case=found).order_by("-id")
    context = case_frame(found, "warrants") | {"rows": list(map(warrant_row, records))}
    return render(request, "warrants/of_case.html", context)


@requires(Permission.WARRANT_APPROVE)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Warrants that wait for a second signature, in pages; a mark that no warrant has begins at the front."""
    records = waiting_warrants(time.time())
    if last := WarrantRecord.objects.filter(ref=read_mark(request.GET.get("after", ""))).first():
        later = Q(expires_at__gt=last.expires_at)
        records = records.filter(later | Q(expires_at=last.expires_at, id__gt=last.pk))
    found = list(records[: PAGE + 1])
    following = found[PAGE - 1].ref if len(found) > PAGE else None
    context = {"rows": list(map(warrant_row, found[:PAGE])), "following": following}
    return render(request, "warrants/waiting.html", context)


@requires(Permission.WARRANT_REQUEST)
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def new_warrant(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Write a warrant for a case and sign it."""
    found = case_of(case_ref)
    initial = {"start": found.window_start, "end": found.window_end}
    form = WarrantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record = request_warrant(found, form.terms(), _signing(request, form))
            return HttpResponseRedirect(reverse("warrants:one", args=[record.ref]))
        except (WrongPassphraseError, SigningClosedError) as error:
            form.add_error("passphrase", refusal(error))
        except WarrantError as error:
            form.add_error(None, refusal(error))
    status = 400 if form.is_bound else 200
    context = case_frame(found, "warrants") | {"form": form}
    return render(request, "warrants/new.html", context, status=status)


@requires(Permission.CASE_READ)
@require_GET
def warrant(request: StaffRequest, warrant_ref: str) -> HttpResponse:
    """One warrant in words, with its signatures."""
    return _page(request, _record(warrant_ref), PassphraseForm(), status=200)


@requires(Permission.WARRANT_APPROVE)
@sensitive_post_parameters("passphrase")
@require_POST
def approve(request: StaffRequest, warrant_ref: str) -> HttpResponse:
    """Sign a warrant as the second person."""
    record = _record(warrant_ref)
    form = PassphraseForm(request.POST)
    if form.is_valid():
        try:
            approve_warrant(record, _signing(request, form))
            return HttpResponseRedirect(reverse("warrants:one", args=[record.ref]))
        except (WrongPassphraseError, SigningClosedError, WarrantError) as error:
            form.add_error("passphrase", refusal(error))
    return _page(request, record, form, status=400)


def _signing(request: StaffRequest, form: PassphraseForm) -> Signing:
    return Signing(request.staff, form.cleaned_data["passphrase"], book(), time.time())


def _record(warrant_ref: str) -> "SignedWarrant":
    return get_object_or_404(counted_warrants(), ref=warrant_ref)


def _page(
    request: StaffRequest, record: "SignedWarrant", form: PassphraseForm, status: int
) -> HttpResponse:
    row = warrant_row(record)
    context = case_frame(record.case, "warrants") | {
        "row": row,
        "form": form,
        "signatures": record.signatures.select_related("signer").order_by("id"),
        "digest": digest(bytes(record.text)),
        "signable": row.state is WarrantState.WAITING
        and request.staff.may(Permission.WARRANT_APPROVE)
        and request.staff.pk != record.requested_by_id,
    }
    return render(request, "warrants/one.html", context, status=status)
