"""Ask for a warrant, read it, sign it as the second person. Signing itself is done elsewhere: on the signing page."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.case_progress import Step
from ansim.domain.marks import read_mark
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import SignedTextError, read_text, write_text
from ansim.domain.warrant import Warrant, WarrantError, warrant_digest, warrant_mark
from ansim.identity.staff.signed_calls import ApproveWarrant, RequestWarrant
from ansim.investigation.contacts.forms import SearchForm, start_values
from ansim.investigation.contacts.freezing import freeze
from ansim.investigation.lookups import (
    SignedAnswer,
    about_case,
    case_frame,
    case_of,
    desk_of,
    hand_over,
    not_accepted,
    patient,
    read_answer,
    receive,
    require_own_signature,
    site_name,
    take_kept,
)
from ansim.investigation.models import (
    ContactList,
    WarrantRecord,
    WarrantReturn,
    WarrantSignature,
    WarrantState,
    cases_of,
    counted_warrants,
    reach,
    state_of,
    waiting_warrants,
)
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.investigation.warrants.forms import SendBackForm, WarrantForm
from ansim.investigation.warrants.rows import signature_row, warrant_row
from ansim.investigation.warrants.writing import write_warrant
from ansim.rpc import CallError

if TYPE_CHECKING:
    from ansim.investigation.models.warrant import SignedWarrant

PAGE: Final = 100
LISTS: Final = 20


@requires(Permission.CASE_READ)
@require_GET
def warrants_of_case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """All warrants of a case, newest first."""
    found = case_of(request, case_ref)
    records = counted_warrants().filter(case=found).order_by("-id")
    context = case_frame(found, "warrants") | {"rows": list(map(warrant_row, records))}
    return render(request, "warrants/of_case.html", context)


@requires(Permission.WARRANT_APPROVE)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Warrants that wait for a second signature, in pages; a mark that no warrant has begins at the front."""
    records = waiting_warrants(time.time()).filter(case__in=cases_of(request.staff, "letting"))
    if last := WarrantRecord.objects.filter(ref=read_mark(request.GET.get("after", ""))).first():
        later = Q(expires_at__gt=last.expires_at)
        records = records.filter(later | Q(expires_at=last.expires_at, id__gt=last.pk))
    found = list(records[: PAGE + 1])
    following = found[PAGE - 1].ref if len(found) > PAGE else None
    context = {"rows": list(map(warrant_row, found[:PAGE])), "following": following}
    return render(request, "warrants/waiting.html", context)


@requires(Permission.WARRANT_REQUEST)
@require_http_methods(["GET", "POST"])
def new_warrant(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Write a warrant for a search of a case; the officer signs it on the signing page."""
    case = case_of(request, case_ref)
    asked = request.POST or request.GET
    search = SearchForm(asked if "minutes" in asked else start_values(case))
    form = WarrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and search.is_valid():
        try:
            desk = desk_of(request)
            found = desk.contacts(case, search.terms(case))
            warrant = write_warrant(
                case, request.staff, form.terms(), found, site_name(), time.time()
            )
            freeze(desk, case, found)  # names are opened of just this result
        except (CallError, WarrantError) as error:
            form.add_error(None, refusal(error))
        else:
            kept = {
                "mac": found.vouched.mac.hex() if found.vouched else "",
                "found_mac": found.counted.mac.hex() if found.counted else "",
            }
            return hand_over(request, write_text(warrant), warrant, kept)
    status = 400 if form.is_bound else 200
    context = case_frame(case, "warrants") | {"form": form, "search": search}
    context["carried"] = SearchForm(search.data, auto_id=False)
    return render(request, "warrants/new.html", context, status=status)


@requires(Permission.CASE_READ)
@require_GET
def warrant(request: StaffRequest, warrant_ref: str) -> HttpResponse:
    """One warrant in words, with its signatures."""
    return _page(request, _record(request, warrant_ref))


@requires(Permission.WARRANT_APPROVE)
@require_POST
def approve(request: StaffRequest, warrant_ref: str) -> HttpResponse:
    """Send the approver to the signing page with the text that the officer signed."""
    record = _record(request, warrant_ref)
    if state_of(record, time.time()) is WarrantState.RETURNED:
        raise BadRequest
    text = bytes(record.text)
    return hand_over(request, text, read_text(text, Warrant))


@requires(Permission.WARRANT_APPROVE)
@require_POST
def send_back(request: StaffRequest, warrant_ref: str) -> HttpResponse:
    """Return a warrant that waits, with a reason: it waits for nobody any more. Sent twice it is returned once."""
    record = _record(request, warrant_ref)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    if state_of(record, time.time()) is WarrantState.WAITING:
        reason = form.decided.value
        desk_of(request).return_warrant(record.case, record.ref, reason)
        values = {"by": request.staff, "reason": reason}
        WarrantReturn.objects.get_or_create(warrant=record, defaults=values)
    return HttpResponseRedirect(reverse("warrants:one", args=[record.ref]))


@requires(Permission.CASE_READ)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """A warrant's text comes back signed: the vault takes it in, as its request or as its second signature."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    try:
        said = read_text(answer.text, Warrant)
        require_own_signature(request, answer)
        kept = take_kept(request, said)
        mark = (
            _requested(request, answer, said, kept) if "mac" in kept else _approved(request, answer)
        )
    except (CallError, SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error)
    return HttpResponseRedirect(reverse("warrants:one", args=[mark]))


def _requested(
    request: StaffRequest, answer: SignedAnswer, said: Warrant, kept: dict[str, Any]
) -> str:
    case = case_of(request, said.case)
    mac, found_mac = (bytes.fromhex(str(kept.get(one, ""))) for one in ("mac", "found_mac"))
    asked = RequestWarrant(answer.text, answer.signature, patient(case), mac, found_mac)
    mark = desk_of(request).vault.request_warrant(asked).mark
    with transaction.atomic():
        record = WarrantRecord.objects.create(
            ref=mark,
            case=case,
            text=answer.text,
            expires_at=datetime.fromtimestamp(said.until, UTC),
            requested_by=request.staff,
        )
        WarrantSignature.objects.create(warrant=record, signer=request.staff)
    reach(case, Step.WARRANT)
    return mark


def _approved(request: StaffRequest, answer: SignedAnswer) -> str:
    record = _record(request, warrant_mark(answer.text))
    approved = ApproveWarrant(answer.text, answer.signature)
    mark = desk_of(request).vault.approve_warrant(approved).mark
    WarrantSignature.objects.get_or_create(warrant=record, signer=request.staff)
    return mark


def _record(request: StaffRequest, warrant_ref: str) -> "SignedWarrant":
    own = cases_of(request.staff, permission=request.permission)
    seen = counted_warrants().filter(case__in=own)
    record = get_object_or_404(seen, ref=warrant_ref)
    about_case(request, record.case)
    return record


def _page(request: StaffRequest, record: "SignedWarrant") -> HttpResponse:
    row, now = warrant_row(record), time.time()
    running = record.lists.filter(until__gt=moment(now)).select_related("officer").order_by("-id")
    signed = record.signatures.select_related("signer").order_by("id")
    context = case_frame(record.case, "warrants") | {
        "row": row,
        "signatures": [signature_row(one, record) for one in signed],
        "digest": warrant_digest(bytes(record.text)).hex(),
        "back": WarrantReturn.objects.filter(warrant=record).select_related("by").first(),
        "why": SendBackForm(),
        "lists": running[:LISTS],
        "kept_lists": ContactList.objects.filter(case=record.case, result=row.terms.result)
        .defer("sealed")
        .order_by("-id")[:1],
        "signable": row.state is WarrantState.WAITING
        and request.staff.pk != record.requested_by_id
        and cases_of(request.staff, "letting").filter(pk=record.case_id).exists(),
    }
    return render(request, "warrants/one.html", context)
