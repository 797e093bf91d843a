"""Whose notifications are at the vault at the moment: few at a time, one of a key, each on a line of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LINES: Final = 2
"""Of the console's four threads: officers keep the others."""


class LinesToVault:
    """At most LINES keys have a turn, each one: a laboratory that waits at the vault holds up nobody but itself.

    The key is what a header says, proven by nothing yet: whoever borrows another's `kid` is refused at the vault at once.
    """

    def __init__(self) -> None:
        self._taken: dict[int, str] = {}
        self._lock = threading.Lock()

    @contextmanager
    def take(self, kid: str) -> Iterator[int | None]:
        """The number of the line that is the key's for the block; None where it has no turn."""
        with self._lock:
            free = [line for line in range(LINES) if line not in self._taken]
            line = free[0] if free and kid not in self._taken.values() else None
            if line is not None:
                self._taken[line] = kid
        try:
            yield line
        finally:
            if line is not None:
                with self._lock:
                    del self._taken[line]
