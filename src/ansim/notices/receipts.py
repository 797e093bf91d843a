"""What channels tell of messages after they took them: late, twice, out of order, before the answer to the sending itself.

A receipt says how far one message came and when. `settle` folds any number of them, in any order and however often each
came, to one answer; `EarlyReceipts` keeps those whose message nobody knows yet. Both are pure, the clock is an argument.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from ansim.notices.handing_answers import Obstacle


class HowFar(StrEnum):
    """How far a message came, in the order of what counts more."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"


_ORDER: Final = tuple(HowFar)


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """What a channel tells of one message, by our `reference`, by its own `ticket`, or by both."""

    how_far: HowFar
    at: datetime
    """When it happened by the provider's clock, with a zone."""
    reference: str = ""
    ticket: str = ""
    obstacle: Obstacle | None = None
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class WhatBecame:
    """What all receipts of a message come to. `contradicted`: some say that it arrived and others that it failed."""

    how_far: HowFar
    at: datetime
    obstacle: Obstacle | None = None
    contradicted: bool = False


def settle(receipts: Iterable[DeliveryReceipt], now: datetime) -> WhatBecame | None:
    """What the receipts of one message come to; None for none. Neither their order nor repetition changes it.

    A message that arrived has arrived, whatever else is told: networks report a failure of one try and then deliver.
    The moment is the earliest that is told for it, and never later than `now`: a provider's clock may be ahead.
    """
    known = set(receipts)
    if not known:
        return None
    best = max((one.how_far for one in known), key=_ORDER.index)
    those = [one for one in known if one.how_far is best]
    first = min(those, key=lambda one: (one.at, one.obstacle or ""))
    states = {one.how_far for one in known}
    return WhatBecame(
        how_far=best,
        at=min(first.at, now),
        obstacle=first.obstacle if best is HowFar.FAILED else None,
        contradicted=HowFar.FAILED in states and bool(states & {HowFar.DELIVERED, HowFar.READ}),
    )


@dataclass
class EarlyReceipts:
    """Receipts for tickets that nobody knows: the provider's came before its answer to the sending, or is no message of ours.

    At most `most` are kept, each for `seconds`; what is let go of counts as `unknown`, and the oldest goes first.
    """

    seconds: float = 900.0
    most: int = 10_000
    unknown: int = 0
    _kept: deque[tuple[float, DeliveryReceipt]] = field(default_factory=deque)

    def keep(self, receipt: DeliveryReceipt, now: float) -> None:
        """Keep a receipt until its ticket is known."""
        self._let_go(now)
        if len(self._kept) >= self.most:
            self._kept.popleft()
            self.unknown += 1
        self._kept.append((now, receipt))

    def claim(self, tickets: Iterable[str], now: float) -> Sequence[DeliveryReceipt]:
        """Those of tickets that have become known, in the order in which they came; they are kept no longer."""
        self._let_go(now)
        wanted = set(tickets)
        claimed = [one for _, one in self._kept if one.ticket in wanted]
        if claimed:
            self._kept = deque(pair for pair in self._kept if pair[1].ticket not in wanted)
        return claimed

    def _let_go(self, now: float) -> None:
        while self._kept and self._kept[0][0] + self.seconds <= now:
            self._kept.popleft()
            self.unknown += 1
