"""How far a task is, told on a connection of its own: the work itself is one transaction that nobody sees into."""

from dataclasses import dataclass
from typing import Any, Final

import psycopg

_SHOWN_STEPS: Final = 100  # a task of a thousand steps tells every tenth


@dataclass
class Progress:
    """Counts the steps of a task. `connection` is in autocommit."""

    connection: "psycopg.Connection[tuple[Any, ...]]"
    task: int
    done: int = 0
    total: int = 0

    def steps(self, total: int) -> None:
        """Say how many steps there are."""
        self.done, self.total = 0, total
        self._tell()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done == self.total or self.done % max(self.total // _SHOWN_STEPS, 1) == 0:
            self._tell()

    def _tell(self) -> None:
        self.connection.execute(
            "UPDATE business_bulktask SET done = %s, total = %s WHERE id = %s",
            [self.done, self.total, self.task],
        )
