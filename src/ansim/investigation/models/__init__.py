"""The console's tables."""

from ansim.investigation.models.case import (
    AGE_BANDS,
    Case,
    cases_of,
    close_case,
    owned_by,
    reach,
    reopen_case,
    work_is_over,
)
from ansim.investigation.models.contact import CaseContact
from ansim.investigation.models.end import CaseEnd
from ansim.investigation.models.merge import CaseMerge
from ansim.investigation.models.progress import STEP_COLUMNS, standing_at
from ansim.investigation.models.saved_view import SavedView
from ansim.investigation.models.session import ConsoleSession
from ansim.investigation.models.surge_decision import SurgeDecision, surges_of
from ansim.investigation.models.warrant import (
    WarrantRecord,
    WarrantSignature,
    WarrantState,
    counted_warrants,
    state_of,
    valid_warrant,
    waiting_warrants,
    warrant_for,
)

__all__ = [
    "AGE_BANDS",
    "STEP_COLUMNS",
    "Case",
    "CaseContact",
    "CaseEnd",
    "CaseMerge",
    "ConsoleSession",
    "SavedView",
    "SurgeDecision",
    "WarrantRecord",
    "WarrantSignature",
    "WarrantState",
    "cases_of",
    "close_case",
    "counted_warrants",
    "owned_by",
    "reach",
    "reopen_case",
    "standing_at",
    "state_of",
    "surges_of",
    "valid_warrant",
    "waiting_warrants",
    "warrant_for",
    "work_is_over",
]
