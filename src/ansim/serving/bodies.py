"""A WSGI application behind an event loop: a thread is taken once a body is whole, and let go before the answer is sent.

Whoever sends slowly or reads slowly holds a connection then, never one of the few threads that everybody shares.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from weakref import WeakValueDictionary

from asgiref.sync import ThreadSensitiveContext
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from asgiref.wsgi import WsgiToAsgi

from ansim.domain.code_budgets import block_of

Message = Any  # an ASGI message
MOST: Final = 65_536  # bytes of a form
_HELD: Final = 4 << 20  # bytes of an answer in memory
_PIECE: Final = 1 << 18
_LARGE_AT_ONCE: Final = 8  # of as many networks: each may fill the memory that it was allowed


class _BodyTooLargeError(Exception):
    """More was sent than the address takes."""


class _SenderGoneError(Exception):
    """The connection ended before the body did."""


class HeldAnswer:
    """The messages of one answer, kept until they are sent: the first megabytes in memory, what is more on the disk."""

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self._first: list[Message] = []
        self._held, self._rest, self._large = 0, 0, SpooledTemporaryFile(_HELD)  # noqa: SIM115 closed when sent
        for message in messages:
            self.keep(message)

    def keep(self, message: Message) -> None:
        """Keep a message; of a large answer its bytes alone."""
        body = message.get("body", b"")
        if self._rest or self._held + len(body) > _HELD:
            self._large.write(body)
            self._rest += len(body)
        else:
            self._first.append(message)
            self._held += len(body)

    async def messages(self) -> AsyncIterator[Message]:
        """All of them in order, once."""
        with self._large:
            for message in self._first:
                yield message | {"more_body": True} if self._rest and "body" in message else message
            self._large.seek(0)
            left = self._rest
            while left:
                piece = await asyncio.to_thread(self._large.read, _PIECE)
                left -= len(piece)
                yield {"type": "http.response.body", "body": piece, "more_body": left > 0}


class Bodies:
    """`application` with `threads` at work at once. `large` names the paths that take more than a form, in bytes."""

    def __init__(self, application: Any, threads: int, large: Mapping[str, int]) -> None:
        self._application = WsgiToAsgi(_closing(application))  # type: ignore[no-untyped-call]
        self._threads = asyncio.Semaphore(threads)
        self._large_at_once = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._networks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._large = dict(large)

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """KeptAnswer one request; 413 for a body that is too large, nothing for a sender who left."""
        most = self._large.get(scope["path"], MOST)
        try:
            if most > MOST:
                async with self._turn(scope):
                    answer = await self._answer(scope, await _whole(scope, receive, most))
            else:
                answer = await self._answer(scope, await _whole(scope, receive, most))
        except _BodyTooLargeError:
            answer = HeldAnswer(_refusal(most))
        except _SenderGoneError:
            return
        async for message in answer.messages():
            await send(message)

    @asynccontextmanager
    async def _turn(self, scope: HTTPScope) -> AsyncIterator[None]:
        """One large body a network at a time: whoever sends slowly, on however many connections, keeps no other waiting."""
        client = scope.get("client")
        network = block_of(client[0] if client else "")
        mine = self._networks.setdefault(network, asyncio.Lock())
        async with mine, self._large_at_once:
            yield

    async def _answer(self, scope: HTTPScope, body: bytes) -> "HeldAnswer":
        answer = HeldAnswer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            answer.keep(message)

        # Without a context of its own asgiref would run all requests in one thread.
        async with self._threads, ThreadSensitiveContext():
            await self._application(scope, receive, send)
        return answer


def _closing(application: Any) -> Any:
    """The application, its answers closed by the thread that read them, as PEP 3333 wants and asgiref does not.

    Django gives its connection to the database back only then; otherwise it lives until the collector comes by.
    """

    def closing(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        answer = application(environ, start_response)
        try:
            yield from answer
        finally:
            if close := getattr(answer, "close", None):
                close()

    return closing


async def _whole(scope: HTTPScope, receive: ASGIReceiveCallable, most: int) -> bytes:
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if int(announced) > most:  # the parser has refused what is no number
        raise _BodyTooLargeError
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _SenderGoneError
        body += message.get("body", b"")
        if len(body) > most:
            raise _BodyTooLargeError
        if not message.get("more_body", False):
            return bytes(body)


def _refusal(most: int) -> list[Message]:
    words = f"여기에는 {most:,}바이트까지 보낼 수 있습니다. / At most {most:,} bytes can be sent here.\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    return [
        {"type": "http.response.start", "status": 413, "headers": headers},
        {"type": "http.response.body", "body": words.encode(), "more_body": False},
    ]
