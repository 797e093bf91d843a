"""The tracer's mark on a person it found, which the vault checks before it opens a name (ADR 0005)."""

import hashlib
import hmac
import struct

from ansim.domain.quantities import Handle


def proof_of(key: bytes, case: str, person: Handle, first: int, last: int) -> bytes:
    """The mark: HMAC-SHA-256 under the scope key, 16 bytes.

    It binds the case, the person's handle (16 bytes), and the first and last second of the exposure.
    """
    message = b"ansim-scope-v1\0" + struct.pack(">qq", first, last) + person + case.encode()
    return hmac.digest(key, message, hashlib.sha256)[:16]
