"""Check-ins and check-outs as the OpenAPI document describes them."""

from typing import Final

from ansim.visitor.api import problems
from ansim.visitor.api.endpoint import SESSION, Endpoint, Gatekeeper
from ansim.visitor.checkin import wire
from ansim.visitor.venues.lives import OUT_OF_LIFE

ENTRY_PROBLEMS = (
    problems.MALFORMED,
    problems.TOO_MANY,
    problems.CLOCK_SKEW,
    problems.UNKNOWN_VENUE,
    problems.TOO_OLD,
    problems.IN_THE_FUTURE,
)

# Answered by bare ASGI routes (entries.py), described here.
ENTRIES: Final[tuple[Endpoint[Gatekeeper], ...]] = (
    Endpoint(
        "POST",
        "/v1/check-ins",
        "Check in: one visit, or up to 200 from the offline queue",
        {201: wire.Outcome, 200: wire.Outcome | list[wire.Outcome]},
        body=wire.CheckIn | list[wire.CheckIn],
        problems=(
            *ENTRY_PROBLEMS,
            problems.REVOKED_VENUE,
            *OUT_OF_LIFE,
            problems.IMPLAUSIBLE_RATE,
            problems.ID_TAKEN,
            problems.OVERLOADED,
        ),
        auth=SESSION,
    ),
    Endpoint(
        "POST",
        "/v1/check-outs",
        "Leave: one visit, or up to 200",
        {200: wire.Outcome | list[wire.Outcome]},
        body=wire.CheckOut | list[wire.CheckOut],
        problems=(
            *ENTRY_PROBLEMS,
            problems.UNKNOWN_VISIT,
            problems.ENDS_BEFORE_START,
            problems.ALREADY_ENDED,
            problems.OVERLOADED,
        ),
        auth=SESSION,
    ),
)
