"""A provider in a loop of its own, for whoever hands over from another process or another loop."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from support.patience import PATIENCE, until
from support.providers.http_server import Answering, serving


@contextmanager
def in_background(answer: Answering) -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    found: list[tuple[str, Callable[[], object]]] = []

    async def serve() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        async with serving(answer) as base:
            found.append((base, lambda: loop.call_soon_threadsafe(over.set)))
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    (base, stop), *_ = until(lambda: found, "the provider listens")
    try:
        yield base
    finally:
        stop()
        thread.join(PATIENCE)
