"""To the signing page and back: the text goes in the fragment, the signature comes back in one.

Neither stands in an address that a server or a log sees.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

import msgspec
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from ansim.domain.signatures import StaffSignature
from ansim.identity.staff.signed_calls import KnownKey, NewKey
from ansim.settings.environment import signing_host

LONGEST: Final = 32_768


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """A text as it came back, with its signature."""

    text: bytes
    signature: StaffSignature


class _KeyAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["passkey", "device"]
    proof: str
    passkey: str = ""
    public_key: str = ""
    signature: str = ""


class _SignatureAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    staff: str
    credential: str
    signature: str
    authenticator_data: str = ""
    client_data: str = ""


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    signature: _SignatureAnswer | None = None
    key: _KeyAnswer | None = None


def site_name() -> str:
    """What texts call this installation: the signing page's origin without its scheme."""
    return signing_host().partition("://")[2]


def send_to_sign(
    request: HttpRequest, text: bytes, staff: str = "", known: Iterable[KnownKey] = ()
) -> HttpResponse:
    """The page that sends the browser to the signing page with a text.

    `staff` and `known` help it to find the key of a person; whoever only signs in is nobody yet.
    """
    sent = {"text": _encode(text), "lang": get_language() or "ko"}
    if staff:
        sent["as"] = staff
    for one in known:
        sent[one.kind] = ",".join(filter(None, (sent.get(one.kind), _encode(one.credential))))
    address = f"{signing_host()}/#{urlencode(sent)}"
    return render(request, "accounts/hand_over.html", {"address": address})


def receive(request: HttpRequest) -> HttpResponse:
    """The page that takes the answer out of its fragment and hands it in."""
    return render(request, "accounts/signed.html")


def read_answer(request: HttpRequest) -> SignedAnswer:
    """The text and signature that were handed in. Raises BadRequest."""
    answer = _read(request)
    if answer.signature is None:
        raise BadRequest
    one = answer.signature
    return SignedAnswer(
        _decode(answer.text),
        StaffSignature(
            staff=one.staff,
            credential=_decode(one.credential),
            signature=_decode(one.signature),
            authenticator_data=_decode(one.authenticator_data),
            client_data=_decode(one.client_data),
        ),
    )


def read_new_key(request: HttpRequest) -> tuple[bytes, NewKey]:
    """The enrolment text and the key that were handed in. Raises BadRequest."""
    answer = _read(request)
    if answer.key is None:
        raise BadRequest
    one = answer.key
    key = NewKey(
        kind=one.kind,
        proof=_decode(one.proof),
        passkey=one.passkey,
        public_key=_decode(one.public_key),
        signature=_decode(one.signature),
    )
    return _decode(answer.text), key


def _read(request: HttpRequest) -> _Answer:
    sent = request.POST.get("answer", "")
    if len(sent) > LONGEST:
        raise BadRequest
    try:
        return msgspec.json.decode(_decode(sent), type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRequest from error


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest from error
