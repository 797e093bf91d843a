"""The map of the pin over a tile server of its own: its images are let in, on that page alone, and nothing else of it."""

import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Playwright, expect

from support.applications import form_of, waiting
from support.house import House
from support.phone import ARGUMENTS, executable

pytestmark = pytest.mark.browser


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\xe0\xd0\xb0"))
    + chunk(b"IEND", b"")
)


class Tiles(BaseHTTPRequestHandler):
    asked: list[tuple[str, str | None]] = []  # noqa: RUF012 one for all requests, as the class is made anew for each

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Referer")))
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PNG)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def portal(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(
        "ANSIM_TILES_URL", f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    )
    monkeypatch.setenv("ANSIM_TILES_CREDIT", "© 시험 지도")
    house.again("business")
    yield house.addresses["business"]
    server.shutdown()
    monkeypatch.undo()
    house.again("business")


def test_tiles_lie_under_the_map_and_move_with_it(
    playwright: Playwright, house: House, portal: str
) -> None:
    from support.applications import session_of

    one = waiting(form_of(3))
    one.state = "returned"
    one.save()
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    context = browser.new_context(base_url=portal, viewport={"width": 360, "height": 740})
    cookie = {"name": "ansim_business", "value": session_of(house, one.owner), "url": portal}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else None)
    with page.expect_response("**/*.png") as tile:
        answer = page.goto(f"/applications/{one.pk}/pin")
    assert tile.value.ok
    assert answer
    host = urlsplit(tile.value.url).netloc
    assert f"img-src 'self' http://{host};" in answer.headers["content-security-policy"]
    expect(page.get_by_text("© 시험 지도")).to_be_visible()
    before = len(Tiles.asked)
    with page.expect_response("**/*.png"):
        page.get_by_role("button", name="멀리").click()
    assert len(Tiles.asked) > before
    assert all(
        referrer is None for _path, referrer in Tiles.asked
    )  # it does not learn which application
    assert refused == []
    other = page.goto("/applications/")
    assert other
    assert "img-src 'self';" in other.headers["content-security-policy"]
    browser.close()
