"""The budgets of codes as the database counts them, and the alarm in the log. No number, no address leaves the process."""

import hashlib
import hmac
import logging
from collections.abc import Sequence
from typing import Final

from ansim.domain.code_budgets import ALARM_SHARE, BUDGETS, Budget, Scope, block_of, range_of

log = logging.getLogger(__name__)
_QUIET: Final = 60.0  # seconds between two alarms of one budget


class CodeBudgets:
    """Which buckets a code counts for, under a key of the process that sends, and what to say when one is spent."""

    def __init__(self, key: bytes, budgets: Sequence[Budget] = BUDGETS) -> None:
        self._key = key
        self.budgets = tuple(budgets)
        self.windows = [budget.seconds for budget in self.budgets]
        self.most = [budget.most for budget in self.budgets]
        self._told: dict[str, float] = {}

    def buckets(self, address: str, host: str) -> list[bytes]:
        """One bucket a budget, in their order; 16 bytes that say nothing of number, address or host."""
        values = {
            Scope.NUMBER: address,
            Scope.RANGE: range_of(address),
            Scope.BLOCK: block_of(host),
            Scope.ALL: "",
        }
        return [self.bucket(budget.name, values[budget.scope]) for budget in self.budgets]

    def guesses(self, address: str) -> bytes:
        """The bucket in which wrong codes for an address are counted."""
        return self.bucket("guesses", address)

    def spent(self, place: int, now: float) -> Budget:
        """The budget that was spent, with an alarm in the log at most once a minute."""
        budget = self.budgets[place - 1]
        self._tell(budget, now, "spent: codes are refused until its window ends")
        return budget

    def watch(self, uses: Sequence[int], now: float) -> None:
        """Raise the alarm in time where the budget for all is nearly spent."""
        for budget, used in zip(self.budgets, uses, strict=True):
            if budget.scope is Scope.ALL and used >= ALARM_SHARE * budget.most:
                self._tell(budget, now, f"at {used} of {budget.most}")

    def bucket(self, name: str, value: str) -> bytes:
        """Where uses of a budget are counted: 16 bytes of a keyed hash, from which no value can be read."""
        return hmac.digest(self._key, f"{name} {value}".encode(), hashlib.sha256)[:16]

    def _tell(self, budget: Budget, now: float, words: str) -> None:
        if now - self._told.get(budget.name, -_QUIET) >= _QUIET:
            self._told[budget.name] = now
            log.error("codes: the budget %s is %s", budget.name, words)
