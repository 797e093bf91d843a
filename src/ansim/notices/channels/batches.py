"""Messages to a provider in calls of a size that it takes, so that one wrong message holds no other up."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ansim.notices.channels.bulk_channel import HandedOver, Outgoing, each_once
from ansim.notices.channels.provider_http import ProviderFailedError
from ansim.notices.handing_answers import HandOver, Obstacle

Kind = TypeVar("Kind", bound=Hashable)
Handing = Callable[[Sequence[Outgoing]], Awaitable[Sequence[HandedOver]]]
_MOST_HALVINGS: Final = 40
"""Of one `hand_over`: three wrong messages in 100 are found with 40; where all are wrong, we do not ask for each."""


async def hand_over_by_kind(
    messages: Sequence[Outgoing],
    most: int,
    kind_of: Callable[[Outgoing], Kind | Obstacle],
    hand: Callable[[Kind, Sequence[Outgoing]], Awaitable[Sequence[HandedOver]]],
) -> Sequence[HandedOver]:
    """Hand messages over, those of one kind together, none with its number twice in a call; one answer each, in order.

    A message whose kind is an obstacle is refused with that, and not tried. A reference that is given twice is one message.
    """
    answers: dict[str, HandedOver] = {}
    kinds: dict[Kind, list[Outgoing]] = defaultdict(list)
    for message in each_once(messages):
        kind = kind_of(message)
        if isinstance(kind, Obstacle):
            answers[message.reference] = HandedOver(
                message.reference, HandOver.REFUSED, obstacle=kind
            )
        else:
            kinds[kind].append(message)
    stopped: ProviderFailedError | None = None
    for kind, those in kinds.items():

        async def handing(batch: Sequence[Outgoing], kind: Kind = kind) -> Sequence[HandedOver]:
            return await hand(kind, batch)

        batches = Batches(most, handing, stopped)
        answers |= await batches.all(each_number_once(those))
        stopped = batches.stopped
    return [answers[one.reference] for one in messages]


def each_number_once(messages: Sequence[Outgoing]) -> list[list[Outgoing]]:
    """The same messages in groups that hold no number twice: some providers answer by number, some drop the second."""
    groups: list[list[Outgoing]] = []
    seen: dict[str, int] = {}
    for message in messages:
        turn = seen[message.to] = seen.get(message.to, -1) + 1
        if turn == len(groups):
            groups.append([])
        groups[turn].append(message)
    return groups


@dataclass
class Batches:
    """Hands messages over by `hand`, which raises ProviderFailedError where a call came to nothing.

    After a provider that is busy, away or silent the rest is not tried: at most one call is uncertain.
    """

    most: int
    hand: Handing
    stopped: ProviderFailedError | None = None
    _halvings: int = 0
    _answers: dict[str, HandedOver] = field(default_factory=dict)

    async def all(self, groups: Iterable[Sequence[Outgoing]]) -> dict[str, HandedOver]:
        """The answers by reference; messages of different groups do not share a call."""
        for group in groups:
            for start in range(0, len(group), self.most):
                await self._batch(group[start : start + self.most])
        return self._answers

    async def _batch(self, batch: Sequence[Outgoing]) -> None:
        if self.stopped is not None:
            self._give_up(batch, _not_tried_after(self.stopped))
            return
        try:
            told = {one.reference: one for one in await self.hand(batch)}
        except ProviderFailedError as error:
            await self._failed(batch, error)
            return
        for message in batch:  # what the provider says nothing of may have been taken
            silent = HandedOver(message.reference, HandOver.UNCERTAIN, obstacle=Obstacle.NO_ANSWER)
            self._answers[message.reference] = told.get(message.reference, silent)

    async def _failed(self, batch: Sequence[Outgoing], error: ProviderFailedError) -> None:
        if error.how is HandOver.REFUSED and len(batch) > 1:
            if self._halvings < _MOST_HALVINGS:
                self._halvings += 1
                middle = len(batch) // 2
                await self._batch(batch[:middle])
                await self._batch(batch[middle:])
                return
            error = ProviderFailedError(HandOver.LATER, error.obstacle)
        if error.how is not HandOver.REFUSED:
            self.stopped = error
        self._give_up(batch, error)

    def _give_up(self, batch: Sequence[Outgoing], error: ProviderFailedError) -> None:
        for message in batch:
            self._answers[message.reference] = HandedOver(
                message.reference, error.how, obstacle=error.obstacle, wait=error.wait
            )


def _not_tried_after(error: ProviderFailedError) -> ProviderFailedError:
    obstacle = Obstacle.AWAY if error.how is HandOver.UNCERTAIN else error.obstacle
    return ProviderFailedError(HandOver.LATER, obstacle, error.wait)
