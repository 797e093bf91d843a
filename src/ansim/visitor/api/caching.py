"""Public files that are revalidated by ETag (RFC 9110 §13)."""

from starlette.requests import Request

from ansim.visitor.api.endpoint import Answer


def fresh_or_not_modified(request: Request, text: bytes, etag: str, max_age: int = 300) -> Answer:
    """The file for anybody to keep so many seconds, or 304 where whoever asks holds it."""
    headers = [
        (b"cache-control", f"public, max-age={max_age}".encode()),
        (b"etag", etag.encode()),
    ]
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Answer(None, 304, headers)
    return Answer(text, headers=headers)


def _matches(header: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag; weakly, as a proxy that compresses makes tags weak."""
    names = [name.strip().removeprefix("W/") for name in header.split(",")]
    return etag in names or "*" in names
