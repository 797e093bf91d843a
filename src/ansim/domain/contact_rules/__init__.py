"""Rules by which contacts are sorted, as dated data with their sources."""

from ansim.domain.contact_rules.contact_rule import (
    ContactRule,
    DatedRule,
    SharedWithCase,
    class_by,
    dated_rules,
    rule_on,
    rules_for,
)

__all__ = [
    "ContactRule",
    "DatedRule",
    "SharedWithCase",
    "class_by",
    "dated_rules",
    "rule_on",
    "rules_for",
]
