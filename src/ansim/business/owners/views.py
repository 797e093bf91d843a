"""Owners sign in by a code to their phone. Every number that can get a message gets one: nothing tells who has an account."""

import time
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import public
from ansim.business.models import Owner
from ansim.business.owners.forms import CodeForm, PhoneForm
from ansim.business.owners.own_passkeys import party
from ansim.business.owners.owner_desk import owner_desk
from ansim.business.owners.phone_codes import Begun, Tried, begin, confirm
from ansim.business.rights.opened_links import PAGES
from ansim.business.rights.owner_requests import BusinessRequest
from ansim.business.rights.owner_session import sign_in as start_session
from ansim.business.rights.owner_session import sign_out as end_session
from ansim.domain.code_budgets import Scope
from ansim.domain.retention import POLICY
from ansim.identity.outcomes import OfBeginning, OfCode
from ansim.identity.phones import show_phone
from ansim.notices.channels.configured import NoChannelError, send_now
from ansim.notices.channels.demo_channel import DemoChannel
from ansim.notices.channels.messages import MessageNotSentError
from ansim.notices.words import Template, say
from ansim.portal.callers import address_of

_LONGEST_TARGET: Final = 200  # it is kept in a session before anybody signed in
_CODE, _NEXT = "owner_code", "owner_next"


@public
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "POST"])
def sign_in(request: BusinessRequest) -> HttpResponse:
    """Ask for the number, and send it a code."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        begun = begin(owner_desk(), number, address_of(request), time.time())
        trouble = _trouble(begun) or _send(number, begun)
        if not trouble:
            keep_target(request)
            request.session[_CODE] = str(begun.number)
            return HttpResponseRedirect(reverse("owners:code"))
        form.add_error("phone", trouble)
    return sign_in_page(request, form, 400 if form.is_bound else 200)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: BusinessRequest) -> HttpResponse:
    """Ask for the code; a right one signs in."""
    if _CODE not in request.session:
        return HttpResponseRedirect(reverse("owners:sign-in"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = UUID(request.session[_CODE])
        tried = confirm(
            owner_desk(),
            number,
            form.cleaned_data["code"],
            get_language() or "ko",
            address_of(request),
        )
        if tried.owner is not None:
            return welcome(request, tried.owner)
        form.add_error("code", _refusal(tried))
    return render(request, "owners/code.html", {"form": form}, status=400 if form.is_bound else 200)


@public
@require_POST
def sign_out(request: BusinessRequest) -> HttpResponse:
    """End the session. Public, so that a second press after the end does no harm."""
    end_session(request)
    return HttpResponseRedirect("/")


@public
@require_GET
def demo_messages(request: BusinessRequest) -> HttpResponse:
    """The messages that a demo shows instead of sending them; nowhere else is there such a page."""
    if not settings.DEMO:
        raise Http404
    kept = [
        {"text": one.text, "to": one.to if "@" in one.to else show_phone(one.to), "at": one.sent_at}
        for one in DemoChannel().kept[:20]
    ]
    return render(request, "owners/demo_messages.html", {"kept": kept})


def sign_in_page(
    request: BusinessRequest, form: PhoneForm, status: int = 200, refused: str = ""
) -> HttpResponse:
    """The page of the sign-in. Where to go on stands in its forms: asking for a page writes no session."""
    context = {
        "form": form,
        "days": POLICY.owner_days,
        "target": _ours(request, request.POST.get("next", request.GET.get("next", ""))),
        "refused": refused,
        "origin": party().origin,
    }
    return render(request, "owners/sign_in.html", context, status=status)


def keep_target(request: BusinessRequest) -> None:
    """Remember through the sign-in where its form says to go on; an earlier one counts no more."""
    if target := _ours(request, request.POST.get("next", "")):
        request.session[_NEXT] = target
    else:
        request.session.pop(_NEXT, None)


def welcome(request: BusinessRequest, owner: Owner) -> HttpResponse:
    """Sign in under a fresh session key; of the old session go on: where to, and a link that was opened."""
    target = request.session.get(_NEXT) or reverse("owners:home")
    opened = {name: request.session[name] for name in PAGES if name in request.session}
    start_session(request, owner)
    for name, number in opened.items():
        request.session[name] = number
        target = reverse(PAGES[name])
    return HttpResponseRedirect(target)


def _ours(request: BusinessRequest, target: str) -> str:
    """A page of ours to go on to, or nothing."""
    good = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if good and len(target) <= _LONGEST_TARGET else ""


def _send(number: str, begun: Begun) -> str:
    """Send the code; returns what to tell where no channel took it."""
    text = say(Template.SIGN_IN_CODE, get_language() or "ko", {"code": begun.code})
    try:
        send_now(number, text, demo=settings.DEMO)
    except (MessageNotSentError, NoChannelError):
        return _("No message could be sent at the moment. Please try again in a few minutes.")
    return ""


def _trouble(begun: Begun) -> str:
    """Why no code was made, or nothing."""
    if begun.outcome is OfBeginning.SENT:
        return ""
    scope = owner_desk().budgets.budgets[begun.place - 1].scope if begun.place else Scope.NUMBER
    words = {
        Scope.NUMBER: _("Too many codes were sent to this number. Minutes to wait: %(minutes)s"),
        Scope.BLOCK: _("Too many codes went to your network. Minutes to wait: %(minutes)s"),
    }
    others = _("Too many codes are being sent at the moment. Minutes to wait: %(minutes)s")
    return words.get(scope, others) % {"minutes": -(-begun.wait // 60)}


def _refusal(tried: Tried) -> str:
    if tried.outcome is OfCode.WRONG_CODE:
        return _("That is not the code. Tries left: %(tries)s") % {"tries": tried.tries_left}
    if tried.outcome is OfCode.TOO_MANY_GUESSES:
        return _("Too many wrong codes today. Please try again tomorrow.")
    return _("This code is no longer good. Please have a new one sent.")
