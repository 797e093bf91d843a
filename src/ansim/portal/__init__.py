"""What the two Django portals share: the server, the middleware, the look."""

import os
from typing import Final, Literal

Name = Literal["business", "investigation"]
_THREADS: Final = (
    4  # a page waits for PostgreSQL, the tracer or the vault, rarely for the processor
)


def serve(name: Name, port: int, address: str = "127.0.0.1") -> None:
    """Serve a portal under WSGI until the process ends. Addresses of visitors are not logged."""
    from granian.constants import Interfaces  # noqa: PLC0415 only the serving process needs a server
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    os.environ["DJANGO_SETTINGS_MODULE"] = f"ansim.settings.{name}"
    Server(
        "ansim.portal.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
