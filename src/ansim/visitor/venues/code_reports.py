"""This QR looks wrong: a sticker over a poster, a code of another place. It reaches a clerk, and names nobody."""

from typing import Final

from ansim.domain.codes import read_code
from ansim.domain.reports import ReportReason
from ansim.visitor.api import functions
from ansim.visitor.api.endpoint import Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem, ProblemKind
from ansim.visitor.api.words import N_
from ansim.visitor.venues import wire
from ansim.visitor.venues.venue_desk import VenueDesk

TOO_MANY_REPORTS: Final = ProblemKind(
    "too-many-reports",
    429,
    N_("Many reports wait already"),
    N_("Please tell the staff of the place."),
    3600,
)


async def report(ask: Ask[VenueDesk]) -> Answer:
    """POST /v1/code-reports. Who asks is neither known nor stored."""
    reason = ReportReason[ask.body.reason.upper().replace("-", "_")]
    code = read_code(ask.body.venue or "")
    venue, _ = ask.gateway.venues.find(code) if code else (None, False)
    number = None if venue is None else venue.id
    found = await functions.ask(ask.gateway.main, "report_code", code or "", number, reason)
    if not found or not found[0]:
        raise Problem(TOO_MANY_REPORTS)
    return Answer(None, 204)


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/code-reports",
        "Report a QR that looks wrong",
        {204: None},
        report,
        wire.CodeReportRequest,
        (TOO_MANY_REPORTS,),
    ),
)
