"""Session renewal: the phone shows its credential and a proof by its device key, and gets a token for 24 hours."""

from datetime import UTC, datetime
from typing import Final

import msgspec

from ansim.identity.outcomes import OfRenewal
from ansim.visitor.api import functions
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.session import problems, wire
from ansim.visitor.session.credential import CredentialError
from ansim.visitor.session.nonces import NonceError
from ansim.visitor.session.session_desk import SessionDesk


async def make_nonce(ask: Ask[SessionDesk]) -> Answer:
    """POST /v1/nonces. Nothing is stored: the nonce is a sealed moment."""
    nonce, expires_at = ask.gateway.nonces.issue(ask.now)
    return Answer(wire.Nonce(nonce, datetime.fromtimestamp(expires_at, UTC)), 201)


async def renew(ask: Ask[SessionDesk]) -> Answer:
    """POST /v1/sessions/renewals."""
    gateway = ask.gateway
    try:
        shown = gateway.credentials.verify(ask.body.presentation, ask.now)
    except CredentialError:
        raise Problem(problems.BAD_PRESENTATION) from None
    try:
        serial = gateway.nonces.check(shown.nonce, ask.now)
    except NonceError:
        raise Problem(problems.BAD_NONCE) from None
    found = await functions.ask(
        gateway.identity, "renew_session", shown.person, shown.generation, serial
    )
    outcome = found[0] if found else OfRenewal.ENDED
    if outcome != OfRenewal.RENEWED:
        raise Problem(problems.BAD_NONCE if outcome == OfRenewal.SPENT else problems.REPLACED)
    token, expires_at = gateway.sessions.issue(shown.person, ask.now)
    return Answer(wire.Renewed(token, datetime.fromtimestamp(expires_at, UTC)), 201)


async def metadata(ask: Ask[SessionDesk]) -> Answer:
    """GET /.well-known/jwt-vc-issuer: by which other verifiers check our credentials."""
    issuer = ask.gateway.credentials
    keys = [
        {**msgspec.to_builtins(key), "kid": kid, "alg": "ES256", "use": "sig"}
        for kid, key in issuer.keys.items()
    ]
    return Answer(wire.IssuerMetadata(ask.gateway.host, {"keys": keys}))


ENDPOINTS: Final = (
    Endpoint(
        "POST", "/v1/nonces", "A nonce for a key-binding proof", {201: wire.Nonce}, make_nonce
    ),
    Endpoint(
        "POST",
        "/v1/sessions/renewals",
        "Trade a credential and a proof by its device key for a session token",
        {201: wire.Renewed},
        renew,
        wire.RenewalRequest,
        (problems.BAD_PRESENTATION, problems.BAD_NONCE, problems.REPLACED),
    ),
    Endpoint(
        "GET",
        "/.well-known/jwt-vc-issuer",
        "The public keys of the credentials",
        {200: wire.IssuerMetadata},
        metadata,
    ),
)
