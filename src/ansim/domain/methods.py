"""How a check-in came about. The numbers are stored; never renumber, only append."""

from enum import IntEnum


class Method(IntEnum):
    """The way the visitor, or the venue for them, recorded the visit."""

    QR = 1  # the visitor's phone read the venue's QR
    DISPLAY = 2  # the same, with the right code of the venue's screen
    PASS = 3  # the venue's phone read the pass on a visitor's phone
    PRINTED_PASS = 4  # the venue's phone read a printed pass
    TYPED = 5  # the venue's code was typed
    CALL = 6  # a telephone call to the venue's number
    PAPER = 7  # staff entered it from a paper list
    STAFF = 8  # staff entered the name and number of somebody who has no phone
