"""Staff and proposals as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from ansim.accounts.models import Staff
from ansim.domain.signed_texts import read_text
from ansim.domain.staff_records import StaffText
from ansim.identity.keepers.calls import Deputyship, Proposal, StaffRecord
from ansim.investigation.staff_records.words import REASONS, ROLES, STATES, WITHDRAWN
from ansim.investigation.time_fields import moment
from ansim.investigation.words import DEEDS


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """Whom somebody stands in for, from a day to a day, both included."""

    role: str | Promise
    work: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff in words; `weak` counts keys of the weaker kind among `keys`."""

    one: StaffRecord
    role: str | Promise
    work: str
    keys: int
    weak: int
    deputy: list[DeputyRow]


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposed record in words. `mine` where the reader proposed it; times are Korean."""

    said: StaffText
    deed: str | Promise
    role: str | Promise
    work: str
    deputy: str
    as_role: str | Promise
    state: str
    state_words: str | Promise
    keeper: str
    decided_by: str
    reason: str | Promise
    proposed_at: datetime
    until: datetime
    mine: bool


def work_of(agency: str, team: str) -> str:
    """Agency and team in one line."""
    return ", ".join(filter(None, (agency, team)))


def staff_row(one: StaffRecord) -> StaffRow:
    """One member of staff."""
    weak = sum(kind == "device" for kind in one.keys)
    return StaffRow(
        one,
        ROLES.get(one.role, one.role),
        work_of(one.agency, one.team),
        len(one.keys),
        weak,
        [_deputy_row(acts) for acts in one.deputy],
    )


def proposal_rows(found: Iterable[Proposal], reader: Staff) -> list[ProposalRow]:
    """Proposals, as a keeper reads them."""
    named = dict(Staff.objects.filter(role="keeper").values_list("ref", "name"))
    return [_proposal_row(one, named, reader) for one in found]


def _proposal_row(one: Proposal, named: dict[str, str], reader: Staff) -> ProposalRow:
    said = read_text(one.text, StaffText)
    return ProposalRow(
        said=said,
        deed=DEEDS[said.deed],
        role=ROLES[said.role],
        work=work_of(said.agency, said.team),
        deputy=work_of(said.for_agency, said.for_team),
        as_role=ROLES.get(said.as_role, ""),
        state=one.state,
        state_words=STATES.get(one.state, one.state),
        keeper=named.get(said.keeper, said.keeper),
        decided_by=named.get(one.decided_by, one.decided_by),
        reason=WITHDRAWN if one.reason == "withdrawn" else REASONS.get(one.reason, ""),
        proposed_at=moment(one.proposed_at),
        until=moment(said.until),
        mine=said.keeper == reader.ref,
    )


def _deputy_row(acts: Deputyship) -> DeputyRow:
    last = moment(acts.until - 1)
    work = work_of(acts.agency, acts.team)
    return DeputyRow(ROLES.get(acts.role, acts.role), work, moment(acts.since), last)
