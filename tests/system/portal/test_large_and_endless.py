"""Before a page is asked: large bodies wait for nobody else's slow one, and what follows a body has an end."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from support.patience import PATIENCE
from support.served import served

MOST = 1_000_000
HEAD = "POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\n"


def counts(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """A page that says how many bytes it got."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read())).encode()]


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("ANSIM_TRUSTED_PROXIES", "127.0.0.1")
    with served(counts, {"/list": MOST}) as url:
        yield url


def begun(address: str, text: str) -> socket.socket:
    url = httpx.URL(address)
    connection = socket.create_connection((url.host, url.port or 80), timeout=10)
    connection.sendall(text.encode())
    return connection


@pytest.mark.parametrize("network", ["198.51.100.{}", "2001:db8:9:{}::1"])
def test_slow_large_bodies_of_one_network_keep_no_other_waiting(address: str, network: str) -> None:
    with ExitStack() as held:
        for number in range(12):
            head = HEAD.format(path="/list", address=network.format(number))
            held.enter_context(begun(address, f"{head}Content-Length: {MOST}\r\n\r\nx"))
        headers = {"X-Forwarded-For": "203.0.113.4"}
        answer = httpx.post(f"{address}/list", content=b"y" * MOST, headers=headers, timeout=5)
        assert (answer.status_code, answer.text) == (200, str(MOST))


def test_large_bodies_of_one_network_come_one_after_the_other(address: str) -> None:
    bodies = [
        httpx.post(f"{address}/list", content=b"y" * size, timeout=PATIENCE)
        for size in (MOST, 70_000, MOST)
    ]
    assert [answer.text for answer in bodies] == [str(MOST), "70000", str(MOST)]
    assert (
        httpx.post(f"{address}/list", content=b"y" * (MOST + 1), timeout=PATIENCE).status_code
        == 413
    )


@pytest.mark.parametrize(
    "endless", ["X-Trailer: y\r\n", "X-Trailer: " + "y" * 1000], ids=["many", "one long"]
)
@pytest.mark.parametrize("chunks", ["", "5\r\nlogin\r\n"])
def test_trailers_without_end_are_cut(address: str, endless: str, chunks: str) -> None:
    head = HEAD.format(path="/", address="198.51.100.1") + "Transfer-Encoding: chunked\r\n\r\n"
    start = time.monotonic()
    with begun(address, head + chunks + "0\r\n") as connection:
        try:
            connection.sendall((endless * (3_000_000 // len(endless))).encode())
            while connection.recv(65536):
                pass
        except (ConnectionResetError, BrokenPipeError, TimeoutError):
            pass
    assert time.monotonic() - start < 10, "long before the request's deadline"


@pytest.mark.parametrize("size", [1, 3, 500])
def test_a_body_in_small_chunks_arrives(address: str, size: int) -> None:
    body = b"login=registrar&password=" + b"x" * 40_000
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    assert httpx.post(f"{address}/", content=pieces, timeout=PATIENCE).text == str(len(body))


def test_requests_that_come_in_one_piece_are_answered_one_by_one(address: str) -> None:
    head = HEAD.format(path="/", address="198.51.100.1")
    one = f"{head}Content-Length: 60000\r\n\r\n" + "x" * 60_000
    last = f"{head}Connection: close\r\nContent-Length: 3\r\n\r\nend"
    with begun(address, one * 6 + last) as connection:
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.count(b"200 OK") == 7
    assert answer.count(b"60000") == 6
