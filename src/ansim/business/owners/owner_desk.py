"""What this portal holds for owners: the key of their index, the public half of the vault's pair, the budgets of codes."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from ansim.domain.code_budgets import budgets_with
from ansim.identity.budgets import CodeBudgets
from ansim.identity.phones import phone_index
from ansim.identity.sealing import load_public_key
from ansim.keys import folder
from ansim.rpc import Caller
from ansim.settings.environment import code_budgets, socket_path

_CODES: Final = b"ansim owner codes v1"
_LINKS: Final = b"ansim owner links v1"
_HANDLES: Final = b"ansim owner passkeys v1"


@dataclass(frozen=True, slots=True)
class OwnerDesk:
    """Keys and budgets; `owner_desk()` gives the one of this process."""

    index_key: bytes
    public: X25519PublicKey
    budgets: CodeBudgets
    vault: Caller

    def index(self, e164: str) -> bytes:
        """What stands for a number in the database."""
        return phone_index(self.index_key, e164)

    def code_hash(self, number: UUID, code: str) -> bytes:
        """What the database keeps of a code."""
        return hmac.digest(self._key(_CODES), number.bytes + code.encode(), hashlib.sha256)

    def token_hash(self, token: str) -> bytes:
        """What the database keeps of an invitation's token."""
        return hmac.digest(self._key(_LINKS), token.encode(), hashlib.sha256)

    def passkey_handle(self, owner: int) -> bytes:
        """By what a passkey knows whose it is: 32 bytes that tell nobody else."""
        return hmac.digest(self._key(_HANDLES), str(owner).encode(), hashlib.sha256)

    def _key(self, purpose: bytes) -> bytes:
        return hmac.digest(self.index_key, purpose, hashlib.sha256)


@cache
def owner_desk() -> OwnerDesk:
    """The desk of this process. Raises KeyMissingError, SealBrokenError."""
    keys = folder()
    index_key = keys.secret("owner-index")
    counted = hmac.digest(index_key, b"ansim owner budgets v1", hashlib.sha256)
    return OwnerDesk(
        index_key,
        load_public_key(keys.read("owners/public.pem")),
        CodeBudgets(counted, budgets_with(code_budgets())),
        Caller(socket_path("owner"), keys.secret("owner-calls")),
    )
