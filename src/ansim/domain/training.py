"""Training cases (연습): the whole way of a case on a live installation, without looking at anybody (ADR 44).

The mark of a case is its kind. The vault draws it once, as the key of the case's row and of its key files, and every text,
entry and page names the case by it: there is no flag beside it that could be changed, left out or forged.
"""

from collections.abc import Iterable
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.domain.invented_world import is_invented_venue
from ansim.domain.marks import new_mark

_KIND: Final = "TRAIN"
TRAINING_PREFIX: Final = f"{_KIND}-"
"""What marks of training cases begin with; those of real ones begin with their month."""
TRAINING_DAYS: Final = 3
"""Policy: days after which a training case ends by itself, from its taking up, or from its notification until then."""
MOST_TRAINING: Final = 20
"""Policy: training cases of one notifier that may stand at a time. They count in no cap of real ones."""


class TrainingError(AnsimError):
    """Practice and real work meet nowhere."""


class TrainingMixError(TrainingError):
    """Training cases and real ones were named together, or one is asked about what belongs to the other."""

    code = "training-mix"


class TrainingCapError(TrainingError):
    """So many training cases of one notifier stand already."""

    code = "training-cap"


def is_training(case: str) -> bool:
    """Whether the case of that mark is a training case."""
    return case.startswith(TRAINING_PREFIX)


def new_training_mark() -> str:
    """A mark for another training case: `TRAIN-7Q2M7`."""
    return new_mark(_KIND, 5)


def require_one_kind(cases: Iterable[str]) -> None:
    """Refuse training cases beside real ones. Raises TrainingMixError."""
    if len({is_training(one) for one in cases}) > 1:
        raise TrainingMixError("training cases and real ones are signed for apart")


def require_venues(case: str, venues: Iterable[int]) -> None:
    """Refuse real venues in a training case, and invented ones in a real case. Raises TrainingMixError."""
    if any(is_invented_venue(one) != is_training(case) for one in venues):
        raise TrainingMixError("a training case has invented venues alone, and a real one none")
