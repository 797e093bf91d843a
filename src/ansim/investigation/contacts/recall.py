"""What a threshold on the probability costs and brings: how many more people for how many more true contacts.

Of those found each counts as a true contact by their probability, so the sum over them is how many to expect. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

THRESHOLDS: Final = tuple(range(0, 100, 5))
"""Percent; 0 keeps everybody who was found."""


@dataclass(frozen=True, slots=True)
class RecallStep:
    """At a threshold in percent: people kept, true contacts among them to expect, and what share of all found these are.

    `more_people` and `more_true` are against the next stricter threshold. `share` and `precision` in percent.
    """

    threshold: int
    people: int
    true: float
    share: int
    precision: int
    more_people: int
    more_true: float


def recall_steps(percents: Sequence[int]) -> list[RecallStep]:
    """A step for each of `THRESHOLDS`, ascending, from each direct contact's probability in percent."""
    ordered = sorted(percents)
    everybody = sum(ordered) / 100
    steps: list[RecallStep] = []
    stricter_people, stricter_true = 0, 0.0
    for threshold in reversed(THRESHOLDS):
        kept = [one for one in ordered if one >= threshold]
        true = sum(kept) / 100
        steps.append(
            RecallStep(
                threshold,
                len(kept),
                round(true, 1),
                round(100 * true / everybody) if everybody else 0,
                round(100 * true / len(kept)) if kept else 0,
                len(kept) - stricter_people,
                round(true - stricter_true, 1),
            )
        )
        stricter_people, stricter_true = len(kept), true
    return steps[::-1]
