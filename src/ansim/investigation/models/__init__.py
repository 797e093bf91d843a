"""The console's tables."""

from ansim.investigation.models.case import (
    Case,
    cases_of,
    close_case,
    reopen_case,
    work_is_over,
)
from ansim.investigation.models.contact import CaseContact, list_named
from ansim.investigation.models.contact_desk import (
    ContactClassStep,
    ContactList,
    ContactRuleStep,
)
from ansim.investigation.models.end import CaseEnd
from ansim.investigation.models.session import ConsoleSession
from ansim.investigation.models.stay import StayStep, StayVersion
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
    "CallOutcome",
    "Case",
    "CaseContact",
    "CaseEnd",
    "ConsoleSession",
    "ContactCall",
    "ContactClassStep",
    "ContactList",
    "ContactRuleStep",
    "ReturnReason",
    "StayStep",
    "StayVersion",
    "WarrantRecord",
    "WarrantReturn",
    "WarrantSignature",
    "WarrantState",
    "WorkListEntry",
    "WorkListRecord",
    "cases_of",
    "close_case",
    "counted_warrants",
    "list_named",
    "reopen_case",
    "state_of",
    "valid_warrant",
    "waiting_warrants",
    "warrant_for",
    "work_is_over",
]
