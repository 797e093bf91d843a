"""kill -9 of the supervisor: nothing that it started is left, and the ports are free for the next one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from ansim.processes import PORTS, is_ready, require_free_ports
from ansim.settings.environment import Process
from support.system import PATIENCE, System, free_port

pytestmark = pytest.mark.fault
SUPERVISE = (
    "import sys; from ansim.processes import Household;"
    " household = Household(sys.argv[1:]); household.start(); household.watch()"
)


@contextmanager
def supervised(system: System, *names: Process) -> Iterator["subprocess.Popen[bytes]"]:
    os.environ |= {
        f"ANSIM_{name.upper()}_PORT": str(free_port()) for name in names if name in PORTS
    }
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISE, *names])
    try:
        end = time.monotonic() + PATIENCE
        while not all(map(is_ready, names)):
            assert supervisor.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        yield supervisor
    finally:
        supervisor.kill()
        supervisor.wait()


@pytest.mark.parametrize("names", [("vault", "worker", "business"), ("gateway", "investigation")])
def test_its_processes_end_with_it(system: System, names: tuple[Process, ...]) -> None:
    with supervised(system, *names) as supervisor:
        family = psutil.Process(supervisor.pid).children(recursive=True)
        assert len(family) >= len(names)
        supervisor.send_signal(signal.SIGKILL)
    _gone, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert alive == []
    require_free_ports(names)
