"""Real messages: the relay is a real HTTP server, and codes reach it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ansim.notices.channels.messages import MessageNotSentError, RelayChannel


class Relay:
    """A provider's relay: keeps what it is sent, answers as told."""

    def __init__(self) -> None:
        self.status, self.taken = 202, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.taken.append((self.headers["authorization"], json.loads(body)))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_arguments: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/messages"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def relay() -> Iterator[Relay]:
    running = Relay()
    yield running
    running.server.shutdown()
    running.server.server_close()


def send(url: str) -> None:
    async def once() -> None:
        channel = RelayChannel(url, "relay-token", timeout=2)
        try:
            await channel.send("+821000000001", "code 123456")
        finally:
            await channel.close()

    asyncio.run(once())


def test_the_relay_gets_number_text_and_token(relay: Relay) -> None:
    send(relay.url)
    assert relay.taken == [("Bearer relay-token", {"to": "+821000000001", "text": "code 123456"})]


@pytest.mark.parametrize("status", [400, 401, 500, 302])
def test_what_the_relay_does_not_take_over_is_an_error_without_number_or_text(
    relay: Relay, status: int
) -> None:
    relay.status = status
    with pytest.raises(MessageNotSentError) as caught:
        send(relay.url)
    assert str(status) in str(caught.value)
    assert "123456" not in str(caught.value)
    assert "0001" not in str(caught.value)


def test_a_relay_out_of_reach_is_an_error(relay: Relay) -> None:
    relay.server.shutdown()
    relay.server.server_close()
    with pytest.raises(MessageNotSentError, match="out of reach"):
        send(relay.url)
