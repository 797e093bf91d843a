"""The operations as the page for people shows them, in the reader's language."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext

from ansim.business.partners.operations import BASE, Operation
from ansim.business.partners.partner_document import OPERATIONS, refusals_of, schemas_of
from ansim.business.partners.words import EVENTS


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a body."""

    name: str
    kind: str
    needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation in words."""

    operation: Operation
    path: str
    fields: list[FieldRow]
    refusals: list[tuple[int, str, Promise | str]]

    @property
    def query(self) -> str:
        """The names that may stand behind the question mark."""
        return ", ".join(self.operation.query)


def operations_in_words() -> list[OperationRow]:
    """All of them, in the order of the document."""
    components = schemas_of(OPERATIONS).components
    return [
        OperationRow(
            one,
            f"{BASE}{one.path}",
            _fields(one.body, components),
            [(kind.status, kind.code, kind.title) for kind in refusals_of(one)],
        )
        for one in OPERATIONS
    ]


def events() -> list[tuple[str, Promise | str]]:
    """What webhooks tell, and when."""
    return [(event.type, words) for event, words in EVENTS.items()]


def _fields(body: Any, components: dict[str, Any]) -> list[FieldRow]:
    if body is None:
        return []
    schema = components[body.__name__]
    needed = set(schema.get("required", ()))
    return [
        FieldRow(
            field.encode_name,
            _kind(schema["properties"][field.encode_name]),
            field.encode_name in needed,
            _words(schema["properties"][field.encode_name]),
        )
        for field in msgspec.structs.fields(body)
    ]


def _kind(schema: dict[str, Any]) -> str:
    """The JSON type, or the values that may stand there."""
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(value) or "''" for value in schema["enum"])
    if "$ref" in schema:
        return "string"
    return str(schema.get("format") or schema.get("type", ""))


def _words(schema: dict[str, Any]) -> str:
    found = schema.get("description") or next(
        (one["description"] for one in schema.get("anyOf", ()) if "description" in one), ""
    )
    return gettext(found) if found else ""
