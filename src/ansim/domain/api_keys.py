"""Keys of the partner API: what they may do, how they look, and how long they live."""

import re
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ansim.domain.codes import ALPHABET

MARK: Final = "ansim_"
"""Begins every key, so that whoever finds one in a log or a repository knows what it is."""

LIVES: Final = (30, 90, 365)
"""Days after which a key ends by itself; whoever makes one chooses."""

MOST_KEYS: Final = 20
"""Keys of one business that are good at the same time."""

_PREFIX_SIGNS: Final = 8
_SECRET_BYTES: Final = 32
_SHAPE: Final = re.compile(rf"{MARK}([{ALPHABET}]{{{_PREFIX_SIGNS}}})_[A-Za-z0-9_-]{{43}}")


class ApiScope(StrEnum):
    """One thing that a key lets a system do. The words are stored; never rename, only append."""

    APPLICATIONS_READ = "applications:read"
    APPLICATIONS_WRITE = "applications:write"
    CODES_WRITE = "codes:write"
    COUNTS_READ = "counts:read"
    POSTERS_READ = "posters:read"
    VENUES_READ = "venues:read"
    VENUES_WRITE = "venues:write"


def new_api_key() -> str:
    """A key from the system's random source: the mark, eight signs to recognise it by, 256 secret bits."""
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(_PREFIX_SIGNS))
    return f"{MARK}{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def prefix_of(text: str) -> str | None:
    """The eight signs by which lists name a key, or None where the text is none."""
    found = _SHAPE.fullmatch(text)
    return found[1] if found else None


def life(days: int) -> timedelta:
    """How long a key of one of the `LIVES` is good."""
    return timedelta(days=days)
