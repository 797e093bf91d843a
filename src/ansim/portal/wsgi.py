"""The WSGI application of whichever portal DJANGO_SETTINGS_MODULE names, in each worker of its server."""

import os
import signal
import threading
from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application


def _end_with_server() -> None:
    """End this worker when its server was killed: it would answer on beside the next one."""
    if (server := parent_process()) is not None:
        server.join()
        os.kill(os.getpid(), signal.SIGKILL)


application = get_wsgi_application()
threading.Thread(target=_end_with_server, name="attendance", daemon=True).start()
