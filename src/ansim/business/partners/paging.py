"""Lists by cursor: a page begins after the last row of the one before, so rows that come meanwhile shift nothing."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ansim.business.partners.problems import BAD_QUERY, RefusedError

MOST: Final = 200
USUAL: Final = 50
PAGE_QUERY: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "cursor": {
            "type": "string",
            "minLength": 2,
            "maxLength": 40,
            "pattern": "^[A-Za-z0-9_-]+$",
        },
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    }
)
_LARGEST: Final = 2**31 - 1


def limit_of(query: Mapping[str, str]) -> int:
    """How many rows a page has. Raises RefusedError."""
    text = query.get("limit", str(USUAL))
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST):
        raise RefusedError(BAD_QUERY, name="limit")
    return int(text)


def after_of(query: Mapping[str, str]) -> int | None:
    """The number of the row that a page begins after, or None for the first page. Raises RefusedError."""
    text = query.get("cursor")
    if text is None:
        return None
    try:
        number = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        number = ""
    if (
        not number.isdecimal()
        or len(number) > 10
        or int(number) > _LARGEST
        or text != cursor_of(int(number))
    ):
        raise RefusedError(BAD_QUERY, name="cursor")
    return int(number)


def cursor_of(number: int) -> str:
    """The cursor of a page that ended with the row of this number."""
    return urlsafe_b64encode(str(number).encode()).decode().rstrip("=")
