"""What the two Django portals share: the server, the middleware, the look."""

import os
from typing import Final, Literal

Name = Literal["business", "investigation"]
_THREADS: Final = (
    4  # a page waits for PostgreSQL, the tracer or the vault, rarely for the processor
)


def serve(name: Name, host: str, port: int) -> None:
    """Serve a portal until the process ends. Addresses of visitors are not logged. Raises SettingError."""
    import uvicorn  # noqa: PLC0415 only the serving process needs a server

    from ansim.serving import Bodies, server_config  # noqa: PLC0415

    os.environ["DJANGO_SETTINGS_MODULE"] = f"ansim.settings.{name}"
    from django.conf import settings  # noqa: PLC0415 they are read from the module named above

    from ansim.portal.wsgi import application  # noqa: PLC0415

    app = Bodies(application, _THREADS, settings.LARGE_BODIES)
    uvicorn.Server(server_config(app, host, port)).run()
