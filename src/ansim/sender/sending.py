"""One turn of the sender: take over what the vault lets go, open a batch of numbers, hand it over a few at a time.

A number lives as long as its batch, in memory alone, and is never logged. Handed over at a time are `WINDOW` messages: so many
at the most are uncertain after a crash.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from ansim.domain.campaigns.contact_answers import answer_proof
from ansim.domain.campaigns.message_states import Event
from ansim.domain.campaigns.message_words import with_reference
from ansim.domain.campaigns.references import readable_reference
from ansim.domain.campaigns.sending_policy import SENDING, SendingPolicy, may_go_at
from ansim.domain.campaigns.signed_campaign import (
    Campaign,
    CampaignTermsError,
    CampaignUnknownError,
    text_for,
)
from ansim.domain.signed_texts import TextMalformedError, read_text
from ansim.identity.campaigns.calls import (
    CampaignsToSend,
    CampaignToSend,
    NumbersFor,
    ReachedAt,
)
from ansim.notices.encoding import MessageTooLongError, encode_message
from ansim.notices.pace import TokenBucket
from ansim.rpc import Caller, CallError
from ansim.sender.channels import CampaignChannel, Submitted
from ansim.sender.message_queue import Due, MessageQueue, Travels

log = logging.getLogger(__name__)
BATCH: Final = 100
WINDOW: Final = 20
_SETTLES: Final = 10.0  # s after which a message that was handed over, and answered by nothing, is uncertain for good


@dataclass
class Sending:
    """`vault` is the line to the vault's socket for the sender, `proof_key` the key of answers. `clock` in epoch seconds."""

    queue: MessageQueue
    vault: Caller
    channel: CampaignChannel
    bucket: TokenBucket
    clock: Callable[[], float]
    proof_key: bytes
    policy: SendingPolicy = SENDING
    _said: dict[bytes, Campaign] = field(default_factory=dict)

    async def turn(self) -> int:
        """Do what is due; gives how many messages were tried. Raises CallError, UnreachableError, psycopg.Error."""
        standing = await self._standing()
        self.queue.withdraw_all_but(list(standing))
        for ref in self.queue.unknown(list(standing)):
            said = standing[ref]
            self.queue.take_over(ref, said.case, said.count, said.until, said.channels[0])
        if self.channel.deduplicates:
            self.queue.resend(_SETTLES)
        elif self.policy.resend_uncertain:
            self.queue.resend(self.policy.uncertain_for)
        now, tried = self.clock(), 0
        going = [
            ref
            for ref, said in standing.items()
            if may_go_at(now, night=said.night, policy=self.policy) <= now
        ]
        while due := self.queue.due(going, BATCH):
            for campaign, messages in groupby(sorted(due, key=_order), lambda one: one.campaign):
                tried += await self._send(campaign, standing[campaign], list(messages))
        return tried

    async def _standing(self) -> Mapping[bytes, Campaign]:
        """What the vault lets go, by its reference: the vault alone says so."""
        asked = CampaignsToSend()
        told = await asyncio.to_thread(self.vault.call, asked, list[CampaignToSend])
        found = {}
        for one in told:
            try:
                found[one.ref] = self._said.get(one.ref) or read_text(one.text, Campaign)
            except TextMalformedError:
                log.warning("a campaign of another release is not sent")
        self._said = found
        return found

    async def _send(self, campaign: bytes, said: Campaign, messages: Sequence[Due]) -> int:
        tired = [one for one in messages if one.tries >= self.policy.openings_each]
        for one in tired:
            self._fail(one, "tried-too-often")
        fresh = [one for one in messages if one.tries < self.policy.openings_each]
        reached = await self._open(campaign, fresh)
        there = [one for one in fresh if one.number in reached]
        for one in there:
            if why := reached[one.number].why_not:
                self.queue.move(one.id, Event.NO_WAY, why)
        to_hand = [one for one in there if not reached[one.number].why_not]
        for at in range(0, len(to_hand), WINDOW):
            window = to_hand[at : at + WINDOW]
            begun = self.queue.begin(campaign, window, self._proofs(window, reached))
            await asyncio.gather(
                *(self._hand(said, one, reached[one.number]) for one in window if one.id in begun)
            )
        return len(messages)

    async def _open(self, campaign: bytes, messages: Sequence[Due]) -> dict[int, ReachedAt]:
        """Where these people are reached; where the vault refuses all together, one by one."""
        if not messages:
            return {}
        asked = NumbersFor(campaign, [one.number for one in messages])
        try:
            told = await asyncio.to_thread(self.vault.call, asked, list[ReachedAt])
        except CallError as error:
            if (
                error.code == CampaignUnknownError.code
            ):  # stopped meanwhile: the next turn withdraws it
                self._put_off(messages)
                return {}
            if error.code != CampaignTermsError.code:
                raise
            if len(messages) == 1:
                self._fail(messages[0], "tried-too-often")
                return {}
            found: dict[int, ReachedAt] = {}
            for one in messages:
                found |= await self._open(campaign, [one])
            return found
        self.queue.count_try(messages)
        return {one.number: one for one in told}

    def _proofs(self, window: Sequence[Due], reached: Mapping[int, ReachedAt]) -> dict[int, bytes]:
        """By which somebody shows later that a message went to their number; stored before they can have it."""
        return {
            one.id: answer_proof(self.proof_key, one.reference, reached[one.number].phone[-4:])
            for one in window
        }

    async def _hand(self, said: Campaign, one: Due, where: ReachedAt) -> None:
        text = with_reference(text_for(said, where.language), readable_reference(one.reference))
        try:
            encoded = encode_message(text, where.phone)
        except MessageTooLongError:
            self.queue.move(one.id, Event.REFUSED, "too-long")
            return
        if (wait := self.bucket.take(1, time.monotonic())) > 0:
            await asyncio.sleep(wait)
        told = await self.channel.submit(where.phone, text, one.reference, one.mark)
        travels = Travels(where.language, encoded.form.value, encoded.parts)
        self._settle(one, told, travels)

    def _settle(self, one: Due, told: Submitted, travels: Travels) -> None:
        if told.event is not Event.PUT_OFF:
            self.queue.move(one.id, told.event, told.why, name=told.name, travels=travels)
        elif one.tries + 1 >= self.policy.openings_each:
            self.queue.move(one.id, Event.REFUSED, told.why)
        else:
            wait = self.policy.waits[min(one.tries, len(self.policy.waits) - 1)]
            self.queue.move(one.id, Event.PUT_OFF, told.why, wait=wait)

    def _fail(self, one: Due, why: str) -> None:
        if self.queue.begin(one.campaign, [one]):
            self.queue.move(one.id, Event.REFUSED, why)

    def _put_off(self, messages: Sequence[Due]) -> None:
        for one in messages:
            if self.queue.begin(one.campaign, [one]):
                self.queue.move(one.id, Event.PUT_OFF, "vault-refused", wait=self.policy.waits[0])


def _order(one: Due) -> tuple[bytes, int]:
    return one.campaign, one.number
