"""A connection whose requests must arrive whole, in time, and with a head of ordinary size.

A request that never ends would hold a connection for ever; a head or trailers without end would fill the memory.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ansim.settings.environment import seconds

MOST_HEAD: Final = 65_536  # bytes of request line, headers and trailers
_AROUND: Final = 8  # bytes around a byte of the body, where somebody sends it in chunks of one
_TOO_LONG: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class WholeRequests(HttpToolsProtocol):
    """uvicorn's fast protocol with a deadline: so many seconds a request, and one more for each 8 kB that arrived.

    `ANSIM_REQUEST_DEADLINE_SECONDS` and `ANSIM_REQUEST_PER_8KB_SECONDS` change them. A connection between two requests
    is uvicorn's to end (`timeout_keep_alive`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._patience = seconds("request_deadline", 15.0)
        self._each_byte = seconds("request_per_8kb", 1.0) / 8192
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._head = 0  # bytes that are no body: of the head, between chunks, of trailers
        self._body = 0  # bytes of the body that came
        self._begun = 0  # how many requests were awaited
        self._awaited = False  # whether one is unfinished

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first request is awaited."""
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows it
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what arrived; a request with so many bytes beside its body is refused."""
        begun, before = self._begun, self._body
        super().data_received(data)
        if (
            self._awaited and begun == self._begun
        ):  # where one ends and another begins, counting begins with the next data
            self._head += len(data) - (self._body - before)
            if self._head > MOST_HEAD + _AROUND * self._body and not self.transport.is_closing():
                self.transport.write(_TOO_LONG)
                self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        if self._timer is None:
            self._await_request()
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """A piece of the body earns the sender time for the next."""
        self._due += len(body) * self._each_byte
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._settle()
        super().on_message_complete()

    def _await_request(self) -> None:
        self._head = self._body = 0
        self._begun += 1
        self._awaited, self._due = True, self.loop.time() + self._patience
        self._timer = self.loop.call_at(self._due, self._late)

    def _late(self) -> None:
        if self.loop.time() < self._due:
            self._timer = self.loop.call_at(self._due, self._late)
        else:
            self._timer = None
            self.transport.abort()

    def _settle(self) -> None:
        self._awaited = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
