"""A channel at a pace: a provider takes so many messages a second, and one that says it is busy is left alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from ansim.notices.channels.bulk_channel import BulkChannel, HandedOver, Outgoing, send_one
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.pace import TokenBucket
from ansim.notices.receipts import DeliveryReceipt

_BUSY_WITHOUT_A_TIME: Final = 5.0  # seconds


class Paced:
    """Hands over as the bucket gives tokens, in calls no larger than the bucket holds."""

    def __init__(
        self,
        channel: BulkChannel,
        bucket: TokenBucket,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.name = channel.name
        self.most = max(1, min(channel.most, int(bucket.burst)))
        self._channel, self._bucket = channel, bucket
        self._clock, self._sleep = clock, sleep

    def fits(self, message: Outgoing) -> Obstacle | None:
        """What the channel says."""
        return self._channel.fits(message)

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Hand messages over, each call when its turn has come. After a busy provider the rest is for later."""
        answers: list[HandedOver] = []
        for start in range(0, len(messages), self.most):
            part = messages[start : start + self.most]
            wait = self._bucket.take(len(part), self._clock())
            if wait:
                await self._sleep(wait)
            told = await self._channel.hand_over(part)
            answers += told
            busy = [one.wait for one in told if one.obstacle is Obstacle.BUSY]
            if busy:
                self._bucket.pause(max(busy) or _BUSY_WITHOUT_A_TIME, self._clock())
                answers += (
                    HandedOver(
                        one.reference, HandOver.LATER, obstacle=Obstacle.BUSY, wait=max(busy)
                    )
                    for one in messages[start + self.most :]
                )
                break
        return answers

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """What became of messages."""
        return await self._channel.ask(tickets)

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand one message over. Raises MessageNotSentError."""
        await send_one(self, to, text, reference)

    async def close(self) -> None:
        """Close the channel."""
        await self._channel.close()
