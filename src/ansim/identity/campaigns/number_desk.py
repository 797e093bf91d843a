"""Numbers of a campaign's people, told to the sender alone: each batch counted, and in the ledger before it leaves."""

from dataclasses import dataclass
from typing import Final

from ansim.database.named_statements import read_statements
from ansim.domain.campaigns.sending_policy import SENDING
from ansim.domain.campaigns.signed_campaign import (
    CampaignTermsError,
    CampaignUnknownError,
    campaign_mark,
)
from ansim.domain.quantities import Handle
from ansim.domain.search_results import people_digest
from ansim.identity.calls import CaseHandles, Identity
from ansim.identity.campaigns.calls import (
    CampaignsToSend,
    CampaignToSend,
    NumbersFor,
    ReachedAt,
)
from ansim.identity.phones import PhoneError, PhoneFault, language_of, read_phone, require_reachable
from ansim.identity.staff.warrant_desk import WarrantDesk
from ansim.identity.stored_identity import StoredIdentity
from ansim.ledger.acts import Actor, CampaignNumbers

_SQL: Final = read_statements("ansim.identity.campaigns") | read_statements("ansim.identity")
LARGEST_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class NumberDesk:
    """The vault's answers to the sender."""

    warrants: WarrantDesk

    def to_send(self, _request: CampaignsToSend) -> list[CampaignToSend]:
        """The campaigns whose signatures count, oldest first."""
        with self.warrants.pool.connection() as connection:
            values = {"now": self.warrants.acceptance.clock()}
            rows = connection.execute(_SQL["campaigns_to_send"], values).fetchall()
        return [CampaignToSend(bytes(ref), bytes(text)) for ref, text in rows]

    def numbers(self, request: NumbersFor) -> list[ReachedAt]:
        """Where these people are reached, in order of their numbers: of all, or of nobody.

        Raises CampaignUnknownError, CampaignTermsError.
        """
        rules, asked = self.warrants, sorted(set(request.numbers))
        if not 0 < len(asked) <= LARGEST_BATCH or len(asked) != len(request.numbers):
            raise CampaignTermsError(f"a batch has 1 to {LARGEST_BATCH} people, each of them once")
        values = {"ref": request.ref, "numbers": asked, "now": rules.acceptance.clock()}
        with rules.pool.connection() as connection:
            row = connection.execute(_SQL["campaign_to_open"], values).fetchone()
            if row is None:
                raise CampaignUnknownError("no such campaign may be sent")
            case, text, cap, opened = row
            people = connection.execute(_SQL["people_to_open"], values).fetchall()
            if len(people) != len(asked):
                raise CampaignTermsError("nobody of that number is told by this campaign")
            most = SENDING.openings_each
            if opened + len(asked) > cap or any(times >= most for *_, times in people):
                raise CampaignTermsError(
                    "these numbers were opened as often as the campaign allows"
                )
            handles = [Handle(bytes(handle)) for _number, handle, _times in people]
            persons = rules.cases.cipher(case).people(handles)
            rows = connection.execute(_SQL["sealed_of"], {"people": persons}).fetchall()
            connection.execute(_SQL["note_campaign_opened"], values | {"count": len(asked)})
            connection.execute(_SQL["note_person_opened"], values)
            root = people_digest(handles).hex()
            act = CampaignNumbers(campaign_mark(bytes(text)), len(asked), root)
            # Committed by its own connection before ours: an entry without an answer does no harm.
            rules.book.append(Actor("sender", ""), case, act)
        known = {
            person: CaseHandles(one, one) for person, one in zip(persons, handles, strict=True)
        }
        found = {
            bytes(one.person): one
            for one in rules.identities([StoredIdentity(*one) for one in rows], known)
        }
        return [
            _reached(number, found.get(bytes(handle)))
            for (number, _handle, _times), handle in zip(people, handles, strict=True)
        ]


def _reached(number: int, identity: Identity | None) -> ReachedAt:
    if identity is None:
        return ReachedAt(number, why_not="erased")
    if not identity.phone:
        return ReachedAt(number, why_not="damaged" if identity.damaged else "no-number")
    try:
        phone = read_phone(identity.phone)
    except PhoneError:
        return ReachedAt(number, why_not="no-number")
    try:
        require_reachable(phone)
    except PhoneError as error:
        away = error.fault is PhoneFault.COUNTRY_NOT_SERVED
        return ReachedAt(number, why_not="country" if away else "landline")
    return ReachedAt(number, phone, language_of(phone))
