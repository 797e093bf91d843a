"""Why a clerk may see an owner's name and number, and how a clerk makes sure who somebody is: closed lists.

Policy, as of 2026-11-26.
"""

from enum import StrEnum
from typing import Final

CONTACTS_A_DAY: Final = 30
"""How many owners one clerk may see in a day."""
CONTACTS_OF_ALL_A_DAY: Final = 300
"""And all clerks together, whatever names a portal gives for them."""


class ContactReason(StrEnum):
    """What a clerk needs the contact for; it stands in the ledger and is shown to the owner."""

    APPLICATION = "application"
    COMPLAINT = "complaint"
    RECOVERY = "recovery"
    WRONG_CODE = "wrong-code"


class IdentityCheck(StrEnum):
    """How a clerk made sure that somebody with a new number is the owner of the old account."""

    CALLED_REGISTERED_NUMBER = "called-registered-number"
    DOCUMENTS_AT_COUNTER = "documents-at-counter"
    VISITED_VENUE = "visited-venue"
