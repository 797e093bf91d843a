"""What a visitor may do about their own registration: read it, erase it, change it, withdraw, ask for a correction.

The gateway acts through functions that give no name and no number (ADR 0004); it could not show them if it wanted to.
"""

from datetime import timedelta
from typing import Final, Protocol
from uuid import uuid4

from ansim.domain.code_budgets import GUESSES_A_DAY
from ansim.domain.days import local_day
from ansim.domain.quantities import PersonId
from ansim.domain.retention import POLICY
from ansim.identity.outcomes import OfCode, OfCorrection
from ansim.identity.phones import phone_index
from ansim.identity.sealing import Particulars, seal, seal_correction
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import SESSION, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.me import wire
from ansim.visitor.session import problems as session_problems
from ansim.visitor.session.addresses import NUMBER_PROBLEMS, code_hash, read_number
from ansim.visitor.session.session_desk import SessionDesk
from ansim.visitor.session.signup import code_problem


class RightsDesk(SessionDesk, Protocol):
    """The gateway as a visitor's own registration sees it."""

    def stop(self, person: PersonId) -> None:
        """Refuse a person's tokens from this moment."""


async def show(ask: Ask[RightsDesk]) -> Answer:
    """GET /v1/me."""
    person = ask.session.person
    found = await _call(ask, "about", person)
    if found is None:
        raise Problem(problems.STOPPED)
    verified_on, verified_by, week, consent, printed = found
    rows = await functions.call_all(ask.gateway.identity, "corrections_of", person)
    requests = [wire.Request(*row) for row in rows]
    waiting = sum(request.done_at is None for request in requests)
    return Answer(wire.Me(verified_on, week, consent, printed, waiting, verified_by, requests))


async def erase(ask: Ask[RightsDesk]) -> Answer:
    """DELETE /v1/me: the identity is gone when this answers, and every token, credential and pass with it."""
    person = ask.session.person
    found = await _call(ask, "erase_person", person)
    if found and found[0]:  # where nothing is left the wish is fulfilled too
        ask.gateway.stop(person)
    return Answer(None, 204)


async def withdraw(ask: Ask[RightsDesk]) -> Answer:
    """POST /v1/me/withdrawal: what remains, and until when. Visits of the last day are the last to go."""
    person = ask.session.person
    found = await _call(ask, "withdraw", person)
    since = found[0] if found else None
    if since is None:
        return Answer(wire.Withdrawn(None, None))
    ask.gateway.stop(person)
    day = local_day(since.timestamp())
    return Answer(wire.Withdrawn(since, day + timedelta(days=POLICY.visit_days + 1)))


async def change_phone(ask: Ask[RightsDesk]) -> Answer:
    """POST /v1/me/phone: the person, the credential and the visits stay; the number is another."""
    gateway, body, person = ask.gateway, ask.body, ask.session.person
    phone = read_number(body.phone)
    found = await _call(
        ask,
        "move_phone",
        body.verification_id,
        phone_index(gateway.phone_key, phone),
        code_hash(gateway.code_key, body.verification_id, body.code),
        gateway.budgets.guesses(phone),
        GUESSES_A_DAY,
        person,
        seal(gateway.vault_key, person, Particulars(phone=phone, name="")),
    )
    outcome, tries_left = found or (OfCode.UNKNOWN, 0)
    if outcome != OfCode.CHANGED:
        raise code_problem(outcome, tries_left)
    return Answer(None, 204)


async def ask_correction(ask: Ask[RightsDesk]) -> Answer:
    """POST /v1/me/corrections."""
    number, person = uuid4(), ask.session.person
    sealed = seal_correction(ask.gateway.vault_key, person, ask.body.text)
    found = await _call(ask, "ask_correction", number, person, sealed)
    outcome = found[0] if found else OfCorrection.ENDED
    if outcome != OfCorrection.KEPT:
        ended = outcome == OfCorrection.ENDED
        raise Problem(problems.STOPPED if ended else problems.TOO_MANY_CORRECTIONS)
    return Answer(wire.Kept(number), 201)


async def _call(ask: Ask[RightsDesk], statement: str, *arguments: object) -> functions.Row | None:
    return await functions.ask(ask.gateway.identity, statement, *arguments)


ENDPOINTS: Final = (
    Endpoint("GET", "/v1/me", "What is stored about me", {200: wire.Me}, show, auth=SESSION),
    Endpoint("DELETE", "/v1/me", "Erase my identity now", {204: None}, erase, auth=SESSION),
    Endpoint(
        "POST",
        "/v1/me/withdrawal",
        "Withdraw consent: no further check-in; says what remains until when",
        {200: wire.Withdrawn},
        withdraw,
        auth=SESSION,
    ),
    Endpoint(
        "POST",
        "/v1/me/phone",
        "Change my number",
        {204: None},
        change_phone,
        wire.PhoneChange,
        (
            *NUMBER_PROBLEMS,
            session_problems.UNKNOWN_VERIFICATION,
            session_problems.WRONG_CODE,
            session_problems.TOO_MANY_TRIES,
            session_problems.TOO_MANY_GUESSES,
            problems.PHONE_TAKEN,
        ),
        auth=SESSION,
    ),
    Endpoint(
        "POST",
        "/v1/me/corrections",
        "Ask for a correction",
        {201: wire.Kept},
        ask_correction,
        wire.CorrectionRequest,
        (problems.TOO_MANY_CORRECTIONS,),
        auth=SESSION,
    ),
)
