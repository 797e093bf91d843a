"""One's own keys and sign-ins: which there are, the way to make another key, and to say that a sign-in was not one's own."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.key_refusals import key_refusal
from ansim.accounts.models import SignIn
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.accounts.sign_in_views import ask_for_key
from ansim.accounts.signed_in import end, own_sign_in
from ansim.accounts.vault_away import says_when_the_vault_is_away
from ansim.accounts.vault_line import staff_door
from ansim.domain.signatures import key_mark
from ansim.identity.staff.signed_calls import BarKey, KeysOf
from ansim.rpc import CallError

log = logging.getLogger(__name__)
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key: whether it is the weaker kind, when it was made, and when it last signed in, if it did."""

    weak: bool
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A sign-in; `mine` is that of this very session, `counts` that its key still does."""

    id: int
    at: datetime
    network: str
    weak: bool
    mine: bool
    counts: bool


@requires(Permission.OWN_KEY)
@require_http_methods(["GET", "POST"])
@says_when_the_vault_is_away
def own_keys(request: StaffRequest) -> HttpResponse:
    """The keys and the latest sign-ins, and a button that begins the enrolment of another key."""
    if request.method == "POST":
        return ask_for_key(request, request.staff.ref)
    known = staff_door().keys_of(KeysOf(request.staff.ref))
    marks = {key_mark(one.credential): one for one in known}
    used: dict[bytes, datetime] = {}
    rows = []
    mine = own_sign_in(request.session)
    for one in SignIn.objects.filter(staff=request.staff).order_by("-at")[:_SHOWN]:
        used.setdefault(bytes(one.key), one.at)
        counts = bytes(one.key) in marks
        rows.append(
            SignInRow(one.pk, one.at, one.network, one.kind == "device", one.pk == mine, counts)
        )
    keys = [
        KeyRow(one.kind == "device", datetime.fromtimestamp(one.made_at, UTC), used.get(mark))
        for mark, one in marks.items()
    ]
    context = {
        "rows": keys,
        "sign_ins": rows,
        "made": request.GET.get("made") == "1",
        "barred": request.GET.get("barred") == "1",
    }
    return render(request, "accounts/keys.html", context)


@requires(Permission.OWN_KEY)
@require_POST
@says_when_the_vault_is_away
def not_me(request: StaffRequest, sign_in_id: int) -> HttpResponse:
    """That sign-in was somebody else's: its key is barred, and every session that it began ends, this one as well."""
    said = get_object_or_404(SignIn, pk=sign_in_id, staff=request.staff)
    own = SignIn.objects.filter(staff=request.staff, key=said.key)
    begun = list(own.values_list("pk", flat=True))
    end(begun)  # first: also where the vault is away
    try:
        staff_door().bar_key(BarKey(request.staff.ref, bytes(said.key)))
    except CallError as error:
        here = own_sign_in(request.session) not in begun
        refused = {"refused": key_refusal(error), "staff": request.staff if here else None}
        return render(request, "accounts/not_signed.html", refused, status=400)
    log.error(
        "%s says that a sign-in of theirs was somebody else's: its key is barred, and they may need"
        " another (ansim staff word)",
        request.staff.ref,
    )
    page = "accounts:sign-in" if own_sign_in(request.session) in begun else "accounts:keys"
    return HttpResponseRedirect(f"{reverse(page)}?barred=1")
