"""A provider in a loop of its own, for whoever hands over from another process or another loop."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from support.patience import PATIENCE, until
from support.providers.http_server import Answering, serving


@contextmanager
def in_background(answer: Answering) -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    loop = asyncio.new_event_loop()
    found: list[str] = []

    async def serve() -> None:
        async with serving(answer) as base:
            found.append(base)
            await asyncio.Event().wait()

    task = loop.create_task(serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield until(lambda: found, "the provider listens")[0]
    finally:
        loop.call_soon_threadsafe(task.cancel)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
