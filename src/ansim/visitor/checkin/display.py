"""The code on a venue's screen: TOTP (RFC 6238; SHA-1, 6 digits, 30 s) under the venue's secret."""

import hashlib
import hmac
from typing import Final

STEP_SECONDS: Final = 30
TOLERANCE: Final = (
    1  # steps to either side, for clocks and for the way from the screen to the server
)


def code_at(secret: bytes, moment: float) -> str:
    """The six digits that the screen shows at a moment in epoch seconds (RFC 4226 §5.3)."""
    return _digits(secret, int(moment // STEP_SECONDS))


def matches(secret: bytes, code: str, moment: float) -> bool:
    """Whether the screen showed the code within one step of the moment."""
    step = int(moment // STEP_SECONDS)
    near = [_digits(secret, step + shift) for shift in range(-TOLERANCE, TOLERANCE + 1)]
    return any([hmac.compare_digest(code, shown) for shown in near])  # noqa: C419 all are compared, for equal time


def _digits(secret: bytes, step: int) -> str:
    mac = hmac.digest(
        secret, step.to_bytes(8, "big"), hashlib.sha1
    )  # RFC 6238's default, which every authenticator speaks
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
