"""One declaration per endpoint: the route, its checks and its page in the OpenAPI document come from it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, Protocol, TypeVar

import msgspec
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ansim.domain.quantities import PersonId
from ansim.visitor.api.decoding import decode
from ansim.visitor.api.http import (
    Headers,
    RequestHeaders,
    read_json,
    reply,
    reply_empty,
    reply_json,
    reply_problem,
)
from ansim.visitor.api.problems import (
    BAD_READER,
    BAD_SESSION,
    BAD_SIGNATURE,
    NO_READER,
    NO_SESSION,
    OLD_READER,
    OLD_SESSION,
    STOPPED,
    Problem,
    ProblemKind,
)


class WhoAsks(Protocol):
    """Whose request it is: a session, as far as an endpoint needs to know."""

    @property
    def person(self) -> PersonId: ...


class Gatekeeper(Protocol):
    """What every endpoint asks of the gateway."""

    @property
    def clock(self) -> Callable[[], float]:
        """The present in epoch seconds."""

    def authenticate(self, authorization: bytes, now: float) -> WhoAsks:
        """Whose request it is, by its `Authorization` header. Raises Problem."""


@dataclass(frozen=True, slots=True)
class Auth:
    """How an endpoint knows who asks, and how the OpenAPI document says so.

    `check` gives whose request it is by the gateway, the `Authorization` header and the present, or raises Problem; it
    is absent where the endpoint itself asks a database, or the body, who it is.
    """

    name: str
    description: str
    problems: tuple[ProblemKind, ...]
    check: Callable[[Gatekeeper, bytes, float], WhoAsks] | None = None
    header: str = ""  # of its own, where it is no bearer token


def _session(gateway: Gatekeeper, authorization: bytes, now: float) -> WhoAsks:
    return gateway.authenticate(authorization, now)


SESSION: Final = Auth(
    "session",
    "a session token of 24 hours",
    (NO_SESSION, BAD_SESSION, OLD_SESSION, STOPPED),
    _session,
)
READER: Final = Auth(
    "reader", "the token of a venue's own device", (NO_READER, BAD_READER, OLD_READER)
)
SIGNED: Final = Auth(
    "signature",
    "t=epoch seconds,v1=HMAC-SHA-256 in hex over the time, a dot and the body",
    (BAD_SIGNATURE,),
    header="Ansim-Signature",
)


Seen_co = TypeVar("Seen_co", covariant=True)
"""The gateway as one room sees it: a protocol that names what the room asks."""
Needed_contra = TypeVar("Needed_contra", contravariant=True)
"""What an endpoint needs of the gateway."""
Whole = TypeVar("Whole", bound=Gatekeeper)
"""A gateway that has what all of them need."""


@dataclass(frozen=True, slots=True)
class Ask(Generic[Seen_co]):
    """A request that passed the checks its endpoint declares."""

    gateway: Seen_co
    request: Request
    language: str
    now: float
    body: Any = None  # the declared struct
    session_of: WhoAsks | None = None
    raw: bytes = b""  # the body as it came, for its signature

    @property
    def session(self) -> WhoAsks:
        """Whose request it is, at an endpoint with `auth=SESSION`."""
        if self.session_of is None:
            raise Problem(NO_SESSION)
        return self.session_of

    @property
    def host(self) -> str:
        """The address that the request came from."""
        client = self.request.client
        return client.host if client else ""

    @property
    def path(self) -> Mapping[str, str]:
        """The variable parts of the path."""
        return self.request.path_params


@dataclass(frozen=True, slots=True)
class Answer:
    """A struct to send as JSON, bytes of the endpoint's media type, or None with 204 or 304."""

    body: Any
    status: int = 200
    headers: Headers = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[Needed_contra]):
    """A path and method of the API. `serve` is absent where a bare ASGI route answers instead."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    summary: str
    answers: Mapping[int, Any]  # status → type of the body, None for no body
    serve: Callable[[Ask[Needed_contra]], Awaitable[Answer]] | None = None
    body: Any = None
    problems: tuple[ProblemKind, ...] = ()
    auth: Auth | None = None
    media_type: str = "application/json"
    parameters: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # path parameter → JSON schema


def routes(endpoints: Iterable[Endpoint[Whole]], gateway: Whole) -> list[Route]:
    """One Starlette route a path, so that a wrong method reads all the right ones in `Allow`."""
    by_path: dict[str, dict[str, ASGIApp]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = _app(endpoint, gateway)
    return [Route(path, _ByMethod(apps), methods=list(apps)) for path, apps in by_path.items()]


def _app(endpoint: Endpoint[Whole], gateway: Whole) -> ASGIApp:
    decoder = None if endpoint.body is None else msgspec.json.Decoder(endpoint.body)
    encoder = msgspec.json.Encoder()
    check = endpoint.auth.check if endpoint.auth else None
    serve = endpoint.serve
    if serve is None:
        raise ValueError(f"{endpoint.path} is served by a route of its own")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = RequestHeaders(scope["headers"])
        now = gateway.clock()
        try:
            session = check(gateway, headers.authorization, now) if check else None
            raw = await read_json(headers, receive) if decoder else b""
            body = decode(decoder, raw) if decoder else None
            answer = await serve(
                Ask(gateway, Request(scope, receive), headers.language, now, body, session, raw)
            )
        except Problem as problem:
            await reply_problem(send, problem, headers.language)
        else:
            if answer.body is None:
                await reply_empty(send, answer.status, answer.headers)
            elif isinstance(answer.body, bytes):
                kind = (b"content-type", endpoint.media_type.encode())
                await reply(send, answer.status, answer.body, [kind, *answer.headers])
            else:
                await reply_json(send, answer.status, encoder.encode(answer.body), answer.headers)

    return app


class _ByMethod:
    """Starlette takes a callable object for an ASGI app, a bare function for a request handler."""

    def __init__(self, apps: Mapping[str, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self._apps[method](scope, receive, send)
