"""What a browser gets: the visitor app (static files of the Vite build), and pages of our own.

The files are few and kept in memory, packed once. Starlette's StaticFiles reads the disk at each request and packs anew,
WhiteNoise speaks WSGI only.
"""

import gzip
import html
import mimetypes
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ansim.visitor.api.http import language_of
from ansim.visitor.api.problems import NOT_FOUND, Problem
from ansim.visitor.api.words import N_, say

APP_FOLDER: Final = Path(__file__).parents[2] / "web" / "static" / "app"

# Nothing from elsewhere, no inline code; wasm for the QR decoder, blobs for its worker and the camera's picture.
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
}
_HSTS: Final = "max-age=31536000"  # said only in answers over TLS (RFC 6797 §7.2)
_COMPRESSIBLE = (".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".wasm", ".map")
_TYPES: Final = {
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".js": "text/javascript",
}


class _File(NamedTuple):
    content: bytes
    packed: bytes | None
    kind: str
    etag: str


class AppFiles:
    """The built app in memory, read again when its index changes."""

    def __init__(self, folder: Path = APP_FOLDER) -> None:
        self._folder = folder
        self._built = 0.0
        self._files: dict[str, _File] = {}

    def find(self, name: str) -> _File | None:
        """A file by its path below the app's folder; None where there is none, or no build."""
        try:
            built = (self._folder / "index.html").stat().st_mtime
        except FileNotFoundError:
            return None
        if built != self._built:
            paths = [path for path in self._folder.rglob("*") if path.is_file()]
            self._files = {path.relative_to(self._folder).as_posix(): _read(path) for path in paths}
            self._built = built
        return self._files.get(name)

    def words(self, language: str) -> str | None:
        """The name of the file that holds the app's words in a language."""
        return next((name for name in self._files if name.startswith(f"assets/{language}-")), None)


def _read(path: Path) -> _File:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in _COMPRESSIBLE else None
    kind = (
        _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return _File(content, packed, kind, f'"{sha256(content).hexdigest()[:20]}"')


def routes() -> list[Route]:
    """The app's pages and files."""
    files = AppFiles()

    async def index(request: Request) -> Response:
        found = files.find("index.html")
        if found is None:
            return _not_built(request)
        more = {"vary": "accept-encoding, accept-language"}
        words = files.words(language_of(request.scope))
        if words:
            # Else a phone asks for them only when the app runs, one way to the server and back later.
            more["link"] = f"</app/{words}>; rel=modulepreload"
        return _serve(request, found, "no-cache", more)

    async def app_file(request: Request) -> Response:
        name = request.path_params["path"]
        found = files.find(name)
        if found is None:
            raise Problem(NOT_FOUND)
        # Vite names what lies in assets/ after its content.
        keep = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
        return _serve(
            request, found, keep, {"service-worker-allowed": "/"} if name == "sw.js" else {}
        )

    return [
        Route("/", index),
        Route("/v/{code}", index),
        Route("/reader", index),
        Route("/display", index),
        Route("/pair", index),
        Route("/app/{path:path}", app_file),
    ]


def _serve(
    request: Request, file: _File, keep: str, more: dict[str, str] | None = None
) -> Response:
    headers = {**HEADERS, "etag": file.etag, "cache-control": keep, **(more or {})}
    if request.url.scheme == "https":
        headers["strict-transport-security"] = _HSTS
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.packed is None:
        return Response(file.content, headers={**headers, "content-type": file.kind})
    headers = {"vary": "accept-encoding", "content-type": file.kind} | headers
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers={**headers, "content-encoding": "gzip"})
    return Response(file.content, headers=headers)


_STYLE = """
:root { color-scheme: light dark; --ink: #14312e; --paper: #f4f8f7; --card: #fff; --soft: #5a716e; --line: #d5e2e0 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8f2f0; --paper: #0d1b1a; --card: #162927; --soft: #9fb5b2; --line: #2a4542 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 system-ui, sans-serif;
  word-break: keep-all }
main { max-width: 40rem; margin: 0 auto; padding: 2rem 1rem }
h1 { font-size: 1.6rem; margin: 0 0 .25rem }
p { margin: .25rem 0; color: var(--soft) }
ol { list-style: none; padding: 0; margin: 1.5rem 0 }
li { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem;
  margin-bottom: .75rem }
li b { display: block; font-size: 1.25rem; font-weight: 600; color: var(--ink) }
li small { color: var(--soft) }
a { color: inherit }
.fault { background: var(--card); border: 2px solid #b3261e; border-radius: .75rem; padding: .75rem 1rem; color: var(--ink) }
label, legend { display: block; font-weight: 600; padding: 0 }
form > label, fieldset { margin: 1.25rem 0 0 }
fieldset { border: 0; padding: 0; min-width: 0 }
.tick { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; font-weight: 400 }
.tick input { width: 1.5rem; height: 1.5rem; flex: none }
label > input:not([type=checkbox]), select { display: block; box-sizing: border-box; width: 100%; min-height: 3rem;
  font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: .5rem;
  padding: .5rem .75rem }
button { font: inherit; font-weight: 600; width: 100%; min-height: 3.25rem; margin: 1.5rem 0; border: 0;
  border-radius: .75rem; background: #0b6b60; color: #fff }
code { background: var(--line); border-radius: .3rem; padding: .1rem .35rem }
"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_PAGE_HEADERS = HEADERS | {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}

_FORM_HEADERS = _PAGE_HEADERS | {
    "content-security-policy": _PAGE_HEADERS["content-security-policy"].replace(
        "form-action 'none'", "form-action 'self'"
    )
}

_LOST = N_("Check the address, or scan the QR code again.")
_HOME = N_("To the start")
_NO_APP = N_("The visitor app is not built")
_BUILD = N_("Run this in the project's folder, then load the page again:")


def page(
    title: str,
    body: str,
    language: str,
    status: int = 200,
    *,
    renew: bool = False,
    form: bool = False,
) -> Response:
    """A page of our own around a body. `form`: it may send itself back to us. `renew`: it is read again every 3 s."""
    again = '<meta http-equiv="refresh" content="3">' if renew else ""
    text = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{html.escape(title)}</h1>{body}</main></body></html>"
    )
    headers = _FORM_HEADERS if form else _PAGE_HEADERS
    return Response(text, status, {**headers, "content-type": "text/html; charset=utf-8"})


def not_found(request: Request) -> Response:
    """The page of an address that leads nowhere, for who came with a browser."""
    language = language_of(request.scope)
    body = f"<p>{html.escape(say(_LOST, language))}</p>"
    body += f'<p><a href="/">{html.escape(say(_HOME, language))}</a></p>'
    return page(say(NOT_FOUND.title, language), body, language, 404)


def wants_page(request: Request) -> bool:
    """Whether a reader would rather see a page than a problem: a browser's address bar names HTML, a program does not."""
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")


def _not_built(request: Request) -> Response:
    language = language_of(request.scope)
    body = f"<p>{html.escape(say(_BUILD, language))}</p><p><code>make web</code></p>"
    return page(say(_NO_APP, language), body, language, 503)
