"""How long a test waits for what must come: once for the whole suite, as a shared machine may be slow for a moment.

What takes long is for benchmarks/ to say. A test ends as soon as the event is there, and fails after a minute without it.
"""

import time
from collections.abc import Callable
from typing import Final, TypeVar

Found = TypeVar("Found")
PATIENCE: Final = 60.0
"""Seconds."""


def until(
    found: Callable[[], Found], what: str, *, seconds: float = PATIENCE, every: float = 0.02
) -> Found:
    """What `found` gives, once that is something; AssertionError with `what` after so many seconds."""
    end = time.monotonic() + seconds
    while not (seen := found()):
        assert time.monotonic() < end, f"not in {seconds:.0f} s: {what}"
        time.sleep(every)
    return seen
