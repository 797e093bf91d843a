"""POST /v1/passes: a pass for the phone's screen, or one to print."""

from datetime import UTC, datetime
from typing import Final

from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import SESSION, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.passes import wire
from ansim.visitor.passes.pass_desks import PassIssueDesk
from ansim.visitor.passes.pass_text import PassKind


async def make_pass(ask: Ask[PassIssueDesk]) -> Answer:
    """A phone's pass costs nothing; a printed one ends the one printed before."""
    kind = PassKind.PHONE if ask.body.kind == "phone" else PassKind.PRINTED
    generation = 0 if kind is PassKind.PHONE else await _next_generation(ask)
    text, expires_at = ask.gateway.passes.issue(kind, ask.session.person, ask.now, generation)
    return Answer(wire.VisitorPass(text, datetime.fromtimestamp(expires_at, UTC)), 201)


async def _next_generation(ask: Ask[PassIssueDesk]) -> int:
    found = await functions.ask(ask.gateway.identity, "new_printed_pass", ask.session.person)
    if found is None or found[0] is None:
        raise Problem(problems.STOPPED)
    return int(found[0])


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/passes",
        "A visitor pass: on the phone (3 minutes) or printed (90 days; ends the one before)",
        {201: wire.VisitorPass},
        make_pass,
        wire.PassRequest,
        auth=SESSION,
    ),
)
