"""What the sender wants of a channel: hand one message over and say what became of it; tell receipts as they come."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from ansim.domain.campaigns.message_states import Event
from ansim.notices.channels.messages import Channel, MessageNotSentError
from ansim.notices.handing_answers import HandOver


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a message: TAKEN, PUT_OFF, REFUSED or LOST; `name` is the channel's own for it, where it gives one."""

    event: Event
    name: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A report about an earlier message: by the channel's name for it, or by our own mark where it carries that."""

    name: str
    event: Event
    why: str = ""
    mark: int | None = None


class CampaignChannel(Protocol):
    """A channel for campaigns. `deduplicates`: what it had already under our reference it sends no second time."""

    deduplicates: bool

    async def submit(self, to: str, text: str, reference: str, mark: int) -> Submitted:
        """Hand a message over; `to` in E.164, `mark` a number below 65,536 that receipts may carry. Raises nothing."""

    def receipts(self) -> AsyncIterator[DeliveryReport]:
        """The reports as they come, until the channel is closed."""

    async def close(self) -> None:
        """Let go of connections."""


class WithoutReceipts:
    """A relay or the demo's page as a channel for campaigns: what it takes over is all that is ever known."""

    def __init__(self, channel: Channel, *, deduplicates: bool) -> None:
        self._channel = channel
        self.deduplicates = deduplicates

    async def submit(self, to: str, text: str, reference: str, mark: int) -> Submitted:
        """Hand a message over under its reference."""
        del mark
        try:
            await self._channel.send(to, text, reference)
        except MessageNotSentError as error:
            if error.how is HandOver.REFUSED:
                return Submitted(Event.REFUSED, why="channel-refused")
            if error.how is HandOver.LATER:
                return Submitted(Event.PUT_OFF, why="channel-away")
            # Whether a relay had it before its answer was lost nobody knows; where it knows our reference, that is no matter.
            return Submitted(Event.PUT_OFF if self.deduplicates else Event.LOST, why="channel-away")
        return Submitted(Event.TAKEN)

    async def receipts(self) -> AsyncIterator[DeliveryReport]:
        """None ever come."""
        return
        yield

    async def close(self) -> None:
        """Let go of connections."""
        await self._channel.close()


def digest_of_name(name: str) -> bytes:
    """A channel's name for a message as it is stored: some centres put the number into it."""
    return hashlib.sha256(b"ansim-channel-name\0" + name.encode()).digest()
