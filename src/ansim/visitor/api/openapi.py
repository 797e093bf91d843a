"""The OpenAPI 3.1 document, made from the endpoints' declarations and the msgspec structs that they name."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ansim.visitor.api import problems
from ansim.visitor.api.endpoint import READER, SESSION, SIGNED, Endpoint
from ansim.visitor.api.problems import ProblemDocument, ProblemKind

_REF = "#/components/schemas/{name}"
_EVERY_BODY = (problems.BAD_JSON, problems.TOO_LARGE, problems.NOT_JSON, problems.MALFORMED)


def document(endpoints: Iterable[Endpoint[Any]]) -> bytes:
    """The document as JSON."""
    listed = list(endpoints)
    types = _types(listed)
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    schema_of = dict(zip(map(_key, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in listed:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(
            endpoint, schema_of
        )
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Ansim gateway",
                "version": "1",
                "description": "What visitors' apps ask of a province's visitor log. Errors are RFC 9457 problems.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "paths": paths,
            "components": {"schemas": components, "securitySchemes": _schemes()},
        }
    )


def _schemes() -> dict[str, Any]:
    return {
        one.name: {"description": one.description}
        | (
            {"type": "apiKey", "in": "header", "name": one.header}
            if one.header
            else {"type": "http", "scheme": "bearer"}
        )
        for one in (SESSION, READER, SIGNED)
    }


def _types(endpoints: list[Endpoint[Any]]) -> list[Any]:
    found: dict[str, Any] = {_key(ProblemDocument): ProblemDocument}
    for endpoint in endpoints:
        for kind in (endpoint.body, *endpoint.answers.values()):
            if kind is not None:
                found[_key(kind)] = kind
    return list(found.values())


def _key(kind: Any) -> str:
    return str(kind)


def _operation(endpoint: Endpoint[Any], schema_of: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "operationId": _name(endpoint),
        "responses": _answers(endpoint, schema_of) | _problems(endpoint, schema_of),
        "security": [{endpoint.auth.name: []}] if endpoint.auth else [],
    }
    if endpoint.parameters:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": schema}
            for name, schema in endpoint.parameters.items()
        ]
    if endpoint.body is not None:
        content = {"application/json": {"schema": _body_schema(schema_of[_key(endpoint.body)])}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _name(endpoint: Endpoint[Any]) -> str:
    words = endpoint.path.removeprefix("/v1").replace("{", "").replace("}", "").replace("-", "_")
    return f"{endpoint.method.lower()}{words.replace('/', '_')}"


def _body_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Arrays of entries have 1 to 200; an entry of another shape is refused alone, so the array may hold it."""
    choices = schema.get("anyOf")
    if not choices:
        return schema
    return {
        "anyOf": [_array(choice) if choice.get("type") == "array" else choice for choice in choices]
    }


def _array(schema: dict[str, Any]) -> dict[str, Any]:
    other = {"description": "anything else is answered `refused` with the code `malformed`"}
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": 200,
        "items": {"anyOf": [schema["items"], other]},
    }


def _answers(endpoint: Endpoint[Any], schema_of: dict[str, Any]) -> dict[str, Any]:
    return {
        str(status): {"description": "done"}
        if kind is None
        else {
            "description": "done",
            "content": {endpoint.media_type: {"schema": schema_of[_key(kind)]}},
        }
        for status, kind in endpoint.answers.items()
    }


def _problems(endpoint: Endpoint[Any], schema_of: dict[str, Any]) -> dict[str, Any]:
    kinds: list[ProblemKind] = [*endpoint.problems, problems.INTERNAL]
    if endpoint.body is not None:
        kinds += _EVERY_BODY
    if endpoint.auth is not None:
        kinds += endpoint.auth.problems
    by_status: dict[int, dict[str, None]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, {})[kind.code] = None
    content = {"application/problem+json": {"schema": schema_of[_key(ProblemDocument)]}}
    return {
        str(status): {"description": " or ".join(codes), "content": content}
        for status, codes in sorted(by_status.items())
    }
