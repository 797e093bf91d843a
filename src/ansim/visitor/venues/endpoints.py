"""What anyone may ask: the venue behind a code, the policy, whether the gateway answers."""

from typing import Final

from ansim.domain.codes import read_code
from ansim.domain.policy import CHILD_YEARS, CONSENT
from ansim.domain.retention import POLICY
from ansim.settings.environment import health_line
from ansim.visitor.api import problems
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.api.words import LANGUAGES
from ansim.visitor.venues import wire
from ansim.visitor.venues.lives import OUT_OF_LIFE, out_of_its_life
from ansim.visitor.venues.venue_desk import VenueDesk


async def venue(ask: Ask[VenueDesk]) -> Answer:
    """GET /v1/venues/{code}."""
    code = ask.path["code"]
    found, revoked = ask.gateway.venues.find(code)
    if found is None:
        raise Problem(problems.UNKNOWN_VENUE)
    if revoked:
        raise Problem(problems.REVOKED_VENUE)
    if (kind := out_of_its_life(found, ask.now)) is not None:
        raise Problem(kind)
    return Answer(ask.gateway.venues.page(read_code(code) or code, found, ask.now))


async def settings(ask: Ask[VenueDesk]) -> Answer:
    """GET /v1/settings."""
    key = ask.gateway.directories.key
    kept = (POLICY.visit_days, POLICY.identity_days, POLICY.late_hours)
    consent = (CONSENT.version, CONSENT.since, CHILD_YEARS)
    mail = ask.gateway.mail is not None
    exposures, call = ask.gateway.exposure_key, health_line()
    return Answer(wire.Settings(*kept, *consent, mail, "optional", key, LANGUAGES, call, exposures))


async def health(_ask: Ask[VenueDesk]) -> Answer:
    """GET /healthz."""
    return Answer(wire.Health("ok"))


_CODE = {
    "code": {"type": "string", "minLength": 1, "maxLength": 40, "examples": ["7Q2M4X9KTB3HW5ZD"]}
}

ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/v1/venues/{code}",
        "The venue behind a code",
        {200: wire.VenuePage},
        venue,
        problems=(problems.UNKNOWN_VENUE, problems.REVOKED_VENUE, *OUT_OF_LIFE),
        parameters=_CODE,
    ),
    Endpoint(
        "GET", "/v1/settings", "The policy that the app shows", {200: wire.Settings}, settings
    ),
    Endpoint("GET", "/healthz", "Whether the gateway answers", {200: wire.Health}, health),
)
