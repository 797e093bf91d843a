"""Why a visitor reports a QR. The numbers are stored; never renumber, only append."""

from enum import IntEnum


class ReportReason(IntEnum):
    """What a visitor saw at the door."""

    OTHER_VENUE = 1  # the code names another place than the one they stand at
    STUCK_OVER = 2  # a sticker over the poster
    UNREADABLE = 3  # torn, faded, in glare
    OTHER = 4
