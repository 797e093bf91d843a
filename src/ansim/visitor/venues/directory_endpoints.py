"""The venue directories over HTTP: public, cacheable, revalidated by ETag (RFC 9110 §13)."""

from typing import Final

from ansim.visitor.api import problems
from ansim.visitor.api.caching import fresh_or_not_modified
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.venues import wire
from ansim.visitor.venues.venue_desk import VenueDesk


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
    return fresh_or_not_modified(ask.request, *signed)


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
