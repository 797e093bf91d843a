"""The exposure feed over HTTP: public, cacheable, the same for everybody, so that a request says nothing of who asks."""

from typing import Final, Protocol

from ansim.visitor.api import problems
from ansim.visitor.api.caching import fresh_or_not_modified
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint, Gatekeeper
from ansim.visitor.api.problems import Problem
from ansim.visitor.exposures.feed import ExposureFeed


class FeedDesk(Gatekeeper, Protocol):
    """The gateway as the feed sees it."""

    exposures: ExposureFeed


async def listing(ask: Ask[FeedDesk]) -> Answer:
    """GET /v1/exposures."""
    found = await ask.gateway.exposures.listing(ask.now)
    return fresh_or_not_modified(ask.request, *found, max_age=60)


async def of_day(ask: Ask[FeedDesk]) -> Answer:
    """GET /v1/exposures/{day}."""
    found = await ask.gateway.exposures.of_day(ask.path["day"], ask.now)
    if found is None:
        raise Problem(problems.NO_SUCH_FEED_DAY)
    return fresh_or_not_modified(ask.request, *found, max_age=60)


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/v1/exposures",
        "The days of the exposure feed with the version of each: a compact JWS (EdDSA)",
        {200: str, 304: None},
        listing,
        media_type="application/jose",
    ),
    Endpoint(
        "GET",
        "/v1/exposures/{day}",
        "The exposures of one day, as only holders of a venue's code can read them: a compact JWS (EdDSA)",
        {200: str, 304: None},
        of_day,
        problems=(problems.NO_SUCH_FEED_DAY,),
        media_type="application/jose",
        parameters={
            "day": {
                "type": "string",
                "minLength": 1,
                "maxLength": 10,
                "examples": ["2026-11-27"],
            }
        },
    ),
)
