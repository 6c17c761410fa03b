"""Where each rule comes from, for the page that tells it."""

from dataclasses import dataclass

from registry.policies.labels import describe_value, rule_title
from registry.policies.rules_in_force import RuleOrigin, RulesInForce
from registry.rules import RULES


@dataclass(frozen=True)
class RuleOnPage:
    title: str
    value: str
    origin: RuleOrigin
    #: «не больше 3»: what the bounding level lets nobody loosen; empty without one
    bound: str


def describe_origins(rules: RulesInForce) -> list[tuple[str, list[RuleOnPage]]]:
    """By the headings of the list of rules."""
    parts: dict[str, list[RuleOnPage]] = {}
    for rule in RULES:
        origin = rules.origin(rule.code)
        bound = f"{rule.bound_label}: {describe_value(origin.bound.rules, rule.code)}" if origin.bound else ""
        rule_on_page = RuleOnPage(rule_title(rule).capitalize(), describe_value(rules, rule.code), origin, bound)
        parts.setdefault(rule.part, []).append(rule_on_page)
    return list(parts.items())
