"""Tasks of lists, each in a fork of one process that has loaded what they need: half a second of a processor less each.

A task is a process as in production: under the worker's role, with its own memory, ended with whoever began it. How the
worker itself starts one is what `support.lists.worker` does, for the tests of kills and cancelled tasks.

Run as a command (`python -m support.warm_tasks SOCKET`) it is the process that forks.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

from support.folders import ROOT

LOADED = ("task_progress", "file_reading", "applying", "printing")


class WarmTask:
    """A task at work, for `Turns` what a process of `subprocess` is. Its socket is the task's standard input."""

    def __init__(self, number: int) -> None:
        self.stdin = socket.socket(socket.AF_UNIX)
        self.stdin.connect(str(_forking()))
        asked = json.dumps({"number": number, "environment": dict(os.environ)}).encode()
        self.stdin.sendall(len(asked).to_bytes(4) + asked)
        self.pid = int.from_bytes(_exactly(self.stdin, 4))
        self._status: int | None = None

    def poll(self) -> int | None:
        """The exit status, once it has ended."""
        return self._ended(socket.MSG_DONTWAIT)

    def wait(self) -> int | None:
        """Wait for its end; gives the exit status."""
        return self._ended(0)

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it has just ended
            os.kill(self.pid, signal.SIGKILL)

    def _ended(self, how: int) -> int | None:
        if self._status is None:
            try:
                last = self.stdin.recv(1, how)
            except BlockingIOError:
                return None
            self._status = last[0] if last else -signal.SIGKILL
        return self._status


@cache
def _forking() -> Path:
    """The socket of this run's process that forks, which ends with this one."""
    path = Path(os.environ["ANSIM_DATA"], "warm-tasks.sock")
    places = os.pathsep.join(str(ROOT / one) for one in ("src", "tests"))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        _kept.append(
            subprocess.Popen(
                [sys.executable, "-m", "support.warm_tasks", str(listener.fileno())],
                pass_fds=[listener.fileno()],
                stdin=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": places},
            )
        )
    return path


_kept: list["subprocess.Popen[bytes]"] = []  # its input closes with us


def main() -> None:
    """Fork for each task that is asked for, until whoever asks is gone."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.tasks"
    import django

    django.setup()
    for name in LOADED:
        import_module(f"ansim.business.bulk.{name}")
    listener = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for a task
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        connection, _ = listener.accept()
        if os.fork() == 0:
            _do(connection)
        connection.close()


def _do(connection: socket.socket) -> None:
    from ansim.business.bulk import task

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    asked = json.loads(_exactly(connection, int.from_bytes(_exactly(connection, 4))))
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.dup2(connection.fileno(), sys.stdin.fileno())
    sys.argv[1:] = [str(asked["number"])]
    connection.sendall(os.getpid().to_bytes(4))
    status = 1
    try:
        status = task.main()
    finally:
        sys.stderr.flush()
        connection.sendall(bytes([status]))
        os._exit(status)  # what the process that forks has open is not ours to end


def _exactly(connection: socket.socket, length: int) -> bytes:
    return connection.recv(length, socket.MSG_WAITALL)


if __name__ == "__main__":
    main()
