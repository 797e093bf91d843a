"""Systems of partners in tests: a business with a key, requests with it, and a receiver of webhooks over real HTTP."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from support.owner import new_business
from support.system import PLAIN

PLACE = {
    "name": "새벽빵집",
    "kind": "cafe",
    "address": "안심로 12",
    "phone": "064-000-0001",
    "about": "상인회에서 확인하실 수 있습니다.",
}
_NAMES = count(1)


def new_key(business: Any = None, scopes: Any = None, owner: Any = None) -> tuple[Any, str]:
    """A business (an own one unless one is given) and a key of it, with all scopes unless some are given."""
    from ansim.accounts.models import Staff
    from ansim.business.partners.api_key_desk import Doer, make_key
    from ansim.domain.api_keys import ApiScope

    business = business or new_business(f"바람 상회 {next(_NAMES)}")
    doer = Doer(owner=owner) if owner else Doer(staff=Staff.objects.get(login="registrar"))
    wanted = list(ApiScope) if scopes is None else [ApiScope(scope) for scope in scopes]
    return business, make_key(business, doer, "발주 시스템", wanted, 365).text


class Partner:
    """A system with a key, asking over HTTP."""

    def __init__(self, address: str, key: str | None) -> None:
        headers = {"Accept-Language": "en"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self.http = httpx.Client(
            base_url=f"{address}/api/v1", headers=headers, timeout=30, verify=PLAIN
        )

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        return self.http.get(path, params=parameters or None)

    def post(self, path: str, body: Any, name: str | None = None, **headers: str) -> httpx.Response:
        """A POST under an idempotency key, a fresh one unless one is given."""
        headers = {"Idempotency-Key": name or uuid4().hex, **headers}
        return self.http.post(path, json=body, headers=headers)

    def patch(self, path: str, body: Any, etag: str | None = None) -> httpx.Response:
        headers = {"If-Match": etag} if etag else {}
        return self.http.patch(path, json=body, headers=headers)


@dataclass
class Receiver:
    """A partner's server: what it was told, in order; `status` is what it answers, `before` runs first."""

    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    address: str = ""


class _Server(ThreadingHTTPServer):
    request_queue_size = (
        128  # with the five by default a burst of webhooks waits for a second try of TCP
    )


@contextmanager
def open_receiver(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver()
    server = _Server(("127.0.0.1", 0), _handler(receiver))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    receiver.address = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.before()
            receiver.paths.append(self.path)
            receiver.told.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
