"""Pass check-ins as the OpenAPI document describes them."""

from typing import Final

from ansim.visitor.api import problems
from ansim.visitor.api.endpoint import READER, Endpoint, Gatekeeper
from ansim.visitor.checkin.endpoints import ENTRY_PROBLEMS
from ansim.visitor.checkin.wire import Outcome
from ansim.visitor.passes import wire
from ansim.visitor.venues.lives import OUT_OF_LIFE

ENTRIES: Final[tuple[Endpoint[Gatekeeper], ...]] = (
    Endpoint(
        "POST",
        "/v1/pass-check-ins",
        "A venue's phone records visitors' passes: one, or up to 200 in a list",
        {201: Outcome, 200: Outcome | list[Outcome]},
        body=wire.PassCheckIn | list[wire.PassCheckIn],
        problems=(
            *ENTRY_PROBLEMS,
            problems.REVOKED_VENUE,
            *OUT_OF_LIFE,
            problems.IMPLAUSIBLE_RATE,
            problems.BAD_PASS,
            problems.OLD_PASS,
            problems.ENDED_PASS,
            problems.USED_PASS,
            problems.OVERLOADED,
        ),
        auth=READER,
    ),
)
