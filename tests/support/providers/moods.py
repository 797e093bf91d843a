"""What a provider may do to whoever hands messages over."""

from enum import Enum


class Mood(Enum):
    WELL = "well"
    SLOW = "takes the messages, and answers when nobody waits any more"
    CUTS = "takes the messages, and the line breaks"
    LIES = "takes the messages, and answers something else"
    BUSY = "takes nothing, for 7 seconds"
    BROKEN = "answers 500, and may have taken them"
    REDIRECTS = "sends whoever comes somewhere else"
    STRICT = "knows none of our keys"


TAKES = {Mood.WELL, Mood.SLOW, Mood.CUTS, Mood.LIES, Mood.BROKEN}
TOO_LONG = 3600.0  # seconds: what a slow one takes, over when the test is
