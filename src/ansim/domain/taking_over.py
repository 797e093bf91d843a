"""Why an officer takes over a colleague's case: fixed words, since they stand in the ledger."""

from enum import Enum
from typing import Final


class TakeOverReason(Enum):
    """What keeps the colleague from the case, or why it changes hands."""

    ABSENT = "absent"
    SHIFT_END = "shift-end"
    WORKLOAD = "workload"
    LEFT = "left"


MOST_AT_ONCE: Final = 50
"""Cases that change hands by one form."""
