"""What came of handing a message over, and why: the same words for all channels, and what helps."""

from enum import StrEnum
from typing import Final


class HandOver(StrEnum):
    """What came of handing a message over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # not taken, and no later try on this channel helps
    LATER = "later"  # not taken; a later try may help
    UNCERTAIN = "uncertain"  # perhaps taken: whoever hands it over again may send it twice


class Obstacle(StrEnum):
    """What stands in a message's way."""

    NUMBER = "number"  # there is no such number, or it takes no messages
    ABROAD = "abroad"  # this channel reaches numbers of Korea alone
    OPTED_OUT = "opted-out"  # the person, or a filter for them, takes nothing from us
    NOT_IN_APP = "not-in-app"  # nobody at that number uses the messenger
    LETTERS = "letters"  # the text holds letters that this channel would send as question marks
    TOO_LONG = "too-long"
    TEMPLATE = "template"  # the text is not one that the messenger approved
    GONE = "gone"  # the browser gave its subscription up: forget it
    UNREACHED = "unreached"  # the phone was off, full or out of reach until the network gave up
    SENDER = "sender"  # the number that messages come from is not registered
    CREDENTIALS = "credentials"  # the provider does not know our key, or our clock is wrong
    CREDIT = "credit"  # the account with the provider is empty
    BUSY = "busy"  # the provider takes no more at the moment
    AWAY = "away"  # the provider is out of reach
    NO_ANSWER = "no-answer"  # handed over, and no answer came that we can read
    OTHER = "other"


ANOTHER_CHANNEL: Final = frozenset(
    {
        Obstacle.NUMBER,
        Obstacle.ABROAD,
        Obstacle.OPTED_OUT,
        Obstacle.NOT_IN_APP,
        Obstacle.LETTERS,
        Obstacle.TOO_LONG,
        Obstacle.TEMPLATE,
        Obstacle.GONE,
        Obstacle.UNREACHED,
        Obstacle.OTHER,
    }
)
"""No later try on the same channel helps, another channel may."""
OPERATOR: Final = frozenset({Obstacle.SENDER, Obstacle.CREDENTIALS, Obstacle.CREDIT})
"""Somebody has to put something right with the provider; then the same message goes."""
