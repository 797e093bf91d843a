"""A channel that takes many messages at a time, answers for each, and tells later what became of them.

It is also a `Channel`, which takes one: `send` hands over a batch of one. A new provider is a folder beside `solapi` and
`sens`, with a `channel.py` that gives one of these; `docs/guides/channels.md` says how it is tested.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ansim.notices.channels.messages import Channel, MessageNotSentError
from ansim.notices.encoding import MessageTooLongError, encode_message
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import DeliveryReceipt


@dataclass(frozen=True, slots=True)
class ApprovedTemplate:
    """A messenger's own template: its code there, and the values for its places by their names."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. Neither number nor text stand in what is printed of it.

    `to` is a number in E.164, a mail address, or a push subscription as its browser wrote it.
    """

    reference: str
    """Ours, the same whenever the same message is handed over."""
    to: str = field(repr=False)
    text: str = field(repr=False)
    template: ApprovedTemplate | None = None

    def __post_init__(self) -> None:
        """A message without a reference would be taken for any other without one."""
        if not self.reference:
            raise ValueError("a message on its way has a reference of its own")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What came of one message: `ticket` is the provider's name for it, `wait` the seconds that it asked for."""

    reference: str
    how: HandOver
    ticket: str = ""
    obstacle: Obstacle | None = None
    wait: float = 0.0


class BulkChannel(Protocol):
    """Takes messages to phones, many at a time."""

    name: str
    """In one word, for settings, logs and counts."""
    most: int
    """Messages of one call; a longer sequence takes several."""

    def fits(self, message: Outgoing) -> Obstacle | None:
        """Why the channel cannot take a message, as far as one sees before sending it; None where it can."""

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Hand messages over; one answer each, in their order. No error of a provider comes out as an exception."""

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """What became of messages by the provider's tickets; those that it tells nothing of are left out."""

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand one message over. Raises MessageNotSentError."""

    async def close(self) -> None:
        """Let go of connections."""


Fits = Callable[[Outgoing], Obstacle | None]


def is_written(text: str) -> bool:
    """Whether a text is one: half of a pair of UTF-16 is no letter, and no code has it."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def fits_a_text(message: Outgoing) -> Obstacle | None:
    """Why no text message takes it, whatever its letters; None where one does."""
    if not is_written(message.text):
        return Obstacle.LETTERS
    try:
        encode_message(message.text, message.to)
    except MessageTooLongError:
        return Obstacle.TOO_LONG
    return None if message.to.startswith("+") else Obstacle.NUMBER


def fits_a_letter(message: Outgoing) -> Obstacle | None:
    """Why no mail takes it; None where one does."""
    if not is_written(message.text):
        return Obstacle.LETTERS
    return None if "@" in message.to else Obstacle.NUMBER


def each_once(messages: Sequence[Outgoing]) -> list[Outgoing]:
    """The messages, one for each reference, in their order. Raises ValueError where one stands for two messages.

    Its second would be answered as the first was, and never go.
    """
    found: dict[str, Outgoing] = {}
    for message in messages:
        if found.setdefault(message.reference, message) != message:
            raise ValueError("two messages have one reference")
    return list(found.values())


async def send_one(channel: BulkChannel, to: str, text: str, reference: str) -> None:
    """What `send` of a bulk channel does. Raises MessageNotSentError."""
    message = Outgoing(reference or secrets.token_hex(16), to, text)
    (handed,) = await channel.hand_over([message])
    if handed.how is not HandOver.ACCEPTED:
        obstacle = handed.obstacle or Obstacle.OTHER
        raise MessageNotSentError(f"{channel.name}: {handed.how}, {obstacle}", handed.how, obstacle)


class OneByOne:
    """A channel that takes one message at a time, as a bulk channel that tells nothing later.

    Where its error does not say whether the message was taken, that is uncertain.
    """

    most = 1

    def __init__(self, name: str, channel: Channel, fits: Fits) -> None:
        self.name = name
        self.fits = fits
        self._channel = channel

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Hand them over, one after the other; a reference that is given twice is one message."""
        answers = {one.reference: await self._one(one) for one in each_once(messages)}
        return [answers[message.reference] for message in messages]

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """Nothing: these channels do not tell."""
        del tickets
        return []

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand one message over. Raises MessageNotSentError."""
        await self._channel.send(to, text, reference)

    async def close(self) -> None:
        """Close the channel."""
        await self._channel.close()

    async def _one(self, message: Outgoing) -> HandedOver:
        if (obstacle := self.fits(message)) is not None:
            return HandedOver(message.reference, HandOver.REFUSED, obstacle=obstacle)
        try:
            await self._channel.send(message.to, message.text, message.reference)
        except MessageNotSentError as error:
            return HandedOver(message.reference, error.how, obstacle=error.obstacle)
        return HandedOver(message.reference, HandOver.ACCEPTED)
