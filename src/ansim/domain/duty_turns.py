"""When the duty to keep a visitor log begins and ends for a place: orders follow one another, and only the turn is news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ansim.domain.facilities import Facility, Order, orders_for

NOTICE_DAYS: Final = 7
"""How long before its first day a duty is announced."""

NEWS_DAYS: Final = 14
"""How long after a turn it is still told: an order may be published late, and old news helps nobody."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DutyTurn:
    """The duty begins on `day`, or `day` was its last."""

    day: date
    begins: bool


def turns(
    kind: Facility, area: float | None, today: date, orders: Sequence[Order]
) -> list[DutyTurn]:
    """What is to be told on a day about a place of that kind and floor area (m², None where unknown), oldest first.

    A duty that goes on under another order neither ends nor begins.
    """

    def held(day: date) -> bool:
        return bool(orders_for(kind, day, area, orders))

    found = []
    for order in orders:
        if _is_news(order.since, today + NOTICE_DAYS * _DAY, today):
            begins = held(order.since) and not held(order.since - _DAY)
            found += [DutyTurn(order.since, begins=True)] if begins else []
        if order.until is not None and _is_news(order.until + _DAY, today, today):
            ended = held(order.until) and not held(order.until + _DAY)
            found += [DutyTurn(order.until, begins=False)] if ended else []
    return sorted(set(found), key=lambda turn: (turn.day, turn.begins))


def _is_news(day: date, latest: date, today: date) -> bool:
    return today - NEWS_DAYS * _DAY <= day <= latest
