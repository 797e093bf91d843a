"""By which rule a case's contacts are sorted, and the classes that officers set by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ansim.domain.classification import Classification
from ansim.domain.contact_rules import ContactRule, rule_on
from ansim.domain.pathogens import from_stored
from ansim.investigation.models import Case, ContactClassStep, ContactRuleStep

STEPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RuleOfCase:
    """The rule that holds, and who set it when; nobody where it is the disease's own."""

    rule: ContactRule
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ByHand:
    """The classes that stand by hand, by contact number, each with the step that set it; None: as the rule says."""

    classes: dict[int, Classification]
    steps: dict[int, ContactClassStep]


def rule_of(case: Case) -> RuleOfCase:
    """The newest rule that was set for the case, else the dated rule of its disease."""
    steps = ContactRuleStep.objects.filter(case=case).select_related("set_by")
    if step := steps.order_by("-id").first():
        rule = ContactRule(step.minutes, step.chance, step.indoors, step.air)
        return RuleOfCase(rule, step.set_by.name, step.set_at)
    return RuleOfCase(own_rule(case))


def own_rule(case: Case) -> ContactRule:
    """The dated rule of the case's disease on its anchor date."""
    preset = from_stored(case.preset)
    return rule_on(preset.key, case.anchor_date, preset.contact_minutes.value)


def by_hand(case: Case) -> ByHand:
    """Who has a class by hand: what steps say that stand, the later over the earlier."""
    return folded(standing_steps(case))


def standing_steps(case: Case) -> list[ContactClassStep]:
    """The steps that nobody took back, oldest first."""
    steps = ContactClassStep.objects.filter(case=case, undoes=None, undone_by=None)
    return list(steps.select_related("set_by").order_by("id"))


def folded(steps: Iterable[ContactClassStep]) -> ByHand:
    """The classes that steps leave, oldest step first."""
    classes: dict[int, Classification] = {}
    said: dict[int, ContactClassStep] = {}
    for step in steps:
        for number in step.contacts:
            said[number] = step
            if step.classification:
                classes[number] = Classification(step.classification)
            else:
                classes.pop(number, None)
                said.pop(number)
    return ByHand(classes, said)
