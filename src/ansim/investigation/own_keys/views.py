"""One's own keys: which there are, and the way to the signing page to make one."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.signed_texts import KeyEnrolment, SignedTextError, new_ref, read_text, write_text
from ansim.identity.staff.signed_calls import EnrolKey, KeysOf
from ansim.investigation.lookups import (
    desk_of,
    hand_over,
    read_new_key,
    receive,
    site_name,
    take_kept,
)
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key: whether it is the weaker kind, and when it was made, in Korean time."""

    weak: bool
    made_at: datetime


@requires(Permission.OWN_KEY)
@require_http_methods(["GET", "POST"])
def own_keys(request: StaffRequest) -> HttpResponse:
    """The keys, and a button that begins the enrolment of another."""
    if request.method == "POST":
        now = int(time.time())
        said = KeyEnrolment(
            ref=new_ref(),
            at=now,
            until=now + KeyEnrolment.VALIDITY,
            site=site_name(),
            staff=request.staff.ref,
            role="approver" if request.staff.may(Permission.WARRANT_APPROVE) else "officer",
        )
        return hand_over(request, write_text(said), said)
    known = desk_of(request).vault.keys_of(KeysOf(request.staff.ref))
    rows = [KeyRow(one.kind == "device", moment(one.made_at)) for one in known]
    context = {"rows": rows, "made": request.GET.get("made") == "1"}
    return render(request, "own_keys/list.html", context)


@requires(Permission.OWN_KEY)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """A new key comes back: the vault takes it in where the one-time word fits."""
    if request.method == "GET":
        return receive(request)
    text, key = read_new_key(request)
    try:
        take_kept(request, read_text(text, KeyEnrolment))
        desk_of(request).vault.enrol_key(EnrolKey(text, key))
    except (CallError, SignedTextError) as error:
        context = {"refused": refusal(error)}
        return render(request, "investigation/not_signed.html", context, status=400)
    return HttpResponseRedirect(f"{reverse('own_keys:list')}?made=1")
