"""Applications that came while the tax office was silent: it is asked about them again, until it answers.

What was learnt of its silence is kept in memory: a worker that starts anew asks at once.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import psycopg

from ansim.business.applications.asking_task import ANSWERED, SILENT
from ansim.database.named_statements import read_statements
from ansim.domain.silent_registers import FIRST, LONGEST, Patience
from ansim.settings.environment import dsn, is_demo, seconds, service

_SQL: Final = read_statements("ansim.jobs")


def ask_tax_office() -> str:
    """One turn; gives what it did."""
    if service("tax-office") is None and not is_demo():
        return "no office"
    return _asking().turn()


def _waits() -> bool:
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        row = connection.execute(_SQL["unasked"]).fetchone()
        return bool(row and row[0])


def _process() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "ansim.business.applications.asking_task"],
        stdin=subprocess.PIPE,  # held open: it ends with this worker, however that ends
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _patience() -> Patience:
    return Patience(
        seconds("tax_office_again", FIRST), seconds("tax_office_again_longest", LONGEST)
    )


@dataclass
class OfficeTurns:
    """Asks in a process of its own. `most`: seconds after which one that hangs is ended, as if the office were silent."""

    patience: Patience = field(default_factory=_patience)
    most: float = 300.0
    waits: Callable[[], bool] = _waits
    process: Callable[[], "subprocess.Popen[Any]"] = _process
    clock: Callable[[], float] = time.monotonic
    silent: int = 0
    _due: float = float("-inf")
    _since: float = 0.0
    _child: "subprocess.Popen[Any] | None" = None

    def turn(self) -> str:
        """Look after the asking at hand, or begin the next where it is time and somebody waits."""
        if self._child is not None:
            return self._watch(self._child)
        if not self.waits():
            self.silent, self._due = 0, float("-inf")
            return "nothing waits"
        if self.clock() < self._due:
            return "later"
        self._child, self._since = self.process(), self.clock()
        return "asks"

    def _watch(self, child: "subprocess.Popen[Any]") -> str:
        if child.poll() is None:
            if self.clock() - self._since <= self.most:
                return "asks"
            child.kill()
        self._child = None
        said = child.communicate()[0].decode()
        self.silent = 0 if said == ANSWERED else self.silent + 1
        self._due = self.clock() + self.patience.after(self.silent)
        return said if said in {ANSWERED, SILENT} else "failed"


@cache
def _asking() -> OfficeTurns:
    return OfficeTurns()
