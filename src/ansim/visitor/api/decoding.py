"""JSON into structs; what cannot be read becomes a problem that names the field, never the value."""

import re
from typing import Any, TypeVar

import msgspec

from ansim.visitor.api.problems import BAD_JSON, MALFORMED, MALFORMED_WHERE, Problem

T = TypeVar("T")
_WHERE = re.compile(r"(?:at|in) `\$\.?([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]+)`")
_UNKNOWN = re.compile(r"contains unknown field `([^`]+)`")


def decode(decoder: "msgspec.json.Decoder[T]", body: bytes) -> T:
    """The struct in a body. Raises Problem (bad-json, malformed)."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise malformed(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem(BAD_JSON) from None


def fault_of(error: msgspec.ValidationError) -> list[str]:
    """The way to the field at fault, outermost first; empty where the whole body is of another kind."""
    words = str(error)
    return [part for shape in (_WHERE, _MISSING, _UNKNOWN) for part in shape.findall(words) if part]


def malformed(error: msgspec.ValidationError) -> Problem:
    """The problem that names the field at fault."""
    found = fault_of(error)
    return Problem(MALFORMED_WHERE, where=".".join(found)) if found else Problem(MALFORMED)


class _Named(msgspec.Struct):
    id: Any = None


_NAMED = msgspec.json.Decoder(_Named)


def id_of(raw: bytes) -> str | None:
    """The id of an entry that is otherwise unreadable, as far as it has one."""
    try:
        found = _NAMED.decode(raw).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if isinstance(found, str) and len(found) <= 36 else None
