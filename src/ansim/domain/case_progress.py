"""How far the work on a case has come: steps in their order, each with the moment at which it was first reached."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Final


class Step(Enum):
    """A step of the work on a case, in the order of the work."""

    NOTIFIED = "notified"
    TAKEN = "taken"
    ITINERARY = "itinerary"
    CONTACTS = "contacts"
    WARRANT = "warrant"
    NAMES = "names"
    CLOSED = "closed"


STEPS: Final = tuple(Step)


def last_step(reached: Mapping[Step, datetime | None]) -> Step:
    """The furthest step that was reached; a case that somebody works on was taken up, whatever else is known of it."""
    return next((one for one in reversed(STEPS) if reached.get(one) is not None), Step.TAKEN)


def later_than(step: Step) -> tuple[Step, ...]:
    """The steps that follow one."""
    return STEPS[STEPS.index(step) + 1 :]
