"""Passkeys: signing in with one, and one's own list. Adding and removing ask for a sign-in of the last minutes.

Browsers without passkeys, and those that run no code of ours, sign in by the code to the phone as everybody can.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import public
from ansim.accounts.throttle import is_closed, note_failure
from ansim.business.models import Owner, Passkey
from ansim.business.owners.forms import PasskeyForm, PhoneForm
from ansim.business.owners.own_passkeys import MOST, TooManyPasskeysError, add, party, use
from ansim.business.owners.owner_desk import owner_desk
from ansim.business.owners.views import keep_target, sign_in_page, welcome
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import BusinessRequest, OwnerRequest
from ansim.business.rights.owner_session import is_fresh
from ansim.domain.members import Right
from ansim.portal.callers import address_of
from ansim.portal.passkey_challenges import SECONDS, new_challenge, take_challenge
from ansim.portal.passkeys import PasskeyRefusedError, ask_to_make, ask_to_use

_MAKE, _USE = "make", "use"
_MOST_FAILURES: Final = 20
_THROTTLE: Final = "owner-passkey"
View = Callable[..., HttpResponse]


def _has(owner: Owner, _right: Right, value: int) -> bool:
    return owner.passkeys.filter(pk=value).exists()


reach("passkey_id", _has)


def fresh(view: View) -> View:
    """Ask for the sign-in again where it lies more than some minutes back; then go on at the list."""

    @wraps(view)
    def guarded(request: OwnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request.session, time.time()):
            return view(request, *args, **kwargs)
        query = urlencode({"next": reverse("owners:passkeys")})
        return HttpResponseRedirect(f"{reverse('owners:sign-in')}?{query}")

    return guarded


@public
@require_POST
def use_options(request: BusinessRequest) -> HttpResponse:
    """What the browser asks of a passkey. The challenge stands in a session that ends with it, if nobody is signed in."""
    challenge = new_challenge(request.session, _USE, time.time())
    if request.owner is None and request.staff is None:
        request.session.set_expiry(SECONDS)
    return JsonResponse(ask_to_use(party(), challenge))


@public
@sensitive_post_parameters("answer")
@require_POST
def sign_in_with(request: BusinessRequest) -> HttpResponse:
    """Sign in with a passkey; whatever is wrong with one is told in the same words."""
    challenge = take_challenge(request.session, _USE, time.time())
    whose = address_of(request)
    if challenge is not None and not is_closed(_THROTTLE, whose, _MOST_FAILURES):
        try:
            owner = use(owner_desk(), challenge, request.POST.get("answer", ""))
        except PasskeyRefusedError:
            note_failure(_THROTTLE, whose)
        else:
            keep_target(request)
            return welcome(request, owner)
    form = PhoneForm()
    refused = _("This passkey did not sign you in. Please sign in with your phone.")
    return sign_in_page(request, form, 400, refused=refused)


@owned(Right.ACCOUNT)
@require_GET
def passkeys(request: OwnerRequest) -> HttpResponse:
    """One's own passkeys."""
    return _list(request, PasskeyForm())


@owned(Right.ACCOUNT)
@require_POST
@fresh
def make_options(request: OwnerRequest) -> HttpResponse:
    """What the browser asks of the device that makes a passkey."""
    owner = request.owner
    challenge = new_challenge(request.session, _MAKE, time.time())
    name = _("phone that ends in %(end)s") % {"end": owner.phone_end}
    known = [bytes(one) for one in owner.passkeys.values_list("credential_id", flat=True)]
    handle = owner_desk().passkey_handle(owner.pk)
    return JsonResponse(ask_to_make(party(), challenge, handle, name, known))


@owned(Right.ACCOUNT)
@sensitive_post_parameters("answer")
@require_POST
@fresh
def make(request: OwnerRequest) -> HttpResponse:
    """Store the passkey that the device made."""
    form = PasskeyForm(request.POST)
    challenge = take_challenge(request.session, _MAKE, time.time())
    if not form.is_valid():
        return _list(request, form, 400)
    if challenge is None:
        form.add_error(None, _("That took too long. Please try again."))
        return _list(request, form, 400)
    label = form.cleaned_data["label"].strip() or _("Passkey")
    try:
        add(request.owner, challenge, request.POST.get("answer", ""), label)
    except TooManyPasskeysError:
        form.add_error(None, _("Please remove one first: an account has at most ten."))
    except PasskeyRefusedError:
        form.add_error(None, _("The device made no passkey that can be used here."))
    if form.errors:
        return _list(request, form, 400)
    return HttpResponseRedirect(f"{reverse('owners:passkeys')}?done=added")


@owned(Right.ACCOUNT)
@require_http_methods(["GET", "POST"])
@fresh
def remove(request: OwnerRequest, passkey_id: int) -> HttpResponse:
    """Remove a passkey, after asking."""
    passkey = get_object_or_404(Passkey, pk=passkey_id, owner=request.owner)
    if request.method == "POST":
        passkey.delete()
        return HttpResponseRedirect(f"{reverse('owners:passkeys')}?done=removed")
    last = request.owner.passkeys.count() == 1
    return render(request, "owners/remove_passkey.html", {"passkey": passkey, "last": last})


def _list(request: OwnerRequest, form: PasskeyForm, status: int = 200) -> HttpResponse:
    rows = request.owner.passkeys.order_by("-made_at")
    context = {
        "rows": rows,
        "form": form,
        "full": len(rows) >= MOST,
        "origin": party().origin,
        "done": request.GET.get("done"),
    }
    return render(request, "owners/passkeys.html", context, status=status)
