"""Ways to apply, in words."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Way(StrEnum):
    """How somebody applies."""

    NUMBER = "number"
    WITHOUT = "without"
    EVENT = "event"


# The fields that only some ways ask.
WAYS: Final = MappingProxyType(
    {
        Way.NUMBER: ("number", "representative", "opened"),
        Way.WITHOUT: ("about",),
        Way.EVENT: ("about", "valid_from", "valid_until"),
    }
)
