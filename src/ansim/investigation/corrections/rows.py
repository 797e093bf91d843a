"""Requests for correction as the list shows them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansim.identity.calls import WaitingCorrections
from ansim.investigation.time_fields import moment


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One request in the visitor's own words; empty where its seal does not open any more."""

    id: UUID
    asked_at: datetime
    text: str


def correction_rows(waiting: WaitingCorrections) -> list[CorrectionRow]:
    """Rows in the order given."""
    return [
        CorrectionRow(UUID(bytes=one.id), moment(one.asked_at), one.text)
        for one in waiting.corrections
    ]
