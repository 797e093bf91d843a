"""The eight processes on one machine: start them in order, watch them, stop them together.

Production runs each where it belongs, under systemd or another supervisor, with `ansim serve NAME`.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.keys import require_keys
from ansim.settings.environment import Process, socket_path

ORDER: Final[tuple[Process, ...]] = (
    "vault",
    "tracer",
    "worker",
    "sender",
    "gateway",
    "business",
    "investigation",
    "signing",
)
PORTS: Final[dict[Process, int]] = {
    "gateway": 8080,
    "business": 8081,
    "investigation": 8082,
    "signing": 8083,
}
_PATIENCE = 90.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 5.0  # s before a process that ended is started again
_SETTLED = 10.0  # s after which a process counts as well again
_FAREWELL = 10.0  # s in which a process ends that was asked to


class StartError(AnsimError):
    """A process did not come up; its own output says why."""


class PortInUseError(AnsimError):
    """Something else listens where a process of ours should."""


def port(name: Process) -> int:
    """The TCP port of a web process: `ANSIM_<NAME>_PORT`, or its default."""
    return int(os.environ.get(f"ANSIM_{name.upper()}_PORT", PORTS[name]))


def require_free_ports(names: Sequence[Process]) -> None:
    """Raise PortInUseError, with the way out, before anything is started."""
    for name in names:
        if name in PORTS:
            with socket.socket() as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    listener.bind(("127.0.0.1", port(name)))
                except OSError:
                    raise PortInUseError(
                        f"port {port(name)}, for {name}, is in use: end what listens there (another"
                        f" `make demo`?), or choose another with ANSIM_{name.upper()}_PORT"
                    ) from None


def is_ready(name: Process) -> bool:
    """Whether a process answers."""
    if name in PORTS:
        # A client of the standard library: httpx reads all certificates of the system before each call, 30 ms of a
        # processor that the process which is starting needs.
        asked = HTTPConnection("127.0.0.1", port(name), timeout=2)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            asked.close()
    return name in ("worker", "sender") or socket_path(name).exists()


@dataclass
class Household:
    """The running processes. `output` is where their words go (default: the terminal)."""

    names: Sequence[Process] = ORDER
    output: int | None = None
    _children: dict[Process, subprocess.Popen[bytes]] = field(default_factory=dict)
    _started: dict[Process, float] = field(default_factory=dict)
    _pauses: dict[Process, float] = field(default_factory=dict)
    _stopping: bool = False

    def start(self) -> None:
        """Start all and wait until each answers. Raises PortInUseError; StartError, with all stopped again."""
        require_free_ports(self.names)
        try:
            for name in self.names:
                if name not in PORTS:
                    socket_path(name).unlink(missing_ok=True)
                self._spawn(name)
            for name in self.names:
                self._await(name)
        except BaseException:
            self.stop()
            raise

    def pid(self, name: Process) -> int:
        """The process id of one of them."""
        return self._children[name].pid

    def watch(self) -> None:
        """Restart whichever ends, until a signal asks us to stop; then stop all."""
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        due: dict[Process, float] = {}
        while not self._stopping:
            now = time.monotonic()
            for name, child in list(self._children.items()):
                if child.poll() is None:
                    continue
                if name not in due:
                    due[name] = now + self._pause(name, now)
                    sys.stderr.write(
                        f"ansim: {name} ended with {child.returncode}, starting it again\n"
                    )
                elif now >= due[name]:
                    del due[name]
                    self._spawn(name)
            time.sleep(0.1)
        self.stop()

    def restart(self, name: Process) -> None:
        """End a process; `watch` starts it again."""
        self._pauses.pop(name, None)
        self._children[name].terminate()

    def _pause(self, name: Process, now: float) -> float:
        """Longer each time for a process that ends again and again."""
        settled = now - self._started[name] > _SETTLED
        pause = _FIRST_PAUSE if settled else self._pauses.get(name, _FIRST_PAUSE)
        self._pauses[name] = min(2 * pause, _LONGEST_PAUSE)
        return pause

    def stop(self) -> None:
        """End all, in reverse order; a process that does not listen within 10 seconds is killed."""
        self._stopping = True
        for child in reversed(self._children.values()):
            if child.poll() is None:
                child.terminate()
        for child in self._children.values():
            try:
                child.wait(_FAREWELL)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()

    def _spawn(self, name: Process) -> None:
        command = [sys.executable, "-m", "ansim.cli", "serve", name, "--attended"]
        self._started[name] = time.monotonic()
        self._children[name] = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,  # held open and never written to: it ends with this supervisor, however that ends
            stdout=self.output,
            stderr=self.output,
            # A group of its own: Ctrl-C reaches this supervisor alone, which then stops all in order.
            start_new_session=True,
        )

    def _await(self, name: Process) -> None:
        end = time.monotonic() + _PATIENCE
        while not is_ready(name):
            code = self._children[name].poll()
            if code is not None:
                raise StartError(f"{name} ended with {code} while starting: see its output above")
            if time.monotonic() > end:
                raise StartError(f"{name} does not answer after {_PATIENCE:.0f} s")
            time.sleep(0.05)

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True


def run_single(name: str, serve: Callable[[], None], *, attended: bool = False) -> None:
    """Run one process in the foreground; SIGTERM ends it as Ctrl-C does.

    Attended, it ends with its supervisor too: one that was killed could not stop it, and it would keep its port.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    if attended:
        threading.Thread(target=end_with_input, name="attendance", daemon=True).start()
    require_keys(name)
    try:
        serve()
    except KeyboardInterrupt:
        sys.stderr.write(f"ansim: {name} stopped\n")


def end_with_input() -> None:
    """End this process once the other end of its standard input is closed."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_FAREWELL)
    os.kill(os.getpid(), signal.SIGKILL)
