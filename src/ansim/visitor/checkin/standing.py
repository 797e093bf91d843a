"""What is stored under an id that came again with other content."""

import msgspec
import psycopg

from ansim.visitor.api.problems import ID_TAKEN, OVERLOADED, Problem, StandingVisit, VenueName
from ansim.visitor.api.queries import SQL
from ansim.visitor.checkin.checkin_desk import CheckInDesk
from ansim.visitor.checkin.entries import Ready

_NAMES: "msgspec.json.Decoder[VenueName]" = msgspec.json.Decoder(VenueName)


async def id_taken(gateway: CheckInDesk, ready: Ready) -> Problem:
    """The problem that says what stands; it is the visitor's own, as ids are kept apart by tag."""
    key = [ready.day.day, ready.answer.id, ready.tag]
    try:
        async with gateway.visits.connection() as connection:
            found = await (await connection.execute(SQL["what_stands"], key)).fetchone()
    except (psycopg.Error, TimeoutError):
        return Problem(OVERLOADED)
    if found is None:  # its day was destroyed between two statements
        return Problem(ID_TAKEN)
    venue, entered_at, left_at = found
    known = gateway.venues.by_id.get(venue)
    name = None if known is None else _NAMES.decode(known.name_json)
    return Problem(ID_TAKEN, stands=StandingVisit(name, entered_at, left_at))
