"""What an officer may call a contact, proposed from what the log knows of the time shared. Never a diagnosis.

Korean practice tells close contacts (밀접접촉자) from casual ones (일상접촉자). The pathogen's preset says after how many
minutes a contact is close; for some there is no least time.
"""

from enum import StrEnum


class Classification(StrEnum):
    """In order of urgency."""

    CLOSE = "close"
    CASUAL = "casual"
    UNLIKELY = "unlikely"


MORE_LIKELY_THAN_NOT = 0.5
POSSIBLE = 0.05
"""The chance of a shared minute from which a contact is worth a call.

It finds 97 in 100 true contacts and costs 2.4 calls for each (docs/tracing.md, "What a threshold costs").
"""


def classify(
    minutes: float | None, chance_of_minutes: float, chance_of_any: float
) -> Classification:
    """From P(shared `minutes`) and P(shared a minute), each 0 to 1. `minutes` None: no least time."""
    if chance_of_any < POSSIBLE:
        return Classification.UNLIKELY
    chance = chance_of_any if minutes is None else chance_of_minutes
    return Classification.CLOSE if chance >= MORE_LIKELY_THAN_NOT else Classification.CASUAL
