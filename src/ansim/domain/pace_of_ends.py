"""How many days may end by themselves for the time that the machine ran: a witness that no clock moves (ADR 26).

Clocks of host and database that are wrong together make days due as fast as they please. The time since the machine started
goes on at its own speed, whatever a clock is set to; nothing of it is a date.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

DAY_OF_RUNNING: Final = 23 * 3600.0
"""Seconds of running for each day that may end; a little short, so that a late sweep is made up for."""
MOST_SAVED: Final = 3.0
"""Days that may have been saved up: two that a sweep ends after a silence, and the one that is due soon after it."""
A_BOOT: Final = 1.0
"""Days for a machine that was started since, as nobody knows for how long it stood still."""


class RunningTime(NamedTuple):
    """Which start of the machine this is, and the seconds since then, those of its sleep too."""

    boot: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How many days might still end by themselves at a moment of the machine's running."""

    saved: float
    boot: str
    seconds: float

    @classmethod
    def beginning(cls, now: RunningTime) -> "Pace":
        """Where no day ended by itself yet."""
        return cls(MOST_SAVED, now.boot, now.seconds)

    def at(self, now: RunningTime) -> "Pace":
        """As it stands later, or after another start of the machine."""
        ran = now.seconds if now.boot != self.boot else max(0.0, now.seconds - self.seconds)
        gained = ran / DAY_OF_RUNNING + (A_BOOT if now.boot != self.boot else 0.0)
        return Pace(min(MOST_SAVED, self.saved + gained), now.boot, now.seconds)

    @property
    def allowed(self) -> int:
        """Whole days that may end now."""
        return int(self.saved)

    def spent(self) -> "Pace":
        """After one more ended by itself."""
        return Pace(max(0.0, self.saved - 1.0), self.boot, self.seconds)
