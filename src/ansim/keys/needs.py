"""Which process holds which key file: the list of docs/key-ceremony.md, that every start is held to.

Day keys and keys of cases are not here: they come and go while the processes run.
"""

from collections.abc import Mapping
from typing import Final

from ansim.keys.folder import KeyFolder, KeyMissingError, folder

# Symmetric keys, 32 bytes, by name.
SECRETS: Final[Mapping[str, tuple[str, ...]]] = {
    "session": ("gateway",),
    "phone-index": ("gateway", "vault"),
    "call-records": ("gateway",),
    "scope": ("tracer", "vault"),
    "tracer-calls": ("tracer", "investigation"),
    "vault-calls": ("vault", "investigation"),
    "case-calls": ("vault", "tracer"),
    "campaign-calls": ("vault", "sender"),
    "answer-proofs": ("gateway", "sender"),
    "owner-calls": ("vault", "business"),
    "outbox-calls": ("vault", "worker"),
    "owner-index": ("business",),
    "partner-keys": ("business",),
    "business-session": ("business",),
    "investigation-session": ("investigation",),
}
# The halves of key pairs, by file.
HALVES: Final[Mapping[str, tuple[str, ...]]] = {
    "identity/private.pem": ("vault",),
    "identity/public.pem": ("gateway",),
    "owners/private.pem": ("vault",),
    "owners/public.pem": ("business",),
    "webhooks/private.pem": ("worker",),
    "webhooks/public.pem": ("business",),
    "staff-codes/private.pem": ("vault",),
    "staff-codes/public.pem": ("signing",),
    "issuer/private.pem": ("gateway",),
    "directory/private.pem": ("gateway",),
    "exposures/private.pem": ("gateway",),
}
HOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"{name}.key": holders for name, holders in SECRETS.items()},
    **HALVES,
}


def needed_by(process: str) -> list[str]:
    """The key files without which a process does not start."""
    return [name for name, holders in HOLDERS.items() if process in holders]


def require_keys(process: str, keys: KeyFolder | None = None) -> None:
    """Refuse to start a process that lacks a key.

    Raises KeyMissingError with every missing name, KeyDamagedError for one that was cut or emptied.
    """
    keys = keys or folder()
    missing = [name for name in needed_by(process) if not keys.has(name)]
    if missing:
        raise KeyMissingError(
            f"{process} does not start without {', '.join(missing)} in {keys.path}: a new province makes its keys "
            "with `ansim keys init`, any other puts them back from where its key ceremony stored them"
        )
    for name, holders in SECRETS.items():
        if process in holders:
            keys.secret(name)
