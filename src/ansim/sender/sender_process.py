"""The sender process: one at a time, with a channel of its own, asking the vault on a socket that is for nobody else."""

import asyncio
import logging
import os
import time
from dataclasses import replace
from typing import Any, Final

import psycopg

from ansim.domain.campaigns.sending_policy import SENDING, SendingPolicy
from ansim.domain.errors import AnsimError
from ansim.keys import folder
from ansim.notices.channels.configured import channel_of_environment
from ansim.notices.channels.first_fit import FirstFit
from ansim.notices.channels.messages import RelayChannel
from ansim.notices.channels.paced import Paced
from ansim.notices.pace import TokenBucket
from ansim.rpc import Caller
from ansim.sender.channels import CampaignChannel, WithoutReceipts
from ansim.sender.message_queue import MessageQueue
from ansim.sender.provider_channel import ProviderChannel
from ansim.sender.sending import Sending
from ansim.sender.smpp_transceiver import SmppTransceiver
from ansim.settings.environment import dsn, is_demo, seconds, socket_path, whole_number

log = logging.getLogger(__name__)
_FORGETS: Final = 600.0
_ANSWERS_AT_ONCE: Final = 100  # before the rest of the process has its turn
_AFTER_TROUBLE: Final = 2.0


def serve() -> None:
    """Send until the process ends. Without a channel all waits, and the log says so once."""
    channel = _channel()
    if channel is None:
        while True:
            time.sleep(3600)
    asyncio.run(_serve(channel))


async def _serve(channel: CampaignChannel) -> None:
    vault = Caller(socket_path("campaigns"), folder().secret("campaign-calls"))
    while True:
        try:
            with psycopg.connect(dsn("sender", "main"), autocommit=True) as connection:
                await _work(MessageQueue(connection), vault, channel)
        except* (psycopg.Error, AnsimError, OSError) as trouble:
            kinds = {type(one).__name__ for one in trouble.exceptions}
            log.warning("sender: %s, next try in %.0f s", ", ".join(sorted(kinds)), _AFTER_TROUBLE)
        await asyncio.sleep(_AFTER_TROUBLE)


async def _work(queue: MessageQueue, vault: Caller, channel: CampaignChannel) -> None:
    await asyncio.to_thread(queue.hold)
    if lost := queue.lose_sight():
        log.warning("%d messages were being handed over when the sender ended: uncertain", lost)
    policy = _policy()
    bucket, proof_key = (
        TokenBucket(policy.a_second, policy.a_second),
        folder().secret("answer-proofs"),
    )
    sending = Sending(queue, vault, channel, bucket, time.time, proof_key, policy)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_receive(queue, channel))
        tasks.create_task(_send(sending))
        tasks.create_task(_settle_answers(queue))
        tasks.create_task(_forget(queue))


async def _send(sending: Sending) -> None:
    every = seconds("campaigns", 1.0)
    while True:
        if tried := await sending.turn():
            log.info("campaigns: %d messages tried", tried)
        await asyncio.sleep(every)


async def _receive(queue: MessageQueue, channel: CampaignChannel) -> None:
    async for receipt in channel.receipts():
        queue.receive(receipt)


async def _settle_answers(queue: MessageQueue) -> None:
    every = seconds("answers", 1.0)
    while True:
        queue.settle_answers(_ANSWERS_AT_ONCE)
        await asyncio.sleep(every)


async def _forget(queue: MessageQueue) -> None:
    while True:
        queue.forget()
        await asyncio.sleep(_FORGETS)


def _policy() -> SendingPolicy:
    changes: dict[str, Any] = {
        "a_second": float(whole_number("ANSIM_CAMPAIGN_RATE", int(SENDING.a_second))),
        "uncertain_for": seconds("campaign_uncertain", SENDING.uncertain_for),
        "resend_uncertain": os.environ.get("ANSIM_CAMPAIGN_RESEND") == "1",
    }
    return replace(SENDING, **changes)


def _channel() -> CampaignChannel | None:
    """The same channel that single messages go by, in the way of campaigns. Raises ChannelSettingError."""
    if centre := os.environ.get("ANSIM_SMPP_URL"):
        return SmppTransceiver(centre, os.environ.get("ANSIM_SMPP_FROM", ""))
    channel = channel_of_environment(demo=is_demo())
    if channel is None:
        return None
    if isinstance(channel, Paced | FirstFit):  # a provider, at its pace
        return ProviderChannel(channel, seconds("campaign_fates", 20.0))
    return WithoutReceipts(channel, deduplicates=isinstance(channel, RelayChannel))
