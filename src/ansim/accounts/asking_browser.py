"""Which browser asked for a text: a cookie of a quarter of an hour, signed, out of reach of scripts and of other sites.

It names the text and holds the secret whose digest stands in it, so a text or a signature that is taken from one browser
serves in no other. No row is written for whoever has not signed in.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ansim.domain.signed_texts import KeyEnrolment

_SALT: Final = "ansim.accounts.asking-browser"


@dataclass(frozen=True, slots=True)
class Asking:
    """The text that a browser asked for, by its `ref`; the browser's secret; where it wants to go on to."""

    ref: str
    secret: bytes
    onward: str = ""


def new_secret() -> bytes:
    """What the browser keeps: 32 random bytes."""
    return secrets.token_bytes(32)


def remember(response: HttpResponse, asking: Asking) -> HttpResponse:
    """Have the browser keep it; a text that it asked for before is void with it."""
    kept = {"ref": asking.ref, "secret": asking.secret.hex(), "onward": asking.onward}
    response.set_cookie(
        _name(),
        signing.dumps(kept, salt=_SALT),
        max_age=KeyEnrolment.VALIDITY,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def asking_of(request: HttpRequest) -> Asking | None:
    """What this browser asked for; None where it asked for nothing, or too long ago."""
    try:
        kept = signing.loads(
            request.COOKIES.get(_name(), ""), salt=_SALT, max_age=KeyEnrolment.VALIDITY
        )
        return Asking(kept["ref"], bytes.fromhex(kept["secret"]), kept["onward"])
    except (signing.BadSignature, KeyError, ValueError, TypeError):
        return None


def forget(response: HttpResponse) -> HttpResponse:
    """Have the browser forget it."""
    response.set_cookie(
        _name(),
        "",
        max_age=0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _name() -> str:
    # The prefix keeps sites beside ours from planting the cookie; browsers take it over TLS alone.
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}ansim_{settings.PORTAL}_asking"
