"""Several channels as one: each message goes by the first that can take its letters, its length and its number.

So a text in Chinese goes by the message centre where the cheaper provider would write question marks. A message that no
channel can take is refused with what the last one lacks. A failure is no reason to try the next: that is the sender's to
decide and to count.
"""

from collections import defaultdict
from collections.abc import Sequence

from ansim.notices.channels.bulk_channel import BulkChannel, HandedOver, Outgoing, send_one
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import DeliveryReceipt


class FirstFit:
    """Channels in the order of their cost."""

    name = "first-fit"

    def __init__(self, channels: Sequence[BulkChannel]) -> None:
        self._channels = channels
        self.most = min(one.most for one in channels)

    def fits(self, message: Outgoing) -> Obstacle | None:
        """Why no channel takes it; None where one does."""
        found = self._choose(message)
        return found if isinstance(found, Obstacle) else None

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Hand each over by its channel."""
        answers: dict[str, HandedOver] = {}
        parts: dict[int, list[Outgoing]] = defaultdict(list)
        for message in messages:
            chosen = self._choose(message)
            if isinstance(chosen, Obstacle):
                answers[message.reference] = HandedOver(
                    message.reference, HandOver.REFUSED, obstacle=chosen
                )
            else:
                parts[chosen].append(message)
        for chosen, part in parts.items():
            told = await self._channels[chosen].hand_over(part)
            answers |= {one.reference: one for one in told}
        return [answers[one.reference] for one in messages]

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """What became of messages: each channel knows its own tickets."""
        known = [one for one in tickets if one]
        return [one for channel in self._channels for one in await channel.ask(known)]

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand one message over. Raises MessageNotSentError."""
        await send_one(self, to, text, reference)

    async def close(self) -> None:
        """Close all of them."""
        for channel in self._channels:
            await channel.close()

    def _choose(self, message: Outgoing) -> int | Obstacle:
        obstacle = Obstacle.OTHER
        for place, channel in enumerate(self._channels):
            found = channel.fits(message)
            if found is None:
                return place
            obstacle = found
        return obstacle
