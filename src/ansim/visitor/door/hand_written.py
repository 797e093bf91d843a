"""POST /v1/hand-written-lines: the paper list (수기명부), typed in later with safe codes at the venue's own device.

Every row is stored or refused with the reason; the same line typed twice is stored once, whoever types it. A code that was
given to nobody is stored like any other, as nobody's: no answer tells which codes exist.
"""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from ansim.domain.at_the_door import LINES_A_DAY
from ansim.domain.methods import Method
from ansim.domain.quantities import EpochSeconds, PersonId
from ansim.domain.retention import POLICY
from ansim.domain.safe_codes import code_hash, nobody, read_safe_code
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import READER, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem, ProblemKind
from ansim.visitor.checkin.binary_rows import Circumstances, VisitKey
from ansim.visitor.checkin.entries import refused, store_all
from ansim.visitor.checkin.filters import is_off
from ansim.visitor.checkin.late_desk import CLOSED, LateEntry
from ansim.visitor.checkin.signs import entry_signs
from ansim.visitor.checkin.visit_rows import row_of
from ansim.visitor.devices.pairing import reading_venue
from ansim.visitor.door import strange_codes, wire
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.door.problems import BAD_SAFE_CODE, OTHER_LINE, TOO_MANY_ENTRIES
from ansim.visitor.door.row_fates import Fate, account_of, visit_of
from ansim.visitor.door.safe_code_issue import key_of
from ansim.visitor.door.staff_entries import bucket
from ansim.visitor.venues.lives import OUT_OF_LIFE, out_of_its_life
from ansim.visitor.venues.venue_book import KnownVenue

_MINUTE: Final = 60


class _Readable(NamedTuple):
    """A line whose code and time can be right: its place, the code, and the minute of entry in epoch seconds."""

    row: int
    code: str
    entered: EpochSeconds
    party: int


async def take(ask: Ask[DoorDesk]) -> Answer:
    """POST /v1/hand-written-lines."""
    gateway, body = ask.gateway, ask.body
    venue = await reading_venue(ask)
    if is_off(None if body.sent_at is None else body.sent_at.timestamp(), ask.now):
        raise refused(problems.CLOCK_SKEW, ask.now)
    spent = await functions.ask(
        gateway.identity,
        "count_uses",
        bucket(gateway.code_key, f"lines {venue.id}"),
        86400,
        len(body.lines),
        LINES_A_DAY,
    )
    if not spent or not spent[0] or not await strange_codes.are_taken(gateway, venue.id):
        raise Problem(TOO_MANY_ENTRIES)
    fates: list[Fate | None] = [None] * len(body.lines)
    lines: list[_Readable] = []
    for row, line in enumerate(body.lines):
        read = _read(row, line, venue, ask.now)
        if isinstance(read, _Readable):
            lines.append(read)
        else:
            fates[row] = read
    await _store(ask, venue, lines, fates)
    return Answer(account_of(fates, ask.language))


def _read(row: int, line: wire.Line, venue: KnownVenue, now: float) -> _Readable | ProblemKind:
    code = read_safe_code(line.safe_code)
    entered = EpochSeconds(int(line.entered_at.timestamp()))
    if code is None:
        return BAD_SAFE_CODE
    if now - entered > POLICY.late_hours * 3600:
        return problems.TOO_OLD
    if entered - now > POLICY.future_seconds:
        return problems.IN_THE_FUTURE
    if (kind := out_of_its_life(venue, entered)) is not None:
        return kind
    return _Readable(row, code, EpochSeconds(entered - entered % _MINUTE), line.party)


async def _store(
    ask: Ask[DoorDesk], venue: KnownVenue, lines: list[_Readable], fates: list[Fate | None]
) -> None:
    if not lines:
        return
    gateway, key = ask.gateway, key_of(ask.gateway.phone_key)
    hashes = [code_hash(key, line.code) for line in lines]
    moments = [datetime.fromtimestamp(line.entered, UTC) for line in lines]
    found = await functions.ask(gateway.identity, "people_of_safe_codes", hashes, moments)
    people = found[0] if found else [None] * len(lines)
    count = await strange_codes.taken(gateway, venue.id, people)
    for line in lines[count:]:
        fates[line.row] = TOO_MANY_ENTRIES
    lines, people, hashes = lines[:count], people[:count], hashes[:count]
    rows = [
        _row(
            gateway, venue, line, PersonId(bytes(person or nobody(key, line.code))), hashed, ask.now
        )
        for line, person, hashed in zip(lines, people, hashes, strict=True)
    ]
    statuses = await store_all(gateway.check_ins, gateway.late, rows)
    kinds: dict[int, Fate] = {0: "stored", 1: "repeated", 2: OTHER_LINE, CLOSED: problems.TOO_OLD}
    for line, status in zip(lines, statuses, strict=True):
        fates[line.row] = kinds[status]


def _row(
    gateway: DoorDesk,
    venue: KnownVenue,
    line: _Readable,
    person: PersonId,
    hashed: bytes,
    now: float,
) -> bytes | LateEntry:
    day = gateway.days.at(line.entered, now)
    return row_of(
        gateway.days,
        day,
        VisitKey(
            day.number,
            venue.id,
            visit_of(gateway.code_key, venue.id, hashed, line.entered),
            day.tag(person),
        ),
        line.entered,
        None,
        Circumstances(
            line.party,
            int(Method.PAPER),
            # A time that somebody wrote down to the minute, at best.
            entry_signs(line.entered, now, venue.hours, uncertain=True),
            None,
        ),
    )


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/hand-written-lines",
        "Lines of the paper list, typed in later at the venue's device: up to 200",
        {200: wire.RowAccount},
        take,
        wire.Lines,
        (
            problems.CLOCK_SKEW,
            problems.UNKNOWN_VENUE,
            problems.REVOKED_VENUE,
            *OUT_OF_LIFE,
            TOO_MANY_ENTRIES,
            problems.OVERLOADED,
        ),
        auth=READER,
    ),
)
