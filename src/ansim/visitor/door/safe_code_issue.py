"""Personal safe codes: a person's own, shown and replaced; the gateway makes each again from its key, nobody keeps it."""

import hashlib
import hmac
import secrets
from typing import Final

from ansim.domain.at_the_door import SAFE_CODES_A_DAY
from ansim.domain.quantities import PersonId
from ansim.domain.safe_codes import (
    candidate,
    code_hash,
    is_wanted,
    latin_reading,
    show_safe_code,
)
from ansim.identity.outcomes import OfSafeCode
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import SESSION, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.door import wire
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.door.problems import NO_SAFE_CODE, TOO_MANY_SAFE_CODES

_TRIES: Final = 50
"""With a million codes given, 50 candidates are all taken once in 10^72 times."""


def key_of(phone_key: bytes) -> bytes:
    """The key of safe codes, of the gateway's phone index: who cannot look up a number cannot look up a code."""
    return hmac.digest(phone_key, b"ansim safe codes v1", hashlib.sha256)


async def fresh_code(gateway: DoorDesk, person: PersonId, *, replaces: bool) -> str:
    """A code for a person, kept as its hash; `replaces` ends those before. Raises Problem."""
    key = key_of(gateway.phone_key)
    for _ in range(_TRIES):
        serial = secrets.randbelow(2**31)
        code = candidate(key, person, serial)
        if not is_wanted(code):
            continue
        found = await functions.ask(
            gateway.identity,
            "keep_safe_code",
            person,
            code_hash(key, code),
            serial,
            replaces,
            SAFE_CODES_A_DAY,
        )
        outcome = OfSafeCode(found[0]) if found else OfSafeCode.ENDED
        if outcome is OfSafeCode.KEPT:
            return code
        if outcome is not OfSafeCode.TAKEN:
            ended = outcome is OfSafeCode.ENDED
            raise Problem(problems.STOPPED if ended else TOO_MANY_SAFE_CODES)
    raise Problem(problems.OVERLOADED)


async def show(ask: Ask[DoorDesk]) -> Answer:
    """GET /v1/me/safe-code."""
    person = ask.session.person
    found = await functions.ask(ask.gateway.identity, "safe_code_of", person)
    if found is None:
        raise Problem(NO_SAFE_CODE)
    serial, made_at = found
    code = candidate(key_of(ask.gateway.phone_key), person, serial)
    return Answer(wire.MySafeCode(show_safe_code(code), latin_reading(code), made_at))


async def renew(ask: Ask[DoorDesk]) -> Answer:
    """POST /v1/me/safe-code: lines written with the code before still count, new ones do not."""
    await fresh_code(ask.gateway, ask.session.person, replaces=True)
    answer = await show(ask)
    return Answer(answer.body, 201)


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/v1/me/safe-code",
        "My personal safe code",
        {200: wire.MySafeCode},
        show,
        problems=(NO_SAFE_CODE,),
        auth=SESSION,
    ),
    Endpoint(
        "POST",
        "/v1/me/safe-code",
        "Make a safe code; it replaces the one before",
        {201: wire.MySafeCode},
        renew,
        problems=(TOO_MANY_SAFE_CODES, problems.OVERLOADED),
        auth=SESSION,
    ),
)
