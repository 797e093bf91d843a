"""What the console has officers and approvers sign: it keeps in the session, under the text's `ref`, what it needs afterwards.

The vault believes none of that.
"""

from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render

from ansim.accounts.requests import StaffRequest
from ansim.accounts.signing_page import SignedAnswer, send_to_sign
from ansim.domain.errors import AnsimError
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import SignedText
from ansim.identity.staff.signed_calls import KeysOf
from ansim.investigation.lookups.connections import vault
from ansim.investigation.refusals import refusal
from ansim.rpc import CallError

_KEPT: Final = "to_sign"
_MOST: Final = 8  # texts of one session that wait at a time


def hand_over(
    request: StaffRequest, text: bytes, said: SignedText, kept: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that sends the browser to the signing page with a text; `kept` waits in the session for its return."""
    keep_for(request, said, kept or {})
    known = vault().keys_of(KeysOf(request.staff.ref))
    return send_to_sign(request, text, request.staff.ref, known)


def keep_for(request: StaffRequest, said: SignedText, kept: dict[str, Any]) -> None:
    """Keep what a text will need when it comes back signed, also again where its answer has yet to wait."""
    waiting: dict[str, Any] = request.session.get(_KEPT, {})
    waiting[said.ref] = kept
    request.session[_KEPT] = dict(list(waiting.items())[-_MOST:])


def take_kept(request: StaffRequest, said: SignedText) -> dict[str, Any]:
    """What was kept for a text, which is gone with this. Raises BadRequest where this session sent no such text."""
    waiting: dict[str, Any] = request.session.get(_KEPT, {})
    kept = waiting.pop(said.ref, None)
    request.session[_KEPT] = waiting
    if kept is None:
        raise BadRequest
    return dict(kept)


def not_accepted(
    request: StaffRequest, error: AnsimError | CallError, again: str = ""
) -> HttpResponse:
    """The page that says why something was not accepted, with the address where one may try `again`."""
    context = {"refused": refusal(error), "again": again}
    return render(request, "investigation/not_signed.html", context, status=HTTPStatus.BAD_REQUEST)


def require_own_signature(request: StaffRequest, answer: SignedAnswer) -> None:
    """Refuse a text that somebody else signed: one would work under a colleague's mark. Raises SignatureRefusedError."""
    if answer.signature.staff != request.staff.ref:
        raise SignatureRefusedError("a text is signed by whoever is signed in")
