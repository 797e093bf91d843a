"""Sign-up: a code to the phone, then a session and a credential for who types it."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from ansim.domain.identifiers import new_person_id
from ansim.identity.phones import PhoneError, country_of, phone_index, read_phone
from ansim.identity.sealing import Particulars, seal
from ansim.visitor.api import problems, wire
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.api.queries import SQL
from ansim.visitor.api.words import N_, say
from ansim.visitor.session.device_keys import public_key
from ansim.visitor.session.messages import MessageNotSentError

if TYPE_CHECKING:
    from psycopg import AsyncConnection

CONSENT: Final = "2026-11"
_MESSAGE: Final = N_("[Ansim] Your code is {code}. It is valid for 5 minutes. Tell it to nobody.")


async def start_verification(ask: Ask) -> Answer:
    """POST /v1/verifications. The answer is the same whether or not the number is known."""
    gateway = ask.gateway
    phone = read_number(ask.body.phone)
    if gateway.messages is None:
        raise Problem(problems.NO_CHANNEL)
    number, code = uuid4(), f"{secrets.randbelow(1_000_000):06d}"
    async with gateway.identity.connection() as connection:
        arguments = [
            number,
            phone_index(gateway.phone_key, phone),
            code_hash(gateway.code_key, number, code),
        ]
        found = await (await connection.execute(SQL["start_verification"], arguments)).fetchone()
    expires_at, retry_after = found or (None, 0)
    if expires_at is None:
        raise Problem(problems.TOO_MANY_CODES, seconds=retry_after)
    try:
        await gateway.messages.send(phone, say(_MESSAGE, ask.language, code=code))
    except MessageNotSentError:
        raise Problem(problems.CHANNEL_DOWN) from None
    return Answer(wire.Verification(number, expires_at, retry_after), 201)


async def start_session(ask: Ask) -> Answer:
    """POST /v1/sessions: finds the person of the number, or makes one."""
    gateway, body = ask.gateway, ask.body
    phone = read_number(body.phone)
    if body.consent != CONSENT:
        raise Problem(problems.BAD_CONSENT, version=CONSENT)
    public_key(body.device_key)  # refuses a point off the curve before the code is spent
    particulars = Particulars(phone=phone, name=(body.name or "").strip())
    async with gateway.identity.connection() as connection, connection.transaction():
        person = await _confirm(ask, connection, phone, particulars)
        if not isinstance(person, Problem):
            generation = await _number_credential(connection, body.verification_id, person)
    if isinstance(person, Problem):  # raised here, so that the transaction keeps the count of tries
        raise person
    credential = gateway.credentials.issue(
        person, generation, body.device_key, country_of(phone), ask.now
    )
    token, expires_at = gateway.sessions.issue(person, ask.now)
    moment = datetime.fromtimestamp(expires_at, UTC)
    return Answer(wire.Session(token, moment, credential), 201)


async def _confirm(
    ask: Ask, connection: "AsyncConnection[tuple[Any, ...]]", phone: str, particulars: Particulars
) -> bytes | Problem:
    gateway, body = ask.gateway, ask.body
    fresh = new_person_id()
    arguments = [
        body.verification_id,
        phone_index(gateway.phone_key, phone),
        code_hash(gateway.code_key, body.verification_id, body.code),
        fresh,
        seal(gateway.vault_key, fresh, particulars),
        body.consent,
    ]
    found = await (await connection.execute(SQL["confirm_verification"], arguments)).fetchone()
    outcome, person, tries_left = found or ("unknown", b"", 0)
    if outcome == "wrong-code":
        if tries_left == 0:
            return Problem(problems.TOO_MANY_TRIES)
        return Problem(problems.WRONG_CODE, tries_left=tries_left)
    if outcome == "too-many-tries":
        return Problem(problems.TOO_MANY_TRIES)
    if outcome != "confirmed":
        return Problem(problems.UNKNOWN_VERIFICATION)
    if person != fresh:
        sealed = seal(gateway.vault_key, bytes(person), particulars)
        await connection.execute(SQL["reseal"], [body.verification_id, person, sealed])
    return bytes(person)


async def _number_credential(
    connection: "AsyncConnection[tuple[Any, ...]]", verification: UUID, person: bytes
) -> int:
    found = await (
        await connection.execute(SQL["issue_credential"], [verification, person])
    ).fetchone()
    if found is None or found[0] is None:
        raise Problem(problems.UNKNOWN_VERIFICATION)
    return int(found[0])


def code_hash(key: bytes, verification: UUID, code: str) -> bytes:
    """What the database keeps of a code: HMAC-SHA-256 over the verification's id and the code."""
    return hmac.digest(key, verification.bytes + code.encode(), hashlib.sha256)


def read_number(text: str) -> str:
    """A number in E.164. Raises Problem (bad-phone), without repeating it."""
    try:
        return read_phone(text)
    except PhoneError:
        raise Problem(problems.BAD_PHONE) from None


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/verifications",
        "Send a six-digit code to a phone",
        {201: wire.Verification},
        start_verification,
        wire.VerificationRequest,
        (problems.BAD_PHONE, problems.TOO_MANY_CODES, problems.NO_CHANNEL, problems.CHANNEL_DOWN),
    ),
    Endpoint(
        "POST",
        "/v1/sessions",
        "Trade a code for a session and a credential",
        {201: wire.Session},
        start_session,
        wire.SessionRequest,
        (
            problems.BAD_PHONE,
            problems.BAD_CONSENT,
            problems.BAD_DEVICE_KEY,
            problems.UNKNOWN_VERIFICATION,
            problems.WRONG_CODE,
            problems.TOO_MANY_TRIES,
        ),
    ),
)
