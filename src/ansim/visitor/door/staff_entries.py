"""POST /v1/staff-entries: somebody without a phone, entered by staff. The venue's device keeps nothing of it.

The number is indexed and sealed as at a sign-up, but nobody proved it: the person stays unverified and apart from a
verified holder of that number, whom an entry neither finds, sees nor changes. The answer never says who was known.
"""

import hashlib
import hmac
import struct
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from ansim.domain.at_the_door import (
    ENTRIES_A_DAY,
    ENTRIES_OF_A_NUMBER,
    ENTRIES_OF_A_NUMBER_HERE,
    UNDO_SECONDS,
)
from ansim.domain.methods import Method
from ansim.domain.policy import CONSENT
from ansim.domain.quantities import EpochSeconds, PersonId, Tag
from ansim.domain.safe_codes import show_safe_code
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import READER, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem
from ansim.visitor.api.sealed_texts import SealedTextError, from_base64url, to_base64url
from ansim.visitor.checkin.entries import refused
from ansim.visitor.checkin.filters import Arrival, refusal
from ansim.visitor.checkin.late_desk import LateEntry
from ansim.visitor.checkin.signs import entry_signs
from ansim.visitor.devices.pairing import reading_venue
from ansim.visitor.door import wire
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.door.problems import TOO_MANY_ENTRIES, UNDO_OVER, UNMANNED_VENUE
from ansim.visitor.door.safe_code_issue import fresh_code
from ansim.visitor.door.unproven import read_unproven, unproven
from ansim.visitor.session.addresses import NUMBER_PROBLEMS
from ansim.visitor.session.problems import BAD_CONSENT
from ansim.visitor.venues.lives import OUT_OF_LIFE
from ansim.visitor.venues.venue_book import KnownVenue
from ansim.visits.late_rows import LateKind, LateRow

_UNDO: Final = struct.Struct(
    ">QQI16s16s16s"
)  # until when and entered (epoch seconds), venue, visit, tag, person
_DAY: Final = 86400
_GRACE: Final = 5
"""An entry waits so much longer than its undoing lasts, seconds: the answer and the tap take their time."""


async def enter(ask: Ask[DoorDesk]) -> Answer:
    """POST /v1/staff-entries."""
    gateway, body = ask.gateway, ask.body
    venue = await reading_venue(ask)
    if body.consent != CONSENT.version:
        raise Problem(BAD_CONSENT, version=CONSENT.version)
    _judge(body, venue, ask.now)
    made = unproven(gateway, read_unproven(body.phone), body.name.strip())
    here = bucket(gateway.code_key, f"entered {venue.id} {made.number}")
    within = await functions.ask(
        gateway.identity, "use_budgets", [here], [_DAY], [ENTRIES_OF_A_NUMBER_HERE]
    )
    if not within or not within[0]:
        raise Problem(TOO_MANY_ENTRIES)
    found = await functions.ask(
        gateway.identity,
        "enter_unverified",
        made.index,
        made.person,
        made.sealed,
        body.consent,
        bucket(gateway.code_key, f"entries {venue.id}"),
        ENTRIES_A_DAY,
        bucket(gateway.code_key, f"entered {made.number}"),
        ENTRIES_OF_A_NUMBER,
    )
    if found is None or found[0] is None:
        raise Problem(TOO_MANY_ENTRIES)
    person = PersonId(bytes(found[0]))
    tag = await _hold(ask, venue, person)
    code = await fresh_code(gateway, person, replaces=False) if body.safe_code else None
    until = int(ask.now) + UNDO_SECONDS
    undo = gateway.undos.seal(
        _UNDO.pack(until, int(body.entered_at.timestamp()), venue.id, body.id.bytes, tag, person)
    )
    shown = None if code is None else show_safe_code(code)
    moment = datetime.fromtimestamp(until, UTC)
    return Answer(wire.Entered(body.id, body.entered_at, to_base64url(undo), moment, shown), 201)


async def undo(ask: Ask[DoorDesk]) -> Answer:
    """POST /v1/undos: the entry goes, and the person with it where the entry made it."""
    gateway = ask.gateway
    venue = await reading_venue(ask)
    try:
        until, entered, number, visit, tag, person = _UNDO.unpack(
            gateway.undos.open(from_base64url(ask.body.undo))
        )
    except (SealedTextError, struct.error):
        raise Problem(UNDO_OVER) from None
    if until < ask.now or number != venue.id:
        raise Problem(UNDO_OVER)
    found = await functions.ask(gateway.visits, "undo_visit", UUID(bytes=visit), tag)
    if not (found and found[0]):  # it may wait among those of other days
        day = gateway.days.at(entered, ask.now)
        if not await gateway.late.undo(day, Tag(tag), visit):
            raise Problem(UNDO_OVER)
    await functions.ask(gateway.identity, "undo_person", person)
    return Answer(None, 204)


def bucket(key: bytes, text: str) -> bytes:
    """The budget's bucket: 16 bytes that say nothing of venue or number."""
    return hmac.digest(key, b"at the door v1 " + text.encode(), hashlib.sha256)[:16]


def _judge(body: wire.StaffEntry, venue: KnownVenue, now: float) -> None:
    if venue.unmanned:
        raise Problem(UNMANNED_VENUE)
    sent = None if body.sent_at is None else body.sent_at.timestamp()
    entered = body.entered_at.timestamp()
    kind = refusal(Arrival(body.id.bytes, entered, None, now, venue, False, 0, sent))
    if kind is not None:
        raise refused(kind, now)


async def _hold(ask: Ask[DoorDesk], venue: KnownVenue, person: PersonId) -> bytes:
    body, now, entered = ask.body, ask.now, ask.body.entered_at.timestamp()
    day = ask.gateway.days.at(entered, now)
    tag: bytes = day.tag(person)
    signs = entry_signs(entered, now, venue.hours, uncertain=body.sent_at is None)
    if day.day != ask.gateway.days.today:
        row = LateRow(
            LateKind.CHECK_IN,
            venue.id,
            body.id.bytes,
            Tag(tag),
            EpochSeconds(int(entered)),
            party=body.party,
            method=int(Method.STAFF),
            evidence=signs,
        )
        if await ask.gateway.late.hold(LateEntry(day, row), UNDO_SECONDS + _GRACE) is None:
            raise Problem(problems.ID_TAKEN)
        return tag
    found = await functions.ask(
        ask.gateway.visits,
        "hold_entry",
        day.day,
        venue.id,
        body.id,
        tag,
        body.entered_at,
        body.party,
        int(Method.STAFF),
        signs,
        None,
        UNDO_SECONDS + _GRACE,
    )
    if found is None or found[0] is None:
        raise Problem(problems.ID_TAKEN)
    return tag


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/staff-entries",
        "Somebody without a phone, entered by the venue's staff",
        {201: wire.Entered},
        enter,
        wire.StaffEntry,
        (
            problems.CLOCK_SKEW,
            problems.UNKNOWN_VENUE,
            problems.REVOKED_VENUE,
            *OUT_OF_LIFE,
            problems.TOO_OLD,
            problems.IN_THE_FUTURE,
            problems.ID_TAKEN,
            BAD_CONSENT,
            *NUMBER_PROBLEMS,
            TOO_MANY_ENTRIES,
            UNMANNED_VENUE,
        ),
        auth=READER,
    ),
    Endpoint(
        "POST",
        "/v1/undos",
        "Undo an entry of staff within a minute",
        {204: None},
        undo,
        wire.Undo,
        (UNDO_OVER, problems.UNKNOWN_VENUE, problems.REVOKED_VENUE),
        auth=READER,
    ),
)
