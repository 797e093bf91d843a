"""Following a sequence of PostgreSQL: numbers are given before rows are committed, so a missing one may still come."""

from collections.abc import Iterable
from typing import Final

SOON: Final = 15.0
"""Seconds for which a missing number is asked for at each turn: statements that write visits end after 10."""
IN_THE_END: Final = 120.0
"""Seconds after which nobody commits it any more; until then it is asked for at housekeeping."""
MOST_GAPS: Final = 1_000
"""More missing numbers than these are asked for as a range."""
RECENT: Final = 200_000
"""So far back from the newest number one may be missing: more than are given within 15 seconds."""


class Numbers:
    """Which numbers were taken in. `last` is the highest; moments are seconds of any clock that only goes forward."""

    def __init__(self, last: int = 0) -> None:
        self.last = last
        self._gaps: dict[int, float] = {}

    def wanted(self, now: float, *, all_gaps: bool = False) -> tuple[int, list[int]]:
        """What to ask for: every number above the first, and those of the second. `is_new` tells what of it is new."""
        within = IN_THE_END if all_gaps else SOON
        gaps = [number for number, since in self._gaps.items() if now - since <= within]
        if len(gaps) > MOST_GAPS:
            return min(gaps) - 1, []
        return self.last, gaps

    def is_new(self, number: int) -> bool:
        """Whether a number was not taken in before."""
        return number > self.last or number in self._gaps

    def take(self, numbers: Iterable[int], now: float) -> None:
        """Note what was taken in. What lies between may still come; what is missing for long will not."""
        found = set(numbers)
        top = max(found, default=self.last)
        for number in range(max(self.last + 1, top - RECENT), top):
            if number not in found:
                self._gaps[number] = now
        for number in found:
            self._gaps.pop(number, None)
        self.last = max(self.last, top)
        self._gaps = {one: since for one, since in self._gaps.items() if now - since <= IN_THE_END}
