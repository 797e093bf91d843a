"""A warrant as the pages show it."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from ansim.domain.signed_texts import read_text
from ansim.domain.warrant import Warrant
from ansim.investigation.models import ReturnReason, WarrantSignature, WarrantState, state_of
from ansim.investigation.time_fields import moment
from ansim.investigation.warrants.words import LEGAL_BASES, RETURNS, STATES
from ansim.investigation.words import PURPOSES

if TYPE_CHECKING:
    from ansim.investigation.models.warrant import SignedWarrant


@dataclass(frozen=True, slots=True)
class WarrantRow:
    """One warrant in words. Times in Korean time."""

    record: "SignedWarrant"
    terms: Warrant
    state: WarrantState
    state_words: Promise
    tone: str
    purpose: Promise
    legal_basis: Promise
    start: datetime
    end: datetime
    issued_at: datetime
    expires_at: datetime

    @property
    def why_back(self) -> str | Promise:
        """The reason it came back for; empty where it did not."""
        back = getattr(self.record, "back", None) if self.record.returned else None
        return RETURNS[ReturnReason(back.reason)] if back else ""

    @property
    def minutes(self) -> int:
        """How long together, at least."""
        return self.terms.terms.minimum_overlap // 60


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who signed a warrant, in which role, and whether as somebody's deputy."""

    name: str
    role: str
    deputy: bool
    signed_at: datetime


def signature_row(one: WarrantSignature, record: "SignedWarrant") -> SignatureRow:
    """A signature: the officer's who asked, or the second person's."""
    role = "officer" if one.signer_id == record.requested_by_id else "approver"
    acted = one.signer.deputy.filter(
        role=role,
        agency=record.case.agency,
        team=record.case.team,
        since__lte=one.signed_at,
        until__gt=one.signed_at,
    )
    return SignatureRow(one.signer.name, role, acted.exists(), one.signed_at)


def warrant_row(record: "SignedWarrant") -> WarrantRow:
    """The warrant in words, as it stands now."""
    terms = read_text(bytes(record.text), Warrant)
    state = state_of(record, time.time())
    words, tone = STATES[state]
    return WarrantRow(
        record=record,
        terms=terms,
        state=state,
        state_words=words,
        tone=tone,
        purpose=PURPOSES[terms.purpose],
        legal_basis=LEGAL_BASES[terms.article],
        start=moment(terms.terms.start),
        end=moment(terms.terms.end),
        issued_at=moment(terms.at),
        expires_at=moment(terms.until),
    )
