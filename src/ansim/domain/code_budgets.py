"""How many codes may be sent, and guessed: per number, range of numbers, network, and in all. Policy, as of 2026-11-01.

Messages cost money and codes can be guessed, so each budget has a window and a most. Networks are counted in blocks of
256 addresses (IPv4, /24) and of one site (IPv6, /48), as one attacker has a block at hand; ranges are numbers that differ
in their last four digits, as pumping uses ranges bought whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from ansim.domain.errors import AnsimError

GUESSES_A_DAY: Final = 20  # wrong codes for one number
GUESSES_OF_A_NETWORK: Final = 200  # and from one block, for whichever numbers
ALARM_SHARE: Final = 0.8  # of the budget for all


class BudgetError(AnsimError):
    """A budget in the settings cannot be read."""


class Scope(StrEnum):
    """What is counted together."""

    NUMBER = "number"
    RANGE = "range"
    BLOCK = "block"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` codes in `seconds`."""

    scope: Scope
    seconds: int
    most: int

    @property
    def name(self) -> str:
        """How settings and alarms call it: scope and window."""
        return f"{self.scope}/{self.seconds}"


# In the order in which they are counted, the narrowest first.
BUDGETS: Final = (
    Budget(Scope.NUMBER, 86400, 10),
    Budget(Scope.RANGE, 3600, 100),
    Budget(Scope.RANGE, 86400, 300),
    Budget(Scope.BLOCK, 600, 100),
    Budget(Scope.BLOCK, 86400, 1000),
    Budget(Scope.ALL, 3600, 20_000),
    Budget(Scope.ALL, 86400, 100_000),
)


def budgets_with(changes: str, known: Sequence[Budget] = BUDGETS) -> tuple[Budget, ...]:
    """The budgets with some of them changed: `block/600=40 all/3600=5000`. Raises BudgetError."""
    most: dict[str, int] = {}
    for change in changes.split():
        name, _, number = change.partition("=")
        if name not in {budget.name for budget in known} or not number.isdecimal():
            names = ", ".join(budget.name for budget in known)
            raise BudgetError(
                f"{change!r} is no budget: write NAME=NUMBER, with NAME one of {names}"
            )
        most[name] = int(number)
    return tuple(replace(budget, most=most.get(budget.name, budget.most)) for budget in known)


def block_of(address: str) -> str:
    """The network block of an address: /24 of IPv4, /48 of IPv6; one block for what is no address."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ip_network((known, 24 if known.version == 4 else 48), strict=False))


def range_of(address: str) -> str:
    """The range of a number: all but its last four digits. An e-mail address has none and stands for itself."""
    return address if "@" in address else address[:-4]
