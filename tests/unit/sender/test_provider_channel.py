"""Campaigns by a provider: what goes together goes in one call, each message is answered, and its fate is asked for."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ansim.domain.campaigns.message_states import Event
from ansim.sender.channels import DeliveryReport
from ansim.sender.provider_channel import ProviderChannel
from support.patience import PATIENCE
from support.providers.benches import BENCHES, Bench
from support.providers.moods import Mood

TEXT = "[안심도] 검사를 받으세요"


def by(name: str, use: Callable[[Bench, ProviderChannel], Awaitable[None]]) -> None:
    async def once() -> None:
        async with BENCHES[name](PATIENCE) as bench:
            channel = ProviderChannel(bench.channel, every=0.01)
            await use(bench, channel)
            await channel.close()

    asyncio.run(once())


@pytest.mark.parametrize("name", ["solapi", "sens"])
def test_messages_of_one_moment_go_in_one_call_and_their_ends_are_told_once(name: str) -> None:
    async def use(bench: Bench, channel: ProviderChannel) -> None:
        submitted = await asyncio.gather(
            *(channel.submit(to, TEXT, f"r{to[-2:]}", 1) for to in bench.addresses)
        )
        assert {one.event for one in submitted} == {Event.TAKEN}
        assert len(bench.paths) == 1
        told: list[DeliveryReport] = []
        async with asyncio.timeout(PATIENCE):
            async for receipt in channel.receipts():
                told.append(receipt)
                if len(told) == len(submitted):
                    break
        assert {one.event for one in told} == {Event.ARRIVED}
        assert {one.name for one in told} == {one.name for one in submitted}

    by(name, use)


@pytest.mark.parametrize("name", ["solapi", "sens"])
@pytest.mark.parametrize(
    ("mood", "event"),
    [
        (Mood.BUSY, Event.PUT_OFF),
        (Mood.STRICT, Event.PUT_OFF),
        (Mood.CUTS, Event.LOST),
        (Mood.BROKEN, Event.LOST),
        (Mood.LIES, Event.LOST),
    ],
)
def test_each_answer_moves_a_message_as_it_says(name: str, mood: Mood, event: Event) -> None:
    async def use(bench: Bench, channel: ProviderChannel) -> None:
        bench.set_mood(mood)
        submitted = await channel.submit(bench.addresses[0], TEXT, "r", 1)
        assert submitted.event is event
        bench.set_mood(Mood.WELL)
        wrong, good = await asyncio.gather(
            channel.submit(bench.wrong, TEXT, "w", 2),
            channel.submit(bench.addresses[1], TEXT, "g", 3),
        )
        assert (wrong.event, good.event) == (Event.REFUSED, Event.TAKEN)

    by(name, use)
