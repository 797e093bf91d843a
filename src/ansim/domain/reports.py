"""Why a visitor reports a QR, and how often a network may. The numbers are stored; never renumber, only append."""

from enum import IntEnum
from typing import Final

# Policy, as of 2026-11-26. Reports wait until a clerk settles them, at most 20 of a venue and 500 of none: a network
# (ansim.domain.code_budgets.block_of) gets a part of either, as guests of one house or one carrier share an address.
REPORTS_WINDOW: Final = 7 * 86400  # seconds
REPORTS_OF_A_NETWORK: Final = 50
REPORTS_OF_A_NETWORK_AND_VENUE: Final = 5


class ReportReason(IntEnum):
    """What a visitor saw at the door."""

    OTHER_VENUE = 1  # the code names another place than the one they stand at
    STUCK_OVER = 2  # a sticker over the poster
    UNREADABLE = 3  # torn, faded, in glare
    OTHER = 4
