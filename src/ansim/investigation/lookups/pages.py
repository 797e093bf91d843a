"""What the pages of a case share: the case, the desk of whoever asks, and the head of the page."""

import time
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from ansim.accounts.requests import StaffRequest
from ansim.investigation.lookups import connections
from ansim.investigation.lookups.desk import Desk
from ansim.investigation.models import Case, valid_warrant
from ansim.investigation.pathogens import from_stored


def desk_of(request: StaffRequest) -> Desk:
    """The desk of whoever asks."""
    return Desk(request.staff, connections.book(), connections.tracer(), connections.vault())


def case_of(case_ref: str) -> Case:
    """The case with that mark, or 404."""
    return get_object_or_404(Case.objects.select_related("opened_by"), ref=case_ref)


def case_frame(case: Case, tab: str) -> dict[str, Any]:
    """What the head of every page of a case shows."""
    preset = from_stored(case.preset)
    return {
        "case": case,
        "tab": tab,
        "preset": preset,
        "disease": preset.name(get_language() or "ko"),
        "warrant": valid_warrant(case, time.time()),
    }
