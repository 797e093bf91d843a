"""By which rule a contact is proposed as close: dated data for each disease, and another where an officer sets one.

The officer decides; the rule only sorts (`ansim.domain.classification` says what the classes mean).
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec

from ansim.domain.classification import POSSIBLE, Classification
from ansim.domain.pathogens import SourceGrade
from ansim.domain.shared_time import MINUTES, percent_shared


class ContactRule(msgspec.Struct, frozen=True):
    """Close is who shared `minutes` with a chance of `chance` percent at least.

    `indoors`: and met the case within walls at least once. `air`: where they shared air alone counts too.
    """

    minutes: Annotated[int, msgspec.Meta(ge=1, le=MINUTES[-1])]
    chance: Annotated[int, msgspec.Meta(ge=1, le=100)]
    indoors: bool
    air: bool


class DatedRule(ContactRule, frozen=True):
    """A rule of this release: for which disease, from which day on, by which source."""

    disease: str
    since: date
    grade: SourceGrade
    source: str

    @property
    def rule(self) -> ContactRule:
        """What it says, without where it is from."""
        return ContactRule(self.minutes, self.chance, self.indoors, self.air)


class SharedWithCase(msgspec.Struct, frozen=True):
    """What is known of a direct contact's time with the case.

    `chances` in percent for each of `shared_time.MINUTES`; empty of whom nothing is judged.
    """

    chances: bytes
    indoors: bool
    """Whether they met the case within walls at least once."""
    in_air_alone: bool
    """Whether the case had left each time before they came."""


class _File(msgspec.Struct, frozen=True):
    note: str
    rules: list[DatedRule]


@cache
def dated_rules() -> tuple[DatedRule, ...]:
    """All rules of this release, newest first."""
    text = files("ansim.domain.contact_rules").joinpath("contact_rules.json").read_bytes()
    rules = msgspec.json.decode(text, type=_File).rules
    return tuple(sorted(rules, key=lambda one: one.since, reverse=True))


def rules_for(disease: str, *, among: Sequence[DatedRule] | None = None) -> list[DatedRule]:
    """The rules of a disease, newest first."""
    return [one for one in among or dated_rules() if one.disease == disease]


def rule_on(
    disease: str, day: date, minutes: float | None, *, among: Sequence[DatedRule] | None = None
) -> ContactRule:
    """The rule that holds for a case of that day; where there is none, `minutes` of its preset (None: any time)."""
    for one in rules_for(disease, among=among):
        if one.since <= day:
            return one.rule
    return ContactRule(max(1, int(minutes or 0)), 50, indoors=False, air=True)


def class_by(rule: ContactRule, shared: SharedWithCase) -> Classification | None:
    """The class that the rule proposes; None of whom nothing is judged."""
    if not shared.chances:
        return None
    if shared.chances[0] < POSSIBLE * 100:
        return Classification.UNLIKELY
    close = (
        percent_shared(shared.chances, rule.minutes) >= rule.chance
        and (shared.indoors or not rule.indoors)
        and (rule.air or not shared.in_air_alone)
    )
    return Classification.CLOSE if close else Classification.CASUAL
