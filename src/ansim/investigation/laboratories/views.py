"""A notification of a laboratory's system, from its bytes to its answer: the vault judges it, the console passes it on.

Only the signature says who sends. Cookies are not read and forms' tokens have nothing to protect: no page of another site
makes a browser send what it cannot sign.
"""

import logging
import time
from functools import cache
from typing import Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from ansim.accounts.access import public
from ansim.business.partners.problems import (
    MEDIA_TYPE,
    FieldFault,
    RefusalKind,
    RefusedError,
)
from ansim.domain.laboratory_notifications import (
    LABORATORY_LIMITS,
    LaboratoryClaimsError,
    NotificationTokenError,
    claim_in,
)
from ansim.identity.client import Vault
from ansim.identity.laboratories.calls import NotifyByLaboratory
from ansim.identity.laboratories.notification_tokens import header_of
from ansim.investigation.laboratories import problems
from ansim.investigation.laboratories.lines_to_vault import LinesToVault
from ansim.investigation.laboratories.unsigned_tries import UnsignedTries
from ansim.keys import folder
from ansim.portal.callers import address_of
from ansim.rpc import Caller, CallError, UnreachableError
from ansim.settings.environment import socket_path
from ansim.visitor.api.words import negotiate

log = logging.getLogger(__name__)
_ENCODER: Final = msgspec.json.Encoder()
_PATIENCE: Final = (
    20.0  # s; a laboratory asks again, and its request holds one of the console's few threads
)
_TRIES: Final = UnsignedTries()
_LINES: Final = LinesToVault()


class Notified(msgspec.Struct, frozen=True):
    """The answer: under which mark officers find the case."""

    case: str


@csrf_exempt
@public
def notify(request: HttpRequest) -> HttpResponse:
    """Take a notification in. Answers in Korean or English by `Accept-Language`."""
    accepted = negotiate(request.headers.get("Accept-Language", ""))
    language = accepted if accepted in {"ko", "en"} else "en"
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    with translation.override(language):
        try:
            body = _ENCODER.encode(_notified(request))
        except RefusedError as refusal:
            headers |= {"Content-Type": MEDIA_TYPE, **refusal.headers}
            body = _ENCODER.encode(refusal.document())
            return HttpResponse(body, status=refusal.kind.status, headers=headers)
    headers["Content-Type"] = "application/json"
    return HttpResponse(body, status=201, headers=headers)


def _notified(request: HttpRequest) -> Notified:
    sender, now = address_of(request), time.monotonic()
    if request.method != "POST":
        raise RefusedError(problems.NOT_POST, headers={"Allow": "POST"})
    if wait := _TRIES.wait(sender, now):
        raise RefusedError(problems.TOO_MANY_WRONG, headers={"Retry-After": str(wait)})
    if (request.content_type or "").lower() != "application/jose":
        raise RefusedError(problems.NOT_JOSE)
    token = request.body
    if len(token) > LABORATORY_LIMITS.longest:
        raise RefusedError(problems.TOO_LARGE)
    try:
        # What no vault is needed for, before one of the few turns is taken: anybody can send it.
        header = header_of(token)
    except NotificationTokenError as error:
        _TRIES.note(sender, now)
        raise _refused(CallError(error.code, str(error))) from None
    with _LINES.take(header.kid) as line:
        if line is None:
            raise _later(problems.BUSY, 1)
        return _taken_in(_vault(line), token, sender, now)


def _taken_in(vault: Vault, token: bytes, sender: str, now: float) -> Notified:
    try:
        return Notified(vault.notify_by_laboratory(NotifyByLaboratory(token)).case)
    except UnreachableError as error:
        log.error("%s", error)  # noqa: TRY400 where it happened tells nothing
        raise _later(problems.AWAY) from None
    except CallError as error:
        if error.code in problems.UNSIGNED:
            _TRIES.note(sender, now)
        raise _refused(error) from None


def _refused(error: CallError) -> RefusedError:
    kind = problems.REFUSED.get(error.code)
    if kind is None:
        log.error("a laboratory's notification failed at the vault: %s", error.code)
        away = error.code in {UnreachableError.code, "ledger-away"}
        return _later(problems.AWAY if away else problems.INTERNAL)
    errors: list[FieldFault] = []
    if error.code == LaboratoryClaimsError.code and (claim := claim_in(str(error))):
        errors = [FieldFault(f"/{claim}", str(kind.detail))]
    headers = {"Retry-After": "3600"} if kind.status == 429 else {}
    return RefusedError(kind, errors=errors, headers=headers)


def _later(kind: RefusalKind, seconds: int = 5) -> RefusedError:
    return RefusedError(kind, headers={"Retry-After": str(seconds)})


@cache
def _vault(_line: int) -> Vault:
    """A line of each turn's own, as one carries one call at a time: none keeps an officer, or another laboratory, waiting."""
    return Vault(Caller(socket_path("vault"), folder().secret("vault-calls"), _PATIENCE))
