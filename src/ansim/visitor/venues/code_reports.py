"""This QR looks wrong: a sticker over a poster, a code of another place. It reaches a clerk, and names nobody."""

from typing import Final

from ansim.domain.code_budgets import block_of
from ansim.domain.codes import read_code
from ansim.domain.reports import (
    REPORTS_OF_A_NETWORK,
    REPORTS_OF_A_NETWORK_AND_VENUE,
    REPORTS_WINDOW,
    ReportReason,
)
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
    """POST /v1/code-reports. Who asks is neither known nor stored; a keyed hash of the network is counted."""
    reason = ReportReason[ask.body.reason.upper().replace("-", "_")]
    code = read_code(ask.body.venue or "")
    venue, _ = ask.gateway.venues.find(code) if code else (None, False)
    number = None if venue is None else venue.id
    if not await _within_share(ask, number):
        raise Problem(TOO_MANY_REPORTS)
    found = await functions.ask(ask.gateway.reports, "report_code", code or "", number, reason)
    if not found or not found[0]:
        raise Problem(TOO_MANY_REPORTS)
    return Answer(None, 204)


async def _within_share(ask: Ask[VenueDesk], venue: int | None) -> bool:
    """Whether the network of a request has a report left. Counted before the limit for all, which it must not use up."""
    bucket, block = ask.gateway.budgets.bucket, block_of(ask.host)
    shares = [(bucket("reports", block), REPORTS_OF_A_NETWORK)]
    if venue is not None:
        name = f"{venue} {block}"
        shares.insert(0, (bucket("reports of a venue", name), REPORTS_OF_A_NETWORK_AND_VENUE))
    buckets, most = zip(*shares, strict=True)
    windows = [REPORTS_WINDOW] * len(shares)
    found = await functions.ask(
        ask.gateway.identity, "use_budgets", list(buckets), windows, list(most)
    )
    return bool(found and found[0])


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
