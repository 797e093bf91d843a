"""Bytes in and out: reading bodies within a limit, and answers with their headers."""

from collections.abc import Iterable
from typing import Final

from starlette.types import Message, Receive, Scope, Send

from ansim.visitor.api.problems import NOT_JSON, TOO_LARGE, Problem, encoded
from ansim.visitor.api.words import negotiate

MOST_BYTES: Final = 256 * 1024

Headers = list[tuple[bytes, bytes]]

# Answers of the API are data: no browser may show, frame, guess or keep them.
API_HEADERS: Final[Headers] = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
_JSON: Final = (b"content-type", b"application/json")
_JSON_HEADERS: Final[Headers] = [_JSON, *API_HEADERS]
_PROBLEM: Final = (b"content-type", b"application/problem+json")


class RequestHeaders:
    """The headers that the gateway reads, found in one pass; the language is worked out when it is asked for."""

    __slots__ = ("_accept", "authorization", "content_type", "length")

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        found = dict(headers)
        self.authorization = found.get(b"authorization", b"")
        self.content_type = found.get(b"content-type", b"")
        self._accept = found.get(b"accept-language", b"")
        length = found.get(b"content-length", b"0")
        self.length = int(length) if length.isdigit() else 0

    @property
    def language(self) -> str:
        """The best of our languages for the reader."""
        return negotiate(self._accept.decode("latin-1"))


async def read_json(headers: RequestHeaders, receive: Receive) -> bytes:
    """The body of a JSON request. Raises Problem (unsupported-media-type, too-large)."""
    if headers.length > MOST_BYTES:
        raise Problem(TOO_LARGE)
    if headers.content_type != b"application/json":
        _require_json(headers.content_type)
    message: Message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, length = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > MOST_BYTES:
            raise Problem(TOO_LARGE)
    return b"".join(parts)


def _require_json(content_type: bytes) -> None:
    if content_type.split(b";")[0].strip().lower() != b"application/json":
        raise Problem(NOT_JSON)


async def reply(send: Send, status: int, body: bytes, headers: Headers) -> None:
    """Send a whole answer."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def reply_json(send: Send, status: int, body: bytes, headers: Headers | None = None) -> None:
    """Send JSON with the headers of the API."""
    length = (b"content-length", b"%d" % len(body))
    listed = [*_JSON_HEADERS, length, *headers] if headers else [*_JSON_HEADERS, length]
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": body})


async def reply_empty(send: Send, status: int, headers: Headers) -> None:
    """Send an answer that has no content (204, 304), and so no length (RFC 9110 §8.6)."""
    listed = (
        headers
        if any(name == b"cache-control" for name, _ in headers)
        else [*API_HEADERS, *headers]
    )
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": b""})


async def reply_problem(send: Send, problem: Problem, language: str) -> None:
    """Send a problem (RFC 9457) in the reader's language."""
    kind = problem.kind
    body = problem_body(problem, language)
    headers: Headers = [_PROBLEM, *API_HEADERS, (b"content-language", language.encode())]
    if problem.retry_after is not None:
        headers.append((b"retry-after", str(problem.retry_after).encode()))
    if kind.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    headers += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    await reply(send, kind.status, body, headers)


def problem_body(problem: Problem, language: str) -> bytes:
    """The JSON of a problem."""
    if not problem.values:
        return encoded(problem.kind, language)
    return problem.kind.encode(language, **problem.values)


def language_of(scope: Scope) -> str:
    """The language of a request."""
    return RequestHeaders(scope["headers"]).language
