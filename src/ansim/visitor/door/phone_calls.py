"""POST /v1/calls: call-in check-in (080 안심콜). The caller's number is indexed as it arrives and stored nowhere in clear.

Who verified the number is checked in themselves; anybody else is an unverified person. A call delivered twice counts once.
"""

import hashlib
import hmac
import re
from contextlib import suppress
from typing import Final, NamedTuple

from ansim.domain.at_the_door import CALL_SKEW
from ansim.domain.methods import Method
from ansim.domain.policy import CONSENT
from ansim.domain.quantities import EpochSeconds, PersonId, VenueId
from ansim.domain.retention import POLICY
from ansim.identity.phones import PhoneError, phone_index, read_phone
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import SIGNED, Answer, Ask, Endpoint
from ansim.visitor.api.problems import BAD_SIGNATURE, Problem, ProblemKind
from ansim.visitor.checkin.binary_rows import Circumstances, VisitKey
from ansim.visitor.checkin.entries import store_all
from ansim.visitor.checkin.late_desk import CLOSED, LateEntry
from ansim.visitor.checkin.signs import entry_signs
from ansim.visitor.checkin.visit_rows import row_of
from ansim.visitor.door import wire
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.door.problems import UNKNOWN_CALL_NUMBER
from ansim.visitor.door.row_fates import Fate, account_of, visit_of
from ansim.visitor.door.unproven import read_unproven, unproven
from ansim.visitor.venues.lives import out_of_its_life

_SIGNATURE: Final = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


_FATES: Final[dict[int, Fate]] = {0: "stored", CLOSED: problems.TOO_OLD}


class _Readable(NamedTuple):
    """A call whose number, venue and time can be right: its place, the caller in E.164, the venue's number, the second."""

    row: int
    caller: str
    venue: VenueId
    entered: EpochSeconds


def sign(key: bytes, moment: int, body: bytes) -> str:
    """The header `Ansim-Signature` of a delivery: HMAC-SHA-256 over the time, a dot and the body."""
    mark = hmac.digest(key, b"%d." % moment + body, hashlib.sha256).hex()
    return f"t={moment},v1={mark}"


def require_signature(key: bytes, header: str, body: bytes, now: float) -> None:
    """Raises Problem (bad-signature) where the delivery is not the telephone company's, or was signed long ago."""
    found = _SIGNATURE.fullmatch(header)
    if found is None or abs(int(found[1]) - now) > CALL_SKEW:
        raise Problem(BAD_SIGNATURE)
    if not hmac.compare_digest(sign(key, int(found[1]), body), header):
        raise Problem(BAD_SIGNATURE)


async def take(ask: Ask[DoorDesk]) -> Answer:
    """POST /v1/calls."""
    gateway = ask.gateway
    header = ask.request.headers.get("ansim-signature", "")
    require_signature(gateway.call_key, header, ask.raw, ask.now)
    venues = await _venues(gateway, ask.body.calls)
    fates: list[Fate | None] = [None] * len(ask.body.calls)
    found: list[_Readable] = []
    for row, one in enumerate(ask.body.calls):
        read = _read(row, one, venues, ask.now)
        if isinstance(read, _Readable):
            shut = out_of_its_life(gateway.venues.by_id.get(read.venue), read.entered)
            if shut is None:
                found.append(read)
            else:
                fates[row] = shut
        else:
            fates[row] = read
    await _store(gateway, found, fates, ask.now)
    return Answer(account_of(fates, ask.language))


async def _venues(gateway: DoorDesk, records: list[wire.CallRecord]) -> dict[str, VenueId]:
    """The venues of the dialled numbers, by the number as it was written."""
    numbers = {}
    for record in records:
        with suppress(PhoneError):
            numbers[record.dialled] = read_phone(record.dialled)
    rows = await functions.call_all(
        gateway.main, "venues_of_call_numbers", [*set(numbers.values())]
    )
    known = {number: VenueId(venue) for number, venue in rows}
    return {text: known[number] for text, number in numbers.items() if number in known}


def _read(
    row: int, record: wire.CallRecord, venues: dict[str, VenueId], now: float
) -> _Readable | ProblemKind:
    venue, entered = venues.get(record.dialled), EpochSeconds(int(record.at.timestamp()))
    if venue is None:
        return UNKNOWN_CALL_NUMBER
    if now - entered > POLICY.late_hours * 3600:
        return problems.TOO_OLD
    if entered - now > POLICY.future_seconds:
        return problems.IN_THE_FUTURE
    try:
        return _Readable(row, read_unproven(record.caller), venue, entered)
    except Problem as problem:
        return problem.kind


async def _store(
    gateway: DoorDesk, found: list[_Readable], fates: list[Fate | None], now: float
) -> None:
    if not found:
        return
    rows = []
    async with gateway.identity.connection() as connection:
        for call in found:
            made = unproven(gateway, call.caller, "")
            verified = phone_index(gateway.phone_key, call.caller)
            arguments = (verified, made.index, made.person, made.sealed, CONSENT.version)
            person = await functions.call(connection, "person_of_call", *arguments)
            rows.append(
                _row(gateway, call, made.index, PersonId(bytes(person[0]) if person else b""), now)
            )
    statuses = await store_all(gateway.check_ins, gateway.late, rows)
    for call, status in zip(found, statuses, strict=True):
        fates[call.row] = _FATES.get(status, "repeated")


def _row(
    gateway: DoorDesk, call: _Readable, index: bytes, person: PersonId, now: float
) -> bytes | LateEntry:
    day = gateway.days.at(call.entered, now)
    venue = gateway.venues.by_id.get(call.venue)
    return row_of(
        gateway.days,
        day,
        VisitKey(
            day.number,
            call.venue,
            visit_of(gateway.code_key, call.venue, index, call.entered),
            day.tag(person),
        ),
        call.entered,
        None,
        Circumstances(
            0,
            int(Method.CALL),
            entry_signs(call.entered, now, venue.hours if venue else None, uncertain=False),
            None,
        ),
    )


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/calls",
        "Calls to venues' numbers (080), as the telephone company delivers them: up to 1,000",
        {200: wire.RowAccount},
        take,
        wire.CallRecords,
        (problems.OVERLOADED,),
        auth=SIGNED,
    ),
)
