"""A provider of many messages as a channel for campaigns: what is submitted together goes in one call, fates are asked for.

The provider's tickets are kept in memory alone, as the queue stores but their digests: after a restart nobody asks for
the fate of what was handed over before it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from types import MappingProxyType
from typing import Final

from ansim.domain.campaigns.message_states import Event
from ansim.notices.channels.bulk_channel import BulkChannel, HandedOver, Outgoing
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import HowFar
from ansim.sender.channels import DeliveryReport, Submitted

_EVENTS: Final = MappingProxyType(
    {
        HandOver.ACCEPTED: Event.TAKEN,
        HandOver.REFUSED: Event.REFUSED,
        HandOver.LATER: Event.PUT_OFF,
        HandOver.UNCERTAIN: Event.LOST,
    }
)
_ENDS: Final = MappingProxyType(
    {
        HowFar.FAILED: Event.NOT_ARRIVED,
        HowFar.DELIVERED: Event.ARRIVED,
        HowFar.READ: Event.SEEN,
    }
)
_ASKED_FOR: Final = 3 * 24 * 3600.0  # seconds, after which a network tells no more
_TOGETHER: Final = 100


def why_of(how: HandOver, obstacle: Obstacle | None) -> str:
    """Why a message was not taken, in the words that officers read of any channel."""
    match how, obstacle:
        case HandOver.ACCEPTED, _:
            return ""
        case HandOver.UNCERTAIN, _:
            return "no-answer"
        case HandOver.LATER, Obstacle.BUSY:
            return "channel-busy"
        case HandOver.LATER, _:
            return "channel-away"
        case _, Obstacle.TOO_LONG:
            return "too-long"
        case _:
            return "channel-refused"


class ProviderChannel:
    """Hands over what is submitted in the same moment as one call. `every` seconds it asks what became of messages."""

    deduplicates = False

    def __init__(
        self,
        channel: BulkChannel,
        every: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._channel, self._every, self._clock = channel, every, clock
        self._waiting: dict[str, tuple[Outgoing, asyncio.Future[HandedOver]]] = {}
        self._handing: asyncio.Task[None] | None = None
        self._open: dict[str, float] = {}

    async def submit(self, to: str, text: str, reference: str, mark: int) -> Submitted:
        """Hand a message over."""
        del mark  # its receipts carry the ticket
        future: asyncio.Future[HandedOver] = asyncio.get_running_loop().create_future()
        self._waiting[reference] = (Outgoing(reference, to, text), future)
        if self._handing is None:
            self._handing = asyncio.create_task(self._hand())
        handed = await future
        if handed.how is HandOver.ACCEPTED and handed.ticket:
            self._open[handed.ticket] = self._clock()
        return Submitted(_EVENTS[handed.how], handed.ticket, why_of(handed.how, handed.obstacle))

    async def receipts(self) -> AsyncIterator[DeliveryReport]:
        """What became of messages, as the provider tells when it is asked."""
        while True:
            await asyncio.sleep(self._every)
            now = self._clock()
            self._open = {one: at for one, at in self._open.items() if at + _ASKED_FOR > now}
            tickets = list(self._open)
            for start in range(0, len(tickets), _TOGETHER):
                for receipt in await self._told(tickets[start : start + _TOGETHER]):
                    yield receipt

    async def close(self) -> None:
        """Close the provider's connections."""
        await self._channel.close()

    async def _told(self, tickets: Sequence[str]) -> list[DeliveryReport]:
        found = []
        for one in await self._channel.ask(tickets):
            event = _ENDS.get(one.how_far)
            if event is None or one.ticket not in self._open:
                continue
            del self._open[one.ticket]
            found.append(
                DeliveryReport(one.ticket, event, "" if one.obstacle is None else "not-delivered")
            )
        return found

    async def _hand(self) -> None:
        await asyncio.sleep(0)  # whoever submits in the same moment comes along
        waiting, self._waiting, self._handing = self._waiting, {}, None
        try:
            told = await self._channel.hand_over([one for one, _ in waiting.values()])
        except BaseException as error:
            for _, future in waiting.values():
                future.set_exception(error)
            raise
        for handed in told:
            waiting[handed.reference][1].set_result(handed)
