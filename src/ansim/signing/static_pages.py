"""Serve the signing page: a handful of files in memory. No database, no secret, no cookie.

Of a request nothing is read but its method and path.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import msgspec
import uvicorn

from ansim.keys import folder, public_point
from ansim.serving import server_config
from ansim.settings.environment import (
    business_host,
    demo_words,
    investigation_host,
    signing_host,
)

_TYPES: Final = {
    "html": b"text/html; charset=utf-8",
    "js": b"text/javascript; charset=utf-8",
    "css": b"text/css; charset=utf-8",
    "svg": b"image/svg+xml",
    "json": b"application/json",
    "txt": b"text/plain; charset=utf-8",
}
NAMES: Final = (
    "index.html",
    "records.js",
    "codes.js",
    "campaigns.js",
    "sign.js",
    "sign.css",
    "icon.svg",
)
_POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    b"form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_FEATURES: Final = (
    b"publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), "
    b"geolocation=(), microphone=()"
)
HEADERS: Final = (
    (b"content-security-policy", _POLICY),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", _FEATURES),
    (b"cache-control", b"no-store"),
)
_SECURE: Final = (b"strict-transport-security", b"max-age=31536000")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    body: bytes
    kind: bytes


def site_files(
    console: str,
    business: str,
    origin: str,
    words: Mapping[str, str] = MappingProxyType({}),
    codes: bytes = b"",
) -> dict[str, StaticFile]:
    """The files by path. The page sends staff back to one of the two portals, and signs at `origin` alone.

    `codes` is the vault's point (65 bytes) to which keepers' pages seal halves of registration codes.
    `words` are one-time words by staff mark that it fills in by itself: of a demo, whose people are invented.
    """
    folder = files("ansim.signing").joinpath("static")
    named = {f"/{name}": folder.joinpath(name).read_bytes() for name in NAMES}
    named["/"] = named.pop("/index.html")
    named["/site.json"] = msgspec.json.encode(
        {
            "investigation": console,
            "business": business,
            "origin": origin,
            "codes": base64.urlsafe_b64encode(codes).rstrip(b"=").decode(),
            "words": dict(words),
        }
    )
    named["/healthz"] = b"ok\n"
    return {path: StaticFile(body, _TYPES[_ending(path)]) for path, body in named.items()}


class StaticSite:
    """The files as an ASGI application."""

    def __init__(self, pages: Mapping[str, StaticFile], *, secure: bool) -> None:
        self._pages = pages
        self._headers = [*HEADERS, _SECURE] if secure else [*HEADERS]

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        """Answer GET and HEAD of a known path; 404 and 405 else."""
        if scope["type"] != "http":
            return
        page, status = self._pages.get(scope["path"]), 200
        if page is None:
            page, status = StaticFile(b"There is nothing here.\n", _TYPES["txt"]), 404
        if scope["method"] not in {"GET", "HEAD"}:
            page, status = StaticFile(b"This page is only read.\n", _TYPES["txt"]), 405
        body = b"" if scope["method"] == "HEAD" else page.body
        headers = [
            (b"content-type", page.kind),
            (b"content-length", str(len(page.body)).encode()),
            *self._headers,
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def serve(host: str, port: int) -> None:
    """Serve the page until the process ends. Raises SettingError."""
    origin = signing_host()
    codes = public_point(folder().read("staff-codes/public.pem"))
    pages = site_files(investigation_host(), business_host(), origin, demo_words(), codes)
    site = StaticSite(pages, secure=origin.startswith("https:"))
    uvicorn.Server(server_config(site, host, port)).run()


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    if not name:
        return "html"
    return name.rpartition(".")[2] if "." in name else "txt"
