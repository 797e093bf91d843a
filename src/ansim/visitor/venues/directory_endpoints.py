"""The venue directories over HTTP: public, cacheable, revalidated by ETag (RFC 9110 §13)."""

from typing import Final

from ansim.visitor.api import problems
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.venues import wire
from ansim.visitor.venues.venue_desk import VenueDesk

_KEEP: Final = (b"cache-control", b"public, max-age=300")


async def listing(ask: Ask[VenueDesk]) -> Answer:
    """GET /v1/directories."""
    found = await ask.gateway.directories.contents()
    return Answer(
        wire.DirectoryList([wire.ListedDirectory(one.district, one.version) for one in found])
    )


async def directory(ask: Ask[VenueDesk]) -> Answer:
    """GET /v1/directories/{district}."""
    signed = await ask.gateway.directories.signed(ask.path["district"], ask.now)
    if signed is None:
        raise Problem(problems.UNKNOWN_DISTRICT)
    headers = [_KEEP, (b"etag", signed.etag.encode())]
    if _matches(ask.request.headers.get("if-none-match", ""), signed.etag):
        return Answer(None, 304, headers)
    return Answer(signed.text, headers=headers)


def _matches(header: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag; weakly, as a proxy that compresses makes tags weak."""
    names = [name.strip().removeprefix("W/") for name in header.split(",")]
    return etag in names or "*" in names


ENDPOINTS: Final = (
    Endpoint("GET", "/v1/directories", "All districts", {200: wire.DirectoryList}, listing),
    Endpoint(
        "GET",
        "/v1/directories/{district}",
        "The signed directory of a district's venues: a compact JWS (EdDSA)",
        {200: str, 304: None},
        directory,
        problems=(problems.UNKNOWN_DISTRICT,),
        media_type="application/jose",
        parameters={
            "district": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "examples": ["일도일동"],
            }
        },
    ),
)
