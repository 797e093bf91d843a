"""What is stored under an id that came again with other content."""

from datetime import datetime

import msgspec
import psycopg

from ansim.domain.quantities import OPEN, VenueId
from ansim.visitor.api.problems import ID_TAKEN, OVERLOADED, Problem, StandingVisit, VenueName
from ansim.visitor.api.queries import SQL
from ansim.visitor.checkin.checkin_desk import CheckInDesk
from ansim.visitor.checkin.entries import Ready
from ansim.visitor.checkin.late_desk import moment

_NAMES: "msgspec.json.Decoder[VenueName]" = msgspec.json.Decoder(VenueName)


async def id_taken(gateway: CheckInDesk, ready: Ready) -> Problem:
    """The problem that says what stands; it is the visitor's own, as ids are kept apart by tag."""
    if not isinstance(ready.row, bytes):
        known, _closed = await gateway.late.look([ready.row])
        stands = next(iter(known.values()))
        if stands is None:
            return Problem(ID_TAKEN)
        left = None if stands.left == OPEN else moment(stands.left)
        return _taken(gateway, stands.venue, moment(stands.entered), left)
    key = [ready.day.day, ready.answer.id, ready.tag]
    try:
        async with gateway.visits.connection() as connection:
            found = await (await connection.execute(SQL["what_stands"], key)).fetchone()
    except (psycopg.Error, TimeoutError):
        return Problem(OVERLOADED)
    if found is None:  # its day was destroyed between two statements
        return Problem(ID_TAKEN)
    return _taken(gateway, *found)


def _taken(
    gateway: CheckInDesk, venue: VenueId, entered_at: datetime, left_at: datetime | None
) -> Problem:
    known = gateway.venues.by_id.get(venue)
    name = None if known is None else _NAMES.decode(known.name_json)
    return Problem(ID_TAKEN, stands=StandingVisit(name, entered_at, left_at))
