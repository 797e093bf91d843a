"""Ask for a warrant, read it, sign it as the second person."""

import time
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.accounts.signing import WrongPassphraseError
from ansim.domain.warrant import WarrantError, read_warrant
from ansim.investigation import connections
from ansim.investigation.forms import PassphraseForm, WarrantForm, moment
from ansim.investigation.views.common import case_of, frame
from ansim.investigation.warrants import (
    SigningClosedError,
    State,
    approve_warrant,
    digest,
    request_warrant,
    state_of,
    waiting_warrants,
    warrant_with,
    warrants_of,
)
from ansim.investigation.words import LEGAL_BASES, PURPOSES, STATES, refusal

if TYPE_CHECKING:
    from ansim.investigation.warrants import SignedWarrant


@requires(Permission.CASE_READ)
@require_GET
def warrants_of_case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """The warrants of a case."""
    found = case_of(case_ref)
    rows = [_row(record) for record in warrants_of(found)]
    return render(request, "investigation/warrants.html", frame(found, "warrants") | {"rows": rows})


@requires(Permission.WARRANT_APPROVE)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Warrants that wait for a second signature, first whichever expires first."""
    page = waiting_warrants(time.time(), request.GET.get("after", ""))
    context = {"rows": [_row(record) for record in page.records], "following": page.following}
    return render(request, "investigation/waiting.html", context)


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
            record = request_warrant(
                found,
                request.staff,
                form.request(),
                form.cleaned_data["passphrase"],
                connections.book(),
                time.time(),
            )
            return HttpResponseRedirect(reverse("warrant", args=[record.ref]))
        except (WrongPassphraseError, SigningClosedError) as error:
            form.add_error("passphrase", refusal(type(error).__name__) or str(error))
        except WarrantError as error:
            form.add_error(None, refusal(type(error).__name__) or str(error))
    status = 400 if form.is_bound else 200
    return render(
        request,
        "investigation/warrant_new.html",
        frame(found, "warrants") | {"form": form},
        status=status,
    )


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
            approve_warrant(
                record,
                request.staff,
                form.cleaned_data["passphrase"],
                connections.book(),
                time.time(),
            )
            return HttpResponseRedirect(reverse("warrant", args=[record.ref]))
        except (WrongPassphraseError, SigningClosedError, WarrantError) as error:
            form.add_error("passphrase", refusal(type(error).__name__) or str(error))
    return _page(request, record, form, status=400)


def _record(warrant_ref: str) -> "SignedWarrant":
    record = warrant_with(warrant_ref)
    if record is None:
        raise Http404
    return record


def _row(record: "SignedWarrant") -> dict[str, object]:
    terms = read_warrant(bytes(record.text))
    state = state_of(record, time.time())
    words, tone = STATES[state]
    return {
        "record": record,
        "terms": terms,
        "state": state,
        "state_words": words,
        "tone": tone,
        "purpose": PURPOSES[terms.purpose],
        "legal_basis": LEGAL_BASES[terms.legal_basis],
        "start": moment(terms.start),
        "end": moment(terms.end),
        "issued_at": moment(terms.issued_at),
        "expires_at": moment(terms.expires_at),
    }


def _page(
    request: StaffRequest, record: "SignedWarrant", form: PassphraseForm, status: int
) -> HttpResponse:
    row = _row(record)
    context = frame(record.case, "warrants") | {
        "row": row,
        "form": form,
        "signatures": record.signatures.select_related("signer").order_by("id"),
        "digest": digest(bytes(record.text)),
        "signable": row["state"] is State.WAITING
        and request.staff.may(Permission.WARRANT_APPROVE)
        and request.staff.pk != record.requested_by_id,
    }
    return render(request, "investigation/warrant.html", context, status=status)
