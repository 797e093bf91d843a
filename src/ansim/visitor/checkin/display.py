"""The code on a venue's screen: TOTP (RFC 6238; SHA-1, 6 digits, 30 s) under the venue's secret."""

import hmac
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS: Final = 30
TOLERANCE: Final = 1  # steps to either side, for clocks and for the way from screen to server
_DIGITS: Final = 6


def code_at(secret: bytes, moment: float) -> str:
    """The six digits that the screen shows at a moment in epoch seconds."""
    return _totp(secret).generate(int(moment)).decode()


def matches(secret: bytes, code: str, moment: float) -> bool:
    """Whether the screen showed the code within one step of the moment."""
    totp, steps = _totp(secret), range(-TOLERANCE, TOLERANCE + 1)
    near = [totp.generate(max(0, int(moment) + STEP_SECONDS * step)) for step in steps]
    return any([hmac.compare_digest(code.encode(), shown) for shown in near])  # noqa: C419 all are compared, for equal time


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is RFC 6238's default, which every authenticator speaks; 20 bytes are what the links carry, so any length is.
    return TOTP(secret, _DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303 as the standard has it
