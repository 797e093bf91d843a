"""The first use of compiled searches: numba compiles each once and keeps it beside its source, or in the user's cache.

`make setup` compiles them all. An installed package does so at its first search, which says that it takes a while.
"""

import sys
from functools import cache
from typing import Any


@cache
def say_when_compiling() -> None:
    """Let the first compilation of this process say so, in one line on standard error. What is kept says nothing."""
    from numba.core import event  # noqa: PLC0415 a second, which only searches need

    class FirstCompilation(event.Listener):
        said = False

        def on_start(self, event: Any) -> None:  # noqa: ARG002
            if not self.said:
                self.said = True
                sys.stderr.write(
                    "compiling the searches: half a minute, once after each installation\n"
                )

        def on_end(self, event: Any) -> None:
            pass

    event.register("numba:compile", FirstCompilation())  # type: ignore[no-untyped-call]
