"""The gateway: the one process that faces visitors. `serve` runs it, `Application` is its ASGI app."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Mapping

import psycopg
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ansim.serving import server_config
from ansim.visitor.answers import answer_page
from ansim.visitor.api import app_files
from ansim.visitor.api.endpoint import routes
from ansim.visitor.api.http import API_HEADERS, language_of, reply_problem
from ansim.visitor.api.problems import INTERNAL, METHOD, NOT_FOUND, OVERLOADED, Problem
from ansim.visitor.checkin.checkins import CheckIns
from ansim.visitor.checkin.checkouts import CheckOuts
from ansim.visitor.endpoints import ENDPOINTS, openapi
from ansim.visitor.gateway import Gateway, gateway_of_environment
from ansim.visitor.passes.pass_checkins import PassCheckIns
from ansim.visitor.session import demo_page

log = logging.getLogger(__name__)

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class Application:
    """Check-ins, by whomever, and check-outs by bare ASGI, everything else through Starlette."""

    def __init__(self, gateway: Gateway) -> None:
        self._entries: dict[str, Asgi] = {
            "/v1/check-ins": CheckIns(gateway),
            "/v1/check-outs": CheckOuts(gateway),
            "/v1/pass-check-ins": PassCheckIns(gateway),
        }
        self._rest = _starlette(gateway, self._entries)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: ASGI."""
        entry = self._entries.get(scope["path"])
        if entry is not None and scope["method"] == "POST":
            await entry(scope, receive, send)
        else:
            await _guarded(self._rest, scope, receive, send)


async def _guarded(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Whatever goes wrong is logged here, and the visitor reads a problem, never a trace."""
    begun = False

    async def note(message: "dict[str, object]") -> None:
        nonlocal begun
        begun = True
        await send(message)

    try:
        await app(scope, receive, note)  # type: ignore[arg-type]
    except Exception:
        log.exception("%s %s failed", scope["method"], _route_of(scope))
        if not begun:
            await reply_problem(send, Problem(INTERNAL), language_of(scope))


def _route_of(scope: Scope) -> str:
    """The path without what a visitor put into it."""
    return "/".join(scope["path"].split("/")[:3])


def _starlette(gateway: Gateway, entries: Mapping[str, Asgi]) -> ASGIApp:
    described = openapi()

    async def openapi_json(_request: Request) -> Response:
        headers = {name.decode(): value.decode() for name, value in API_HEADERS}
        return Response(described, media_type="application/json", headers=headers)

    async def refused(request: Request, error: Exception) -> Response:
        problem = error if isinstance(error, Problem) else _problem_of(error)
        if problem.kind is NOT_FOUND and app_files.wants_page(request):
            return app_files.not_found(request)
        return _ProblemResponse(problem)

    app = Starlette(
        routes=[
            *routes(ENDPOINTS, gateway),
            *[Route(path, entry, methods=["POST"]) for path, entry in entries.items()],
            Route("/openapi.json", openapi_json),
            answer_page.route(gateway),
            *app_files.routes(),
            *([demo_page.route(gateway.messages)] if gateway.demo else []),
        ],
        exception_handlers={
            HTTPException: refused,
            Problem: refused,
            psycopg.OperationalError: refused,  # handled, where Exception is also raised again
            Exception: refused,
        },
    )
    app.router.redirect_slashes = False
    return app


def _problem_of(error: Exception) -> Problem:
    """What Starlette's router says of an address or method; a database that is away comes back."""
    if isinstance(error, psycopg.OperationalError):
        log.warning("a database does not answer: %s", type(error).__name__)
        return Problem(OVERLOADED)
    if isinstance(error, HTTPException) and error.status_code == 405:
        return Problem(METHOD, headers=error.headers)
    return Problem(NOT_FOUND if isinstance(error, HTTPException) else INTERNAL)


class _ProblemResponse(Response):
    """A problem as Starlette's error handlers give it back."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 ASGI
        await reply_problem(send, self._problem, language_of(scope))


def settle() -> None:
    """Spare the collector what lives as long as the process; requests leave no cycles, so it may come seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


def serve(host: str, port: int) -> None:
    """Run the gateway until a signal ends it. Raises AnsimError where something is missing."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("httpx").setLevel(
        logging.WARNING
    )  # it would log addresses of the message relay
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(host, port))


def _loop() -> asyncio.AbstractEventLoop:
    import uvloop  # noqa: PLC0415 not on Windows, where nobody serves

    return uvloop.new_event_loop()


async def _serve(host: str, port: int) -> None:
    gateway = gateway_of_environment()
    try:
        await gateway.open()
        settle()
        config = server_config(Application(gateway), host, port)
        await uvicorn.Server(config).serve()
    finally:
        await gateway.close()
