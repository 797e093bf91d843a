"""TCP ports for the processes of tests."""

import os
import socket
from contextlib import suppress
from itertools import count

# Below those that systems give to connections (from 32,768 on): a port is chosen long before its process binds it. Of
# sixteen neighbours each worker of a run has its own; and runs beside each other begin at different places.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
_PORTS = count(12_000 + 16 * (os.getpid() % 512) + _WORKER % 16, 16)


def free_port() -> int:
    """A TCP port nobody uses at the moment, and that this run gives to nobody else."""
    for port in _PORTS:
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise AssertionError("ports do not end")
