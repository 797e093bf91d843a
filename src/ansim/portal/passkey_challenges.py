"""The challenge of a passkey, kept in the session that asked: good once, for one purpose, for five minutes."""

import secrets
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

SECONDS: Final = 300
_KEY: Final = "passkey_challenge"
_BYTES: Final = 32
Session = SessionBase | dict[str, Any]


def new_challenge(session: Session, purpose: str, now: float) -> bytes:
    """A fresh challenge; one that was asked for before is void with it."""
    challenge = secrets.token_bytes(_BYTES)
    session[_KEY] = {"for": purpose, "value": challenge.hex(), "until": now + SECONDS}
    return challenge


def take_challenge(session: Session, purpose: str, now: float) -> bytes | None:
    """The challenge of a purpose, which is gone with this; None where there is none that is good."""
    kept = session.pop(_KEY, None)
    if kept is None or kept["for"] != purpose or now > kept["until"]:
        return None
    return bytes.fromhex(kept["value"])
