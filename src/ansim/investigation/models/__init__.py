"""The console's tables."""

from ansim.investigation.models.campaign import (
    CampaignEntry,
    CampaignRecord,
    keep_campaign,
)
from ansim.investigation.models.case import (
    AGE_BANDS,
    Case,
    cases_of,
    close_case,
    covered_by,
    owned_by,
    reach,
    reopen_case,
    work_is_over,
)
from ansim.investigation.models.contact import CaseContact, handles_of, list_named, numbers_of
from ansim.investigation.models.contact_desk import (
    ContactClassStep,
    ContactList,
    ContactRuleStep,
)
from ansim.investigation.models.end import CaseEnd
from ansim.investigation.models.merge import CaseMerge
from ansim.investigation.models.progress import STEP_COLUMNS, standing_at
from ansim.investigation.models.published_exposure import PublishedExposure
from ansim.investigation.models.saved_view import SavedView
from ansim.investigation.models.session import ConsoleSession
from ansim.investigation.models.stay import StayStep, StayVersion
from ansim.investigation.models.surge_decision import SurgeDecision, surges_of
from ansim.investigation.models.warrant import (
    ReturnReason,
    WarrantRecord,
    WarrantReturn,
    WarrantSignature,
    WarrantState,
    counted_warrants,
    state_of,
    valid_warrant,
    waiting_warrants,
    warrant_for,
)
from ansim.investigation.models.work_list import (
    CallOutcome,
    ContactCall,
    WorkListEntry,
    WorkListRecord,
)

__all__ = [
    "AGE_BANDS",
    "STEP_COLUMNS",
    "CallOutcome",
    "CampaignEntry",
    "CampaignRecord",
    "Case",
    "CaseContact",
    "CaseEnd",
    "CaseMerge",
    "ConsoleSession",
    "ContactCall",
    "ContactClassStep",
    "ContactList",
    "ContactRuleStep",
    "PublishedExposure",
    "ReturnReason",
    "SavedView",
    "StayStep",
    "StayVersion",
    "SurgeDecision",
    "WarrantRecord",
    "WarrantReturn",
    "WarrantSignature",
    "WarrantState",
    "WorkListEntry",
    "WorkListRecord",
    "cases_of",
    "close_case",
    "counted_warrants",
    "covered_by",
    "handles_of",
    "keep_campaign",
    "list_named",
    "numbers_of",
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
