"""How many notifications came from an address that nobody whom we know had signed.

Kept in memory and by the whole address: a flood costs no write, and a neighbour's shuts no laboratory out.
"""

import threading
from collections import OrderedDict, deque
from typing import Final

PERIOD: Final = 300.0  # seconds
MOST: Final = 60  # of an address within it
_ADDRESSES: Final = 4096


class UnsignedTries:
    """Tries by address within PERIOD; of more than there is room for, the one that was quiet longest is forgotten."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str, now: float) -> int:
        """Seconds until an address is heard again; 0 where it is."""
        with self._lock:
            tries = self._tries.get(address)
            if tries is None or len(tries) < MOST:
                return 0
            return max(0, int(tries[0] + PERIOD - now) + 1) if tries[0] + PERIOD > now else 0

    def note(self, address: str, now: float) -> None:
        """Count one; the newest MOST are kept."""
        with self._lock:
            self._tries.setdefault(address, deque(maxlen=MOST)).append(now)
            self._tries.move_to_end(address)
            while len(self._tries) > _ADDRESSES:
                self._tries.popitem(last=False)
