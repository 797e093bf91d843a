"""The states of one message, and which event moves it where: the one rule that sender and screens go by.

Receipts come late, twice and out of order, so an event that brings nothing new leaves the state as it is, and what is known
for certain is never taken back: a phone that had the message had it, whatever comes afterwards.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    HANDING = "handing"  # the channel is being asked; after a crash nobody knows what it did
    UNCERTAIN = "uncertain"
    HANDED = "handed"
    DELIVERED = "delivered"
    FAILED = "failed"
    READ = "read"
    ANSWERED = "answered"
    UNREACHABLE = "unreachable"  # there is no number that takes messages
    STOPPED = "stopped"


class Event(StrEnum):
    """What happens to a message."""

    BEGUN = "begun"
    TAKEN = "taken"
    PUT_OFF = "put-off"  # the channel took it not now
    REFUSED = "refused"  # or never
    LOST = "lost"  # no answer of the channel, or this process died before it came
    RESENT = "resent"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not-arrived"
    SEEN = "seen"
    ANSWER = "answer"
    NO_WAY = "no-way"
    STOP = "stop"


_SENT: Final = (State.HANDING, State.UNCERTAIN, State.HANDED)
# By event: from which states it leads where. Whatever is not named here leaves the state as it is.
_MOVES: Final = MappingProxyType(
    {
        Event.BEGUN: ((State.QUEUED,), State.HANDING),
        Event.TAKEN: ((State.HANDING, State.UNCERTAIN), State.HANDED),
        Event.PUT_OFF: ((State.HANDING,), State.QUEUED),
        Event.REFUSED: ((State.HANDING, State.UNCERTAIN), State.FAILED),
        Event.LOST: ((State.HANDING,), State.UNCERTAIN),
        Event.RESENT: ((State.UNCERTAIN,), State.QUEUED),
        # Networks say that a message failed and deliver it after all; the other way round nobody takes it back. A message
        # that waits to be sent once more arrived, too, where the receipt of its first sending comes.
        Event.ARRIVED: ((*_SENT, State.QUEUED, State.FAILED), State.DELIVERED),
        Event.NOT_ARRIVED: (_SENT, State.FAILED),
        Event.SEEN: ((*_SENT, State.FAILED, State.DELIVERED), State.READ),
        Event.ANSWER: ((*_SENT, State.FAILED, State.DELIVERED, State.READ), State.ANSWERED),
        Event.NO_WAY: ((State.QUEUED,), State.UNREACHABLE),
        Event.STOP: ((State.QUEUED,), State.STOPPED),
    }
)
ENDED: Final = frozenset(State) - {State.QUEUED, State.HANDING, State.UNCERTAIN, State.HANDED}
"""States of which nobody waits for more."""
REACHED: Final = (State.DELIVERED, State.READ, State.ANSWERED)
LEFT_THE_HOUSE: Final = frozenset({*_SENT, *REACHED, State.FAILED})
"""States of messages that the channel had, or may have had: what a stop counts as sent."""


def moved(state: State, event: Event) -> State:
    """The state after an event; the same where it brings nothing new."""
    sources, target = _MOVES[event]
    return target if state in sources else state


def sources_of(event: Event) -> tuple[State, ...]:
    """The states that an event moves, for a statement that moves many rows at once."""
    return _MOVES[event][0]


def target_of(event: Event) -> State:
    """Where an event leads."""
    return _MOVES[event][1]
