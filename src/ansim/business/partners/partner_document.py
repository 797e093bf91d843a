"""The OpenAPI 3.1 document, made from the operations' declarations and the structs that they name."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import msgspec
from django.utils import translation

from ansim.business.partners import problems
from ansim.business.partners.application_operations import APPLICATION_OPERATIONS
from ansim.business.partners.count_operations import COUNT_OPERATIONS
from ansim.business.partners.operations import BASE, PATH_PARAMETERS, Operation
from ansim.business.partners.problems import PartnerProblem, RefusalKind
from ansim.business.partners.venue_operations import VENUE_OPERATIONS
from ansim.domain.api_keys import ApiScope

OPERATIONS: Final = (*VENUE_OPERATIONS, *COUNT_OPERATIONS, *APPLICATION_OPERATIONS)
_REF: Final = "#/components/schemas/{name}"
_ALWAYS: Final = (
    problems.NO_KEY,
    problems.BAD_KEY,
    problems.GUESSED,
    problems.NO_SCOPE,
    problems.TOO_FAST,
    problems.BAD_QUERY,
    problems.INTERNAL,
    problems.AWAY,
)
_OF_BODIES: Final = (problems.BAD_JSON, problems.NOT_JSON, problems.WRONG_FIELD)
_OF_POSTS: Final = (problems.NO_NAME, problems.OTHER_BODY, problems.IN_FLIGHT)


@cache
def document() -> bytes:
    """The document as JSON, its words in English."""
    with translation.override("en"):
        schemas = schemas_of(OPERATIONS)
        paths: dict[str, dict[str, Any]] = {}
        for operation in OPERATIONS:
            described = _described(operation, schemas.by_type)
            paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Ansim partner API",
                "version": "1",
                "description": "Venues of one business: for head offices and municipal systems. Errors are RFC 9457 problems.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": BASE}],
            "paths": paths,
            "components": {
                "schemas": schemas.components,
                "securitySchemes": {
                    "key": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "A key of the business portal. Scopes: "
                        + ", ".join(scope.value for scope in ApiScope),
                    }
                },
            },
        }
    )


class Schemas(msgspec.Struct, frozen=True):
    """JSON schemas: of each type that an operation names, and the components that they refer to."""

    by_type: dict[Any, dict[str, Any]]
    components: dict[str, Any]


def schemas_of(operations: Iterable[Operation]) -> Schemas:
    """The schemas of bodies and answers."""
    types: dict[Any, None] = {PartnerProblem: None}
    for operation in operations:
        for kind in (operation.body, *operation.answers.values()):
            if kind not in {None, bytes}:
                types[kind] = None
    found, components = msgspec.json.schema_components(types, ref_template=_REF)
    return Schemas(dict(zip(types, found, strict=True)), components)


def refusals_of(operation: Operation) -> list[RefusalKind]:
    """Everything that an operation may refuse."""
    found = [*_ALWAYS, *operation.refusals]
    found += _OF_BODIES if operation.body is not None else ()
    found += _OF_POSTS if operation.method == "POST" else ()
    if operation.match:
        found.append(problems.CHANGED_MEANWHILE)
    if operation.match == "must":
        found.append(problems.NO_MATCH_GIVEN)
    return sorted(set(found), key=lambda kind: (kind.status, kind.code))


def _described(operation: Operation, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": str(operation.summary),
        "description": f"Scope: `{operation.scope.value}`.",
        "security": [{"key": []}],
        "parameters": _parameters(operation),
        "responses": _answers(operation, schemas) | _refusals(operation, schemas),
    }
    if operation.body is not None:
        content = {"application/json": {"schema": schemas[operation.body]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": PATH_PARAMETERS[name]}
        for name in PATH_PARAMETERS
        if f"{{{name}}}" in operation.path
    ]
    found += [
        {"name": name, "in": "query", "schema": schema} for name, schema in operation.query.items()
    ]
    if operation.method == "POST":
        name = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!#-\\[\\]-~]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": name})
    if operation.match:
        needed = operation.match == "must"
        etag = {"type": "string"}
        found.append({"name": "If-Match", "in": "header", "required": needed, "schema": etag})
    return found


def _answers(operation: Operation, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status, kind in operation.answers.items():
        schema = {"type": "string", "format": "binary"} if kind is bytes else schemas[kind]
        answers[str(status)] = {
            "description": "done",
            "headers": {name: {"schema": {"type": "string"}} for name in _headers(operation)},
            "content": {operation.media_type: {"schema": schema}},
        }
    if operation.etag and operation.method == "GET":
        answers["304"] = {"description": "the caller has this version"}
    return answers


def _headers(operation: Operation) -> list[str]:
    return ["RateLimit", "RateLimit-Policy", *(["ETag"] if operation.etag else [])]


def _refusals(operation: Operation, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for kind in refusals_of(operation):
        by_status.setdefault(kind.status, []).append(kind.code)
    content = {problems.MEDIA_TYPE: {"schema": schemas[PartnerProblem]}}
    return {
        str(status): {"description": " or ".join(codes), "content": content}
        for status, codes in by_status.items()
    }
