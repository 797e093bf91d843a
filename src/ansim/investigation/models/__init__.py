"""The console's tables."""

from ansim.investigation.models.case import Case
from ansim.investigation.models.contact import CaseContact
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
    "ConsoleSession",
    "WarrantRecord",
    "WarrantSignature",
    "WarrantState",
    "counted_warrants",
    "state_of",
    "valid_warrant",
    "waiting_warrants",
    "warrant_for",
]
