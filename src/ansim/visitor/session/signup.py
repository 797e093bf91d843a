"""Sign-up: a code to the phone, then a session and a credential for who types it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from ansim.domain.code_budgets import GUESSES_A_DAY, Scope
from ansim.domain.identifiers import new_person_id
from ansim.domain.policy import CONSENT
from ansim.domain.quantities import PersonId
from ansim.identity.outcomes import OfBeginning, OfCode
from ansim.identity.sealing import Particulars, seal
from ansim.notices.channels.messages import MessageNotSentError
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem, ProblemKind
from ansim.visitor.api.words import N_, say
from ansim.visitor.session import problems as session_problems
from ansim.visitor.session import wire
from ansim.visitor.session.addresses import (
    ADDRESS_PROBLEMS,
    Address,
    code_hash,
    read_address,
    read_number,
)
from ansim.visitor.session.device_keys import public_key
from ansim.visitor.session.session_desk import SessionDesk

_MESSAGE: Final = N_("[Ansim] Your code is {code}. It is valid for 5 minutes. Tell it to nobody.")
_SPENT: Final = {
    Scope.NUMBER: session_problems.NUMBER_WAITS,
    Scope.BLOCK: session_problems.NETWORK_WAITS,
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The code was right: this is the person of the address, made at this moment or known before."""

    person: PersonId
    credential: int  # its number


@dataclass(frozen=True, slots=True)
class NotConfirmed:
    """The code was not right, and what to answer; the count of tries is kept."""

    problem: Problem


async def start_verification(ask: Ask[SessionDesk]) -> Answer:
    """POST /v1/verifications. The answer is the same whether or not the number is known."""
    gateway = ask.gateway
    address = read_address(ask.body.phone, ask.body.email)
    channel = gateway.messages if address.means == "phone" else gateway.mail
    if channel is None:
        raise Problem(
            session_problems.NO_CHANNEL if address.means == "phone" else session_problems.NO_MAIL
        )
    number, code = uuid4(), f"{secrets.randbelow(1_000_000):06d}"
    budgets = gateway.budgets
    found = await functions.ask(
        gateway.identity,
        "begin_verification",
        number,
        address.index(gateway.phone_key),
        code_hash(gateway.code_key, number, code),
        budgets.buckets(address.text, ask.host),
        budgets.windows,
        budgets.most,
    )
    outcome, expires_at, retry_after, place, uses = found or (None, None, 0, None, [])
    if outcome == OfBeginning.NUMBER_WAITS:
        raise Problem(session_problems.TOO_MANY_CODES, seconds=retry_after)
    if outcome != OfBeginning.SENT:
        scope = budgets.spent(place, ask.now).scope
        raise Problem(_SPENT.get(scope, session_problems.CODES_WAIT), seconds=retry_after)
    budgets.watch(uses, ask.now)
    try:
        await channel.send(address.text, say(_MESSAGE, ask.language, code=code))
    except MessageNotSentError:
        raise Problem(session_problems.CHANNEL_DOWN) from None
    return Answer(wire.Verification(number, expires_at, retry_after), 201)


async def start_session(ask: Ask[SessionDesk]) -> Answer:
    """POST /v1/sessions: finds the person of the number, or makes one."""
    gateway, body = ask.gateway, ask.body
    address = read_address(body.phone, body.email)
    if body.consent != CONSENT.version:
        raise Problem(session_problems.BAD_CONSENT, version=CONSENT.version)
    public_key(body.device_key)  # refuses a point off the curve before the code is spent
    async with gateway.identity.connection() as connection, connection.transaction():
        outcome = await _confirm(ask, connection, address, _particulars(body, address))
    if isinstance(
        outcome, NotConfirmed
    ):  # raised here, so that the transaction keeps the count of tries
        raise outcome.problem
    credential = gateway.credentials.issue(
        outcome.person, outcome.credential, body.device_key, address.country, ask.now, address.means
    )
    token, expires_at = gateway.sessions.issue(outcome.person, ask.now)
    moment = datetime.fromtimestamp(expires_at, UTC)
    return Answer(wire.Session(token, moment, credential), 201)


def _particulars(body: wire.SessionRequest, address: Address) -> Particulars:
    """What is sealed to the vault. With an e-mail address the number, if given, is where to call and proves nothing."""
    name = (body.name or "").strip()
    if address.means == "phone":
        return Particulars(phone=address.text, name=name)
    contact = "" if body.phone is None else read_number(body.phone)
    return Particulars(phone=contact, name=name, email=address.text)


async def _confirm(
    ask: Ask[SessionDesk],
    connection: functions.Connection,
    address: Address,
    particulars: Particulars,
) -> Confirmed | NotConfirmed:
    gateway, body = ask.gateway, ask.body
    fresh = new_person_id()
    found = await functions.call(
        connection,
        "finish_verification",
        body.verification_id,
        address.index(gateway.phone_key),
        code_hash(gateway.code_key, body.verification_id, body.code),
        gateway.budgets.guesses(address.text),
        GUESSES_A_DAY,
        fresh,
        seal(gateway.vault_key, fresh, particulars),
        body.consent,
        address.means,
    )
    outcome, person, tries_left = found or (OfCode.UNKNOWN, b"", 0)
    if outcome != OfCode.CONFIRMED:
        return NotConfirmed(code_problem(outcome, tries_left))
    if person != fresh:
        sealed = seal(gateway.vault_key, PersonId(bytes(person)), particulars)
        await functions.call(connection, "reseal", body.verification_id, person, sealed)
    numbered = await functions.call(connection, "issue_credential", body.verification_id, person)
    if numbered is None or numbered[0] is None:
        return NotConfirmed(Problem(session_problems.UNKNOWN_VERIFICATION))
    return Confirmed(PersonId(bytes(person)), int(numbered[0]))


_REFUSALS: Final[dict[OfCode, ProblemKind]] = {
    OfCode.WRONG_CODE: session_problems.TOO_MANY_TRIES,  # with no try left
    OfCode.TOO_MANY_TRIES: session_problems.TOO_MANY_TRIES,
    OfCode.TOO_MANY_GUESSES: session_problems.TOO_MANY_GUESSES,
    OfCode.UNKNOWN: session_problems.UNKNOWN_VERIFICATION,
    OfCode.TAKEN: problems.PHONE_TAKEN,
    OfCode.ENDED: problems.STOPPED,
}


def code_problem(outcome: str, tries_left: int | None) -> Problem:
    """What to answer where a code proved nothing, by the outcome of the SQL function."""
    if outcome == OfCode.WRONG_CODE and tries_left:
        return Problem(session_problems.WRONG_CODE, tries_left=tries_left)
    return Problem(_REFUSALS[OfCode(outcome)])


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/verifications",
        "Send a six-digit code to a phone, or to an e-mail address where no text reaches the phone",
        {201: wire.Verification},
        start_verification,
        wire.VerificationRequest,
        (
            *ADDRESS_PROBLEMS,
            session_problems.TOO_MANY_CODES,
            session_problems.NUMBER_WAITS,
            session_problems.NETWORK_WAITS,
            session_problems.CODES_WAIT,
            session_problems.NO_CHANNEL,
            session_problems.NO_MAIL,
            session_problems.CHANNEL_DOWN,
        ),
    ),
    Endpoint(
        "POST",
        "/v1/sessions",
        "Trade a code for a session and a credential",
        {201: wire.Session},
        start_session,
        wire.SessionRequest,
        (
            *ADDRESS_PROBLEMS,
            session_problems.BAD_CONSENT,
            session_problems.BAD_DEVICE_KEY,
            session_problems.UNKNOWN_VERIFICATION,
            session_problems.WRONG_CODE,
            session_problems.TOO_MANY_TRIES,
            session_problems.TOO_MANY_GUESSES,
        ),
    ),
)
