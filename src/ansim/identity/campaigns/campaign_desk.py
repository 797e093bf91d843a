"""Campaigns, as the vault takes them in: whom a search of the case found, in words of the template, signed (ADR 52)."""

import hmac
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from ansim.database.named_statements import read_statements
from ansim.domain.campaigns.sending_policy import SENDING, SendingPolicy, needs_two
from ansim.domain.campaigns.signed_campaign import (
    Campaign,
    CampaignTrainingError,
    CampaignUnknownError,
    campaign_mark,
    require_people,
    require_words,
)
from ansim.domain.notification import CaseBounds
from ansim.domain.search_results import people_in, result_digest, result_mac
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.domain.signatures import SIDES, NotTwoSignersError
from ansim.domain.teams import AgencyTeam
from ansim.domain.training import is_training
from ansim.domain.warrant import CaseUnknownError, OutOfScopeError
from ansim.identity.campaigns.calls import (
    AgreeCampaign,
    AskCampaign,
    AskedCampaign,
    CampaignsToAgree,
    StopCampaign,
    ToldAlone,
    WaitingCampaign,
)
from ansim.identity.staff.accepting import (
    Connection,
    Signatory,
    require_works_on,
    take_side,
    use_once,
)
from ansim.identity.staff.signed_calls import Accepted
from ansim.identity.staff.staff_registry import any_works_on, hats_of, officers_of, teams_of
from ansim.identity.staff.warrant_desk import WarrantDesk
from ansim.ledger.acts import Act, Actor, CampaignApproved, CampaignAsked, CampaignStopped
from ansim.settings.environment import health_line, office_name

_SQL: Final = read_statements("ansim.identity.campaigns") | read_statements("ansim.identity.staff")


@dataclass(frozen=True, slots=True)
class CampaignDesk:
    """The vault's answers about campaigns, under the rules of its warrants."""

    warrants: WarrantDesk
    policy: SendingPolicy = SENDING

    def ask(self, request: AskCampaign) -> AskedCampaign:
        """Take in a campaign; it may be sent at once, or once the letting side has signed too.

        Raises CampaignError, WarrantError, CaseNotYoursError, SignatureError, SignedTextError.
        """
        rules = self.warrants
        said = rules.acceptance.read(request.text, Campaign)
        if is_training(said.case):
            raise CampaignTrainingError("nothing is sent from a training case")
        require_people(said, request.people)
        require_words(said, office=office_name(), call=health_line())
        now = rules.acceptance.clock()
        with rules.pool.connection() as connection:
            signed = rules.acceptance.signer(connection, request.text, request.signature, "asking")
            if signed.member.ref != said.requester:
                raise NotTwoSignersError("a campaign is signed first by the officer it names")
            rules.require_case(connection, said.case, request.subject)
            require_works_on(connection, said.case, signed)
            self._require_found(connection, said, request)
            take_side(connection, said.case, signed)
            use_once(connection, said, now)
            connection.execute(_SQL["forget_campaigns"], {"now": now})
            waits = needs_two(said.count, self._told_alone(connection, said.requester), self.policy)
            values = self._signature(signed, request.signature) | {
                "ref": bytes.fromhex(said.ref),
                "case": said.case,
                "text": request.text,
                "people": said.count,
                "cap": said.cap,
                "needs_two": waits,
                "until": said.until,
                "handles": request.people,
            }
            connection.execute(_SQL["put_campaign"], values)
            connection.execute(_SQL["put_campaign_people"], values)
            act = CampaignAsked(
                campaign=campaign_mark(request.text),
                template=said.template.value,
                people=said.count,
                expires_at=said.until,
                second="wanted" if waits else "none",
                key=signed.kind,
            )
            self._enter(signed, said.case, act)
        return AskedCampaign(said.ref, waits)

    def agree(self, request: AgreeCampaign) -> Accepted:
        """Take in the second signature, over the same bytes; from the same person also again.

        Raises CampaignUnknownError, CaseNotYoursError, SignatureError, SignedTextError.
        """
        rules = self.warrants
        said = rules.acceptance.read(request.text, Campaign)
        values = {"ref": bytes.fromhex(said.ref), "text": request.text}
        with rules.pool.connection() as connection:
            row = connection.execute(_SQL["asked_campaign"], values).fetchone()
            if row is None:
                raise CampaignUnknownError("no such campaign waits for a signature")
            signed = rules.acceptance.signer(connection, request.text, request.signature, "letting")
            requester, requester_key = row
            if signed.member.ref == requester or signed.credential == bytes(requester_key):
                raise NotTwoSignersError("a campaign needs two different people with two keys")
            require_works_on(connection, said.case, signed)
            take_side(connection, said.case, signed)
            values |= self._signature(signed, request.signature)
            if connection.execute(_SQL["agree_campaign"], values).fetchone() is None:
                raise NotTwoSignersError("another person signed this campaign already")
            self._enter(
                signed, said.case, CampaignApproved(campaign_mark(request.text), signed.kind)
            )
        return Accepted(said.ref)

    def waiting(self, request: CampaignsToAgree) -> list[WaitingCampaign]:
        """What a member of staff may sign as the letting side, oldest first; nothing for who only asks."""
        rules = self.warrants
        with rules.pool.connection() as connection:
            now = rules.acceptance.clock()
            hats = hats_of(connection, request.staff, now)
            letting = [one for one in hats if SIDES.get(one.role) == "letting"]
            if not letting:
                return []
            own = [one.agency for one in letting if not one.deputy]
            deputy = [one for one in letting if one.deputy]
            values = {"own": own, "now": now, "staff": request.staff} | teams_of(deputy)
            rows = connection.execute(_SQL["campaigns_to_agree"], values).fetchall()
        return [WaitingCampaign(case, bytes(text), staff, at) for case, text, staff, at in rows]

    def told_alone(self, request: ToldAlone) -> int:
        """How many people an officer had told within a day by their own signature. Raises SignatureError."""
        with self.warrants.pool.connection() as connection:
            officers_of(connection, request.staff, self.warrants.acceptance.clock())
            return self._told_alone(connection, request.staff)

    def stop(self, request: StopCampaign) -> bool:
        """From this answer on no number is opened for it; False where it is gone. Raises CaseNotYoursError."""
        rules = self.warrants
        values = {"ref": request.ref}
        with rules.pool.connection() as connection:
            row = connection.execute(_SQL["case_of_campaign"], values).fetchone()
            if row is None:
                return False
            case, text = row
            hats = hats_of(connection, request.staff, rules.acceptance.clock())
            whose = connection.execute(_SQL["whose_case"], {"case": case}).fetchone()
            if whose is None or not any_works_on(hats, AgencyTeam(*whose[:2])):
                raise CaseNotYoursError("the case is another team's, or was never opened here")
            connection.execute(_SQL["stop_campaign"], values)
            act = CampaignStopped(campaign_mark(bytes(text)))
            rules.book.append(Actor(hats[0].role, request.staff), case, act)
        return True

    def _told_alone(self, connection: Connection, staff: str) -> int:
        connection.execute(_SQL["lock_campaigns"], {"staff": staff})
        row = connection.execute(_SQL["told_alone"], {"staff": staff}).fetchone()
        return int(row[0]) if row else 0

    def _require_found(self, connection: Connection, said: Campaign, request: AskCampaign) -> None:
        """Each of those who are told was found by that search, in the case's own period. Raises OutOfScopeError."""
        terms, scope = request.terms, self.warrants.scope
        row = connection.execute(_SQL["bounds_of"], {"case": said.case}).fetchone()
        if row is None:
            raise CaseUnknownError("no period was opened for that case here")
        CaseBounds(*row).require(terms.start, terms.end, back=terms.direction == "backward")
        found = people_in(request.rows)
        if found is None:
            raise OutOfScopeError("the rows are not in their one written form")
        question = (scope, said.case, request.subject, terms)
        digest = result_digest(*question, request.rows)
        known = result_mac(*question, len(found), digest)
        if not hmac.compare_digest(known, request.mac):
            raise OutOfScopeError("the tracer found no such result under these terms")
        if not hmac.compare_digest(digest, bytes.fromhex(said.result)):
            raise OutOfScopeError("the rows are another result than the campaign was signed for")
        if strangers := frozenset(request.people) - found:
            raise OutOfScopeError(
                f"{len(strangers)} of {len(request.people)} people were not found by that search"
            )

    def _enter(self, signed: Signatory, case: str, act: Act) -> None:
        # Committed by its own connection before ours: an entry without an act does no harm.
        self.warrants.book.append(Actor(signed.member.role, signed.member.ref), case, act)

    @staticmethod
    def _signature(signed: Signatory, signature: msgspec.Struct) -> dict[str, Any]:
        return {
            "staff": signed.member.ref,
            "credential": signed.credential,
            "signature": msgspec.msgpack.encode(signature),
        }
