"""How sure is it that the visitor stood at the door? (DESIGN §5).

A photo of a poster checks anyone in from anywhere. So each check-in carries the signs that speak for or
against presence; officers see the grade and the signs, and nothing is silently trusted or dropped.
"""

from enum import IntEnum, IntFlag


class Sign(IntFlag):
    """One observation about a check-in. The bits are stored; never renumber, only append."""

    DEVICE_BOUND = 1  # the session belongs to a key that cannot leave the phone
    NEAR = 2  # the phone compared its place with the venue's
    FAR = 4
    WITHIN_HOURS = 8
    OUTSIDE_HOURS = 16
    DISPLAY_CODE = 32  # the code on the venue's screen was right
    STAFF_SCAN = 64  # the venue's phone read the visitor's pass
    DELIVERED_LATE = 128  # came from the offline queue
    TIME_UNCERTAIN = 256  # the phone's clock cannot vouch for the times


class Grade(IntEnum):
    """What officers see, best first."""

    STRONG = 1
    GOOD = 2
    PLAIN = 3
    DOUBTFUL = 4


def grade(signs: Sign) -> Grade:
    """The grade of a set of signs.

    FAR or OUTSIDE_HOURS make a check-in doubtful unless the venue itself vouches (display code or staff
    scan). Vouching alone is strong; a near, device-bound phone is good; anything else is plain.
    """
    if signs & (Sign.DISPLAY_CODE | Sign.STAFF_SCAN):
        return Grade.GOOD if signs & (Sign.FAR | Sign.OUTSIDE_HOURS) else Grade.STRONG
    if signs & (Sign.FAR | Sign.OUTSIDE_HOURS):
        return Grade.DOUBTFUL
    if signs & Sign.NEAR and signs & Sign.DEVICE_BOUND:
        return Grade.GOOD
    return Grade.PLAIN
