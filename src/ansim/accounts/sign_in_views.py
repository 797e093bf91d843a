"""Signing in: the browser goes to the signing page with a text, and comes back with a signature that the vault judges.

Nobody types who they are: a passkey knows it. So there is no login to guess, and no try that counts against anybody.
"""

import hashlib
import hmac
import time
from http import HTTPStatus
from typing import Literal, cast

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import public
from ansim.accounts.asking_browser import Asking, asking_of, forget, new_secret, remember
from ansim.accounts.forms import FirstKeyForm
from ansim.accounts.key_refusals import key_refusal
from ansim.accounts.models import Staff
from ansim.accounts.requests import PortalRequest
from ansim.accounts.signed_in import sign_in as start_session
from ansim.accounts.signing_page import (
    read_answer,
    read_new_key,
    receive,
    send_to_sign,
    site_name,
)
from ansim.accounts.vault_away import says_when_the_vault_is_away
from ansim.accounts.vault_line import staff_door
from ansim.domain.signatures import PortalName, UnknownSignerError, roles_of
from ansim.domain.signed_texts import (
    KeyEnrolment,
    OtherBrowserError,
    SignedText,
    SignedTextError,
    SigningIn,
    new_ref,
    read_text,
    write_text,
)
from ansim.identity.staff.signed_calls import EnrolKey, JudgeSignIn, KeysOf, Recognised
from ansim.rpc import CallError
from ansim.settings.environment import business_host, investigation_host

Role = Literal["officer", "approver", "registrar", "keeper"]


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: PortalRequest) -> HttpResponse:
    """The sign-in page; its button leads to the signing page, and from there on to `next` where that is a page of ours."""
    if request.method == "GET":
        said_here = {name: request.GET.get(name) == "1" for name in ("made", "barred")}
        here = f"{request.scheme}://{request.get_host()}"
        elsewhere = "" if here == own_origin() else own_origin()
        context = said_here | {"onward": _onward(request), "elsewhere": elsewhere}
        return render(request, "accounts/sign_in.html", context)
    now, secret = int(time.time()), new_secret()
    said = SigningIn(
        ref=new_ref(),
        at=now,
        until=now + SigningIn.VALIDITY,
        site=site_name(),
        portal=own_portal(),
        origin=own_origin(),
        browser=hashlib.sha256(secret).hexdigest(),
    )
    asking = Asking(said.ref, secret, _onward(request))
    return remember(send_to_sign(request, write_text(said)), asking)


@public
@require_http_methods(["GET", "POST"])
@says_when_the_vault_is_away
def signed_in(request: PortalRequest) -> HttpResponse:
    """A signature comes back: the vault says whose it is, and a session begins."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    try:
        asking = _asked(request, read_text(answer.text, SigningIn))
        known = staff_door().sign_in(JudgeSignIn(answer.text, answer.signature, asking.secret))
        staff = _staff_behind(known)
    except (CallError, UnknownSignerError, SignedTextError) as error:
        return _refused(request, error)
    start_session(request, staff, known)
    return forget(HttpResponseRedirect(asking.onward))


@public
@require_http_methods(["GET", "POST"])
@says_when_the_vault_is_away
def first_key(request: PortalRequest) -> HttpResponse:
    """For whoever has no key yet: the mark that the operator told, then the signing page asks for the one-time word."""
    form = FirstKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return ask_for_key(request, form.cleaned_data["staff"])
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    context = {"form": form, "newcomers": _newcomers()}
    return render(request, "accounts/first_key.html", context, status=status)


def ask_for_key(request: PortalRequest, ref: str) -> HttpResponse:
    """Send the browser to the signing page to make a key for a member of staff."""
    now = int(time.time())
    said = KeyEnrolment(
        ref=new_ref(),
        at=now,
        until=now + KeyEnrolment.VALIDITY,
        site=site_name(),
        staff=ref,
        role=_role_of(ref),
    )
    # Of one's own keys the page may be told, so that none is made twice; of a colleague's it is not.
    own = request.staff is not None and request.staff.ref == ref
    known = staff_door().keys_of(KeysOf(ref)) if own else ()
    page = send_to_sign(request, write_text(said), ref, known)
    return remember(page, Asking(said.ref, new_secret()))


@public
@require_http_methods(["GET", "POST"])
@says_when_the_vault_is_away
def signed_key(request: PortalRequest) -> HttpResponse:
    """A new key comes back: the vault takes it in where the one-time word fits."""
    if request.method == "GET":
        return receive(request)
    text, key = read_new_key(request)
    try:
        _asked(request, read_text(text, KeyEnrolment))
        staff_door().enrol_key(EnrolKey(text, key))
    except (CallError, SignedTextError) as error:
        return _refused(request, error)
    page = "accounts:keys" if request.staff else "accounts:sign-in"
    return forget(HttpResponseRedirect(f"{reverse(page)}?made=1"))


def own_portal() -> PortalName:
    """Which portal this process is."""
    return cast("PortalName", settings.PORTAL)


def own_origin() -> str:
    """Where browsers reach this portal."""
    return business_host() if settings.PORTAL == "business" else investigation_host()


def _asked(request: PortalRequest, said: SignedText) -> Asking:
    asking = asking_of(request)
    if asking is None or asking.ref != said.ref:
        raise OtherBrowserError("this browser asked for no such text, or too long ago")
    return asking


def _staff_behind(known: Recognised) -> Staff:
    staff = Staff.objects.filter(ref=known.staff, portal=settings.PORTAL, is_active=True).first()
    if staff is None:
        raise UnknownSignerError("nobody is enrolled here under that mark")
    return staff


def _refused(
    request: PortalRequest,
    error: CallError | UnknownSignerError | SignedTextError,
) -> HttpResponse:
    """Why it was refused, and the way to begin again."""
    return render(request, "accounts/not_signed.html", {"refused": key_refusal(error)}, status=400)


def _role_of(ref: str) -> Role:
    """The role of a mark; of one that nobody has, always the same one, so that it tells nothing."""
    staff = Staff.objects.filter(ref=ref, portal=settings.PORTAL).first()
    if staff is not None:
        return cast("Role", staff.role)
    roles = roles_of(own_portal())
    sign = hmac.digest(settings.SECRET_KEY.encode(), f"role of {ref}".encode(), "sha256")
    return cast("Role", roles[sign[0] % len(roles)])


def _newcomers() -> list[Staff]:
    """Whom a demo offers to make a key for; nobody else's marks are ever shown."""
    if not settings.DEMO:
        return []
    return list(Staff.objects.filter(portal=settings.PORTAL, is_active=True).order_by("id"))


def _onward(request: PortalRequest) -> str:
    target = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else str(settings.HOME_PAGE)
