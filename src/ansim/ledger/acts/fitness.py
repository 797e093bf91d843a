"""What an entry may hold: closed words, marks, counts and times; `content` refuses what looks like a person."""

import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from ansim.domain.errors import AnsimError

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NUMBER_LIKE: Final = re.compile(r"(?<!\d)(?:\+?82-?|0)1\d[-.]?\d{3,4}[-.]?\d{4}(?!\d)")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")  # one in 300 holds ten digits that look like a number
_ACTOR: Final = re.compile(r"([SL]-[0-9A-Z]{4,10})?")
_PERSON_LIKE: Final = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])")


class UnfitForLedgerError(AnsimError):
    """An entry holds something that the public must never read."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role, and the random mark that stands for the person, or for the laboratory."""

    role: str
    ref: str


def kind_of(act: msgspec.Struct) -> str:
    """The word that the entry carries for the act."""
    return str(act.__struct_config__.tag)


def content(act: msgspec.Struct) -> dict[str, int | str]:
    """The act's fields for the entry. Raises UnfitForLedgerError for anything but counts, times and marks."""
    fields: dict[str, Any] = msgspec.structs.asdict(act)
    for name, value in fields.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise UnfitForLedgerError(
                f"{kind_of(act)}.{name}: only counts, times and marks may stand there"
            )
        if isinstance(value, str):
            require_mark(name, value)
    return fields


def require_actor(actor: Actor) -> None:
    """Refuse whoever is named by anything but a mark of staff or of a laboratory, or nothing. Raises UnfitForLedgerError.

    Some callers say themselves who acts, and are not believed: a number or a name would stand there for ever.
    """
    if not _ACTOR.fullmatch(actor.ref):
        raise UnfitForLedgerError(f"actor: not a mark ({len(actor.ref)} characters)")


def require_mark(name: str, value: str) -> None:
    """Refuse text that is no mark, or looks like a phone number or a person id. Raises UnfitForLedgerError."""
    if _DIGEST.fullmatch(value):
        return
    if not _WORD.fullmatch(value) or _NUMBER_LIKE.search(value) or _PERSON_LIKE.search(value):
        # The value itself stays out of the message: it may be the very thing that must not be written.
        raise UnfitForLedgerError(
            f"{name}: not a mark that the public may read ({len(value)} characters)"
        )
