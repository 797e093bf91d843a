"""What the first screen and the list of cases ask of the vault (ADR 49)."""

import msgspec

from ansim.domain.taking_over import TakeOverReason


class TakeOverCase(msgspec.Struct, tag=True, frozen=True):
    """An officer of its team goes on with a colleague's case. The ledger records it."""

    case: str
    officer: str
    reason: TakeOverReason


class SamePersonCases(msgspec.Struct, tag=True, frozen=True):
    """Which other open cases of a disease are the same person's as this one, which this officer's team works on?

    Whoever notified the case may ask as long as it waits to be taken up.
    """

    case: str
    officer: str


class CorrectionsThatWait(msgspec.Struct, tag=True, frozen=True):
    """How many visitors' requests for correction wait? None is read, so none is entered."""

    officer: str
