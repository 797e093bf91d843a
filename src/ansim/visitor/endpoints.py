"""Every endpoint of the gateway. Another room of the API is added by naming its ENDPOINTS here.

`ansim openapi` prints the document of them all; no server and no database need run.
"""

from typing import Final, Protocol

from ansim.visitor.api.endpoint import Endpoint, Gatekeeper
from ansim.visitor.api.openapi import document
from ansim.visitor.checkin import endpoints as checkin_endpoints
from ansim.visitor.devices import pairing
from ansim.visitor.door import hand_written, phone_calls, safe_code_issue, staff_entries
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.exposures import endpoints as exposures_endpoints
from ansim.visitor.exposures.endpoints import FeedDesk
from ansim.visitor.me import rights
from ansim.visitor.passes import children, issue
from ansim.visitor.passes import endpoints as passes_endpoints
from ansim.visitor.passes.pass_desks import PassIssueDesk
from ansim.visitor.session import renewals, signup
from ansim.visitor.venues import code_reports, directory_endpoints, endpoints
from ansim.visitor.venues.venue_desk import VenueDesk


class EveryDesk(rights.RightsDesk, PassIssueDesk, VenueDesk, DoorDesk, FeedDesk, Protocol):
    """A gateway that has what every endpoint asks of it."""


ENDPOINTS: Final[tuple[Endpoint[EveryDesk], ...]] = (
    *signup.ENDPOINTS,
    *renewals.ENDPOINTS,
    *endpoints.ENDPOINTS,
    *directory_endpoints.ENDPOINTS,
    *exposures_endpoints.ENDPOINTS,
    *issue.ENDPOINTS,
    *rights.ENDPOINTS,
    *children.ENDPOINTS,
    *code_reports.ENDPOINTS,
    *pairing.ENDPOINTS,
    *staff_entries.ENDPOINTS,
    *hand_written.ENDPOINTS,
    *safe_code_issue.ENDPOINTS,
    *phone_calls.ENDPOINTS,
)
# Answered by bare ASGI routes, described like the others.
ENTRIES: Final[tuple[Endpoint[Gatekeeper], ...]] = (
    *checkin_endpoints.ENTRIES,
    *passes_endpoints.ENTRIES,
)


def openapi() -> bytes:
    """The OpenAPI 3.1 document as JSON."""
    return document((*ENDPOINTS, *ENTRIES))
