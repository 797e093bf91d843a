"""Safe codes that are nobody's, counted by venue: a few are slips of a pen, many are guesses at somebody's code.

What is told of it says nothing about a single code: after the last one that is allowed, every line of the day is refused.
"""

from collections.abc import Sequence
from typing import Final

from ansim.domain.at_the_door import STRANGE_CODES_A_DAY
from ansim.domain.quantities import VenueId
from ansim.visitor.api import functions
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.door.staff_entries import bucket

_DAY: Final = 86400


async def are_taken(gateway: DoorDesk, venue: VenueId) -> bool:
    """Whether the venue's lines are taken today."""
    return await _count(gateway, venue, 0, STRANGE_CODES_A_DAY - 1)


async def taken(gateway: DoorDesk, venue: VenueId, people: Sequence[bytes | None]) -> int:
    """How many lines are taken, from the first: all up to the last strange code of the day. `people`: whose codes they are."""
    for place, person in enumerate(people, 1):
        if person is None:
            await _count(gateway, venue, 1, STRANGE_CODES_A_DAY)
            if not await are_taken(gateway, venue):
                return place
    return len(people)


async def _count(gateway: DoorDesk, venue: VenueId, uses: int, most: int) -> bool:
    counted = bucket(gateway.code_key, f"strange codes {venue}")
    found = await functions.ask(gateway.identity, "count_uses", counted, _DAY, uses, most)
    return bool(found and found[0])
