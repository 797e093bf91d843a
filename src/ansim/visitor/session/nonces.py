"""Nonces for key-binding proofs: a sealed moment, so that nothing is stored until one is spent.

That a nonce serves once is held by the database that all gateways share (`identity.renew_session`): a memory of
one process would forget at a restart and know nothing of its neighbours.
"""

import secrets
import struct
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.visitor.api.sealed_texts import SealedTextError, Sealer, from_base64url, to_base64url

LIFETIME: Final = 300
_PLAIN = struct.Struct(">Q8s")  # expiry in epoch seconds, random serial


class NonceError(AnsimError):
    """The nonce is not ours or has expired."""


class Nonces:
    """Makes and checks nonces under the gateway's session key."""

    def __init__(self, master: bytes) -> None:
        self._sealer = Sealer(master, "nonce")

    def issue(self, now: float) -> tuple[str, int]:
        """A fresh nonce of 43 characters and its expiry in epoch seconds."""
        expires_at = int(now) + LIFETIME
        return to_base64url(
            self._sealer.seal(_PLAIN.pack(expires_at, secrets.token_bytes(8)))
        ), expires_at

    def check(self, nonce: str, now: float) -> bytes:
        """The 8 random bytes of a live nonce, by which it is spent. Raises NonceError."""
        try:
            expires_at, serial = _PLAIN.unpack(self._sealer.open(from_base64url(nonce)))
        except (SealedTextError, struct.error):
            raise NonceError("the nonce is not ours: ask for one with POST /v1/nonces") from None
        if expires_at <= now:
            raise NonceError("the nonce has expired: ask for another")
        return bytes(serial)
