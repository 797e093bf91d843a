"""The console's tables."""

from ansim.investigation.models.case import (
    Case,
    cases_of,
    close_case,
    reopen_case,
    work_is_over,
)
from ansim.investigation.models.contact import CaseContact
from ansim.investigation.models.contact_desk import (
    ContactClassStep,
    ContactList,
    ContactRuleStep,
)
from ansim.investigation.models.end import CaseEnd
from ansim.investigation.models.session import ConsoleSession
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
    "Case",
    "CaseContact",
    "CaseEnd",
    "ConsoleSession",
    "ContactClassStep",
    "ContactList",
    "ContactRuleStep",
    "WarrantRecord",
    "WarrantSignature",
    "WarrantState",
    "cases_of",
    "close_case",
    "counted_warrants",
    "reopen_case",
    "state_of",
    "valid_warrant",
    "waiting_warrants",
    "warrant_for",
    "work_is_over",
]
