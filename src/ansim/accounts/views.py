"""Sign in, sign out, and the page of a request that failed: the same in both portals."""

import sys
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import public
from ansim.accounts.forms import SignInForm
from ansim.accounts.requests import PortalRequest
from ansim.accounts.signed_in import sign_in as start_session
from ansim.accounts.signed_in import sign_out as end_session
from ansim.domain.code_budgets import block_of
from ansim.portal.callers import address_of

_TRY_AGAIN: Final = 5  # s; an embedded server that died is back by then


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: PortalRequest) -> HttpResponse:
    """The sign-in page; a success goes on to `next` where that is a page of ours."""
    form = SignInForm(request.POST or None, network=block_of(address_of(request)))
    if request.method == "POST" and form.is_valid() and form.staff is not None:
        start_session(request, form.staff)
        return HttpResponseRedirect(_next_page(request))
    status = 400 if form.is_bound else 200
    return render(request, "accounts/sign_in.html", {"form": form}, status=status)


@public
@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """End the session. Public, so that a second press after the end does no harm."""
    end_session(request)
    return HttpResponseRedirect("/")


def failed(request: HttpRequest) -> HttpResponse:
    """The page of an error that nobody caught: 503 and when to try again where the database is away, else 500.

    Django calls it where the error is caught, so it is the one being handled. Neither page asks the database.
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return defaults.server_error(request)
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": str(_TRY_AGAIN)})


def _next_page(request: PortalRequest) -> str:
    target = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else str(settings.HOME_PAGE)
