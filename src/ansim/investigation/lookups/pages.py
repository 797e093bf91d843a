"""What the pages of a case share: the case, the desk of whoever asks, and the head of the page."""

import time
from datetime import UTC, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from ansim.accounts.requests import StaffRequest
from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.domain.pathogens import from_stored
from ansim.domain.teams import AgencyTeam
from ansim.domain.training import TRAINING_DAYS
from ansim.investigation.lookups import connections
from ansim.investigation.lookups.desk import Desk
from ansim.investigation.lookups.work_session import kept_session
from ansim.investigation.models import Case, cases_of, valid_warrant


def desk_of(request: StaffRequest) -> Desk:
    """The desk of whoever asks."""
    return Desk(
        request.staff,
        connections.book(),
        connections.tracer(),
        connections.vault(),
        kept_session(request),
    )


def case_of(request: StaffRequest, case_ref: str) -> Case:
    """The case with that mark, or 404, also where whoever asks may do in other teams' cases alone what the route is for."""
    seen = cases_of(request.staff, permission=request.permission)
    case = get_object_or_404(seen.select_related("opened_by", "owner"), ref=case_ref)
    about_case(request, case)
    return case


def about_case(request: StaffRequest, case: Case) -> None:
    """Let the page offer what whoever asks may do in this case, not what they may do in another team's."""
    request.about = AgencyTeam(case.agency, case.team)


def case_frame(case: Case, tab: str) -> dict[str, Any]:
    """What the head of every page of a case shows."""
    preset = from_stored(case.preset)
    return {
        "case": case,
        "tab": tab,
        "training_days": TRAINING_DAYS,
        "preset": preset,
        "disease": preset.name(get_language() or "ko"),
        "warrant": valid_warrant(case, time.time()),
        "life": life_of(case, datetime.now(UTC)),
    }


def life_of(case: Case, now: datetime) -> dict[str, datetime | bool | None]:
    """When a case closes by itself and whether that is soon; when what it took from the log is destroyed."""
    return {
        "closes_at": CASE_CLOCKS.closes_at(case.opened_at),
        "closes_soon": case.closed_at is None and CASE_CLOCKS.closes_soon(case.opened_at, now),
        "work_ends_at": CASE_CLOCKS.work_ends_at(case.closed_at) if case.closed_at else None,
    }
