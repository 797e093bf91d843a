"""When a register that was silent is asked again by itself: soon at first, then less and less often."""

from dataclasses import dataclass
from typing import Final

FIRST: Final = 300.0
LONGEST: Final = 7200.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until it is asked again: `first` after the first silence, then twice as long each time, at most `longest`."""

    first: float = FIRST
    longest: float = LONGEST

    def after(self, silent: int) -> float:
        """The pause after it was silent so many times in a row; the first also where it answered."""
        pause = self.first
        for _ in range(silent - 1):
            if pause >= self.longest:
                break
            pause *= 2
        return min(pause, max(self.longest, self.first))
