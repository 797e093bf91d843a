"""Whoever sends slowly, without end or too much harms nobody else; a portal behind TLS and a proxy works as one without."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from ansim.processes import Household
from ansim.serving.bodies import MOST
from support.house import House, Open
from support.patience import PATIENCE, until
from support.ports import free_port
from support.system import System

HEAD = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
UNFINISHED = {
    "no body": HEAD + "Content-Length: 900\r\n\r\n",
    "half a body": HEAD + "Content-Length: 900\r\n\r\nanswer=e30",
    "a chunk without end": HEAD + "Transfer-Encoding: chunked\r\n\r\n6\r\nanswer\r\n",
    "half a head": HEAD,
    "a word": "POST",
    "nothing": "",
}


@pytest.fixture(autouse=True, scope="module")
def _short_deadline(house: House) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSIM_REQUEST_DEADLINE_SECONDS", "4")
        patch.setenv("ANSIM_REQUEST_PER_8KB_SECONDS", "1")
        patch.setenv("ANSIM_TRUSTED_PROXIES", "127.0.0.1")
        patch.setenv("ANSIM_BUSINESS_HOSTS", "portal.jeju.example, second.example")
        house.again("business")
        house.again("investigation")
        yield
    house.again("business")
    house.again("investigation")


@pytest.fixture(scope="module")
def short_gateway(system: System) -> Iterator[str]:
    """A gateway of its own, that waits four seconds for a request."""
    household = Household(["gateway"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSIM_REQUEST_DEADLINE_SECONDS", "4")
        patch.setenv("ANSIM_GATEWAY_PORT", str(free_port()))
        household.start()
        yield f"http://127.0.0.1:{os.environ['ANSIM_GATEWAY_PORT']}"
        household.stop()


@pytest.fixture(params=["business", "investigation", "gateway"])
def address(request: pytest.FixtureRequest, house: House, system: System) -> str:
    """Where one of the three answers."""
    return system.gateway_url if request.param == "gateway" else house.addresses[request.param]


@contextmanager
def asked(address: str, text: str) -> Iterator[socket.socket]:
    """A connection on which so much was sent and nothing follows."""
    url = httpx.URL(address)
    with socket.create_connection((url.host, url.port or 80), timeout=30) as connection:
        connection.sendall(text.encode())
        yield connection


def ends(connection: socket.socket) -> bool:
    """Whether the other side ends the connection."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("portal", ["business", "investigation"])
@pytest.mark.parametrize("text", UNFINISHED.values(), ids=UNFINISHED)
def test_forty_requests_that_never_end_keep_nobody_waiting(
    house: House, portal: str, text: str
) -> None:
    address = house.addresses[portal]  # type: ignore[index]
    with ExitStack() as held:
        stalled = [held.enter_context(asked(address, text)) for _ in range(40)]
        assert httpx.get(f"{address}/sign-in", timeout=10).status_code == 200
        assert all(ends(connection) for connection in stalled)


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_whoever_does_not_read_the_answer_holds_no_thread(house: House, portal: str) -> None:
    address = house.addresses[portal]  # type: ignore[index]
    page = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n" * 60
    with ExitStack() as held:
        for _ in range(20):
            held.enter_context(asked(address, page))
        assert httpx.get(f"{address}/sign-in", timeout=10).status_code == 200


def test_a_sender_who_keeps_sending_has_the_time(house: House) -> None:
    body = b"answer=" + b"x" * 40_000
    head = HEAD.encode() + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    with asked(house.addresses["business"], "") as connection:
        connection.sendall(head)
        for start in range(0, len(body), 8192):
            time.sleep(0.9)  # longer in all than the deadline alone
            connection.sendall(body[start : start + 8192])
        assert connection.recv(65536).startswith(
            b"HTTP/1.1 403"
        )  # whole, and without the form's token


@pytest.mark.parametrize("portal", ["business", "investigation"])
@pytest.mark.parametrize("size", [MOST + 1, 5_000_000])
@pytest.mark.parametrize("announced", [True, False])
def test_a_body_larger_than_a_form_is_refused(
    house: House, portal: str, size: int, *, announced: bool
) -> None:
    pieces = (b"x" * 10_000 for _ in range(size // 10_000 + 1))
    body: bytes | Iterator[bytes] = b"x" * size if announced else pieces
    try:
        answer = httpx.post(f"{house.addresses[portal]}/sign-in", content=body, timeout=PATIENCE)  # type: ignore[index]
    except (httpx.WriteError, httpx.ReadError):
        return  # the connection ended while the body was still on its way
    assert answer.status_code == 413
    assert "65,536" in answer.text


@pytest.mark.parametrize("head", ["x" * 10_000_000, "X: y\r\n" * 1_000_000])
def test_a_head_without_end_is_cut(address: str, head: str) -> None:
    with asked(address, "") as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + head.encode())
        except (ConnectionResetError, BrokenPipeError):
            return
        assert ends(connection)


@pytest.mark.parametrize("text", UNFINISHED.values(), ids=UNFINISHED)
def test_the_gateway_ends_what_does_not_come_whole(short_gateway: str, text: str) -> None:
    with ExitStack() as held:
        stalled = [held.enter_context(asked(short_gateway, text)) for _ in range(40)]
        assert httpx.get(f"{short_gateway}/healthz", timeout=10).status_code == 200
        assert all(ends(connection) for connection in stalled)


@pytest.mark.parametrize("host", ["portal.jeju.example", "second.example"])
def test_a_portal_behind_tls_takes_its_forms(browse: Open, house: House, host: str) -> None:
    tls = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    browser = browse("business")
    browser.http.headers.update(tls)
    page = browser.get("/sign-in")
    assert page.status_code == 200
    token = page.text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookie = page.headers["set-cookie"].split(";")[0]
    fields = {"csrfmiddlewaretoken": token}
    for origin, status in ((f"https://{host}", 200), ("https://elsewhere.example", 403)):
        answer = httpx.post(
            f"{house.addresses['business']}/sign-in",
            data=fields,
            headers={**tls, "Origin": origin, "Referer": f"{origin}/sign-in", "Cookie": cookie},
            timeout=PATIENCE,
        )
        assert answer.status_code == status


@pytest.mark.parametrize(("scheme", "said"), [("https", "max-age=31536000"), ("http", None)])
def test_the_gateway_says_over_tls_that_it_is_asked_over_tls_alone(
    short_gateway: str, scheme: str, said: str | None
) -> None:
    answer = httpx.get(f"{short_gateway}/", headers={"X-Forwarded-Proto": scheme}, timeout=PATIENCE)
    assert answer.headers.get("strict-transport-security") == said


def test_a_name_that_is_not_ours_is_refused(house: House) -> None:
    answer = httpx.get(
        f"{house.addresses['business']}/sign-in",
        headers={"Host": "elsewhere.example"},
        timeout=PATIENCE,
    )
    assert answer.status_code == 400


def test_whoever_has_a_whole_network_tries_no_more_numbers_of_applications(
    browse: Open, house: House
) -> None:
    stranger = browse("business")
    with house.system.owner("main") as connection:
        before = {row[0] for row in connection.execute("SELECT whose FROM accounts_attempt")}
        for number in range(3):
            stranger.http.headers["X-Forwarded-For"] = f"2001:db8:5:{number}::{number}"
            assert stranger.post("/apply/state", ref=f"R00000{number}0").status_code == 404
        after = {row[0] for row in connection.execute("SELECT whose FROM accounts_attempt")}
    assert len(after - before) == 1


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_a_portal_gives_its_connections_to_the_database_back_with_each_answer(
    house: House, system: System, portal: str
) -> None:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"
    address = house.addresses[portal]
    with httpx.Client(base_url=address, timeout=PATIENCE) as browser, system.owner("main") as owner:
        for _ in range(40):
            # A page that looks into the table of sessions.
            browser.cookies.set(f"ansim_{portal}", "0" * 32)
            assert browser.get("/sign-in").status_code == 200
        roles = [f"ansim_{portal}"]
        until(lambda: owner.execute(asked, roles).fetchone() == (0,), "connections are given back")
