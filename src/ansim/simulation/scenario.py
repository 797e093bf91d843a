"""What may be asked of an invented province: said here alone, so that the command says it without loading the province."""

from datetime import date
from enum import StrEnum

START = date(2021, 6, 7)
LAST_SEED = 2**64 - 1  # the compiled walks take 64 bits


class Scenario(StrEnum):
    """What is planted."""

    WEDDING = "wedding"  # one guest infects at the great wedding
    HUB = "hub"  # a person who often passes through the busiest transport venue
    FAMILY = "family"  # one infects one other of the same household, and nobody else
    ALONE = "alone"  # a case who shared no minute with anybody
    SOURCE = (
        "source"  # a venue where many cases caught it from no visitor, among cases from elsewhere
    )
