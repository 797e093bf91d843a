"""How often one person checked in within one 5-minute slot, as far as this process saw it."""

from typing import Final

PERIOD: Final = 600.0


class RecentCheckIns:
    """Ids of the check-ins received in the last 10 to 20 minutes, by person and slot.

    Ids rather than counts, so that a phone that sends the same check-in again, its reply lost, is not counted
    twice. Two generations: the older is dropped whole every 10 minutes, so memory is bounded by the traffic.
    """

    def __init__(self) -> None:
        self._current: dict[tuple[bytes, int], list[bytes]] = {}
        self._former: dict[tuple[bytes, int], list[bytes]] = {}
        self._turn = 0.0

    def others(self, person: bytes, slot: int, visit: bytes, now: float) -> int:
        """How many other check-ins of the person are known in the slot; none counted where this one is known."""
        if now >= self._turn:
            self._former = self._current if now < self._turn + PERIOD else {}
            self._current = {}
            self._turn = now + PERIOD
        key = (person, slot)
        current, former = self._current.get(key), self._former.get(key)
        if current is None and former is None:  # most people enter one place
            return 0
        current, former = current or [], former or []
        if visit in current or visit in former:
            return 0
        return len(current) + len(former)

    def note(self, person: bytes, slot: int, visit: bytes) -> None:
        """Remember an accepted check-in."""
        known = self._current.get((person, slot))
        if known is None:
            self._current[person, slot] = [visit]
        elif visit not in known:
            known.append(visit)
