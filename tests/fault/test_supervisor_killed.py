"""kill -9 of the supervisor: nothing that it started is left, and the ports are free for the next one."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from ansim.processes import PORTS, is_ready, require_free_ports
from ansim.settings.environment import Process
from support.folders import own_folder
from support.patience import PATIENCE, until
from support.ports import free_port

pytestmark = pytest.mark.fault
SUPERVISE = (
    "import sys; from ansim.processes import Household;"
    " household = Household(sys.argv[1:]); household.start(); household.watch()"
)


@pytest.fixture
def _ports_and_sockets_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A vault that runs for other tests keeps its socket."""
    with own_folder() as sockets:
        monkeypatch.setenv("ANSIM_SOCKETS", str(sockets))
        for name in PORTS:
            monkeypatch.setenv(f"ANSIM_{name.upper()}_PORT", str(free_port()))
        yield


@contextmanager
def supervised(*names: Process) -> Iterator["subprocess.Popen[bytes]"]:
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISE, *names])
    try:
        until(lambda: supervisor.poll() is not None or all(map(is_ready, names)), "they answer")
        assert supervisor.poll() is None
        yield supervisor
    finally:
        supervisor.kill()
        supervisor.wait()


@pytest.mark.parametrize("names", [("vault", "worker", "business"), ("gateway", "investigation")])
@pytest.mark.usefixtures("system", "_ports_and_sockets_of_its_own")
def test_its_processes_end_with_it(names: tuple[Process, ...]) -> None:
    with supervised(*names) as supervisor:
        family = psutil.Process(supervisor.pid).children(recursive=True)
        assert len(family) >= len(names)
        supervisor.send_signal(signal.SIGKILL)
    _gone, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert alive == []
    require_free_ports(names)
