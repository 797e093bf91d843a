"""A WSGI application served as a portal is, in a thread of the test: for what the server does before any page is asked."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvicorn

from ansim.serving import Bodies, server_config
from support.ports import free_port


@contextmanager
def served(
    application: Callable[..., Any], large: Mapping[str, int] | None = None, threads: int = 1
) -> Iterator[str]:
    """Where it answers. Settings are those of the environment as it stands."""
    port = free_port()
    app = Bodies(application, threads, large or {})
    server = uvicorn.Server(server_config(app, "127.0.0.1", port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join()
