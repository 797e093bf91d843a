"""A token bucket: so many messages a second, and no more than one second's worth at once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Bucket:
    """`clock` gives seconds that only run forward."""

    a_second: float
    clock: Callable[[], float]
    _free_at: float = 0.0

    def wait_for(self) -> float:
        """Take one token; how many seconds to wait until it is there."""
        now = self.clock()
        self._free_at = max(self._free_at, now - 1.0) + 1.0 / self.a_second
        return max(0.0, self._free_at - now)

    async def take(self) -> None:
        """Wait for a token."""
        if (wait := self.wait_for()) > 0:
            await asyncio.sleep(wait)
