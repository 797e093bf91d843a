"""What is asked of contacts, by disease and period: dated rules with their sources, and the moments that follow from them."""

from ansim.domain.contact_rules.rules import (
    ContactRule,
    ContactRuleError,
    Watching,
    days_of_tests,
    ends_at,
    rule_as_stored,
    rule_from_stored,
    rule_on,
)

__all__ = [
    "ContactRule",
    "ContactRuleError",
    "Watching",
    "days_of_tests",
    "ends_at",
    "rule_as_stored",
    "rule_from_stored",
    "rule_on",
]
