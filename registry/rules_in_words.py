"""Where each rule comes from, for the page that tells it."""

from dataclasses import dataclass

from registry.policy_labels import title_of, value_in_words
from registry.rules import RULES
from registry.rules_in_force import RuleOrigin, RulesInForce


@dataclass(frozen=True)
class RuleOnPage:
    title: str
    value: str
    origin: RuleOrigin
    #: «не больше 3»: what the bounding level lets nobody loosen; empty without one
    bound: str


def origins_in_words(rules: RulesInForce) -> list[tuple[str, list[RuleOnPage]]]:
    """By the headings of the list of rules."""
    parts: dict[str, list[RuleOnPage]] = {}
    for rule in RULES:
        origin = rules.origin(rule.code)
        bound = f"{rule.bound_in_words}: {value_in_words(origin.bound.rules, rule.code)}" if origin.bound else ""
        shown = RuleOnPage(title_of(rule).capitalize(), value_in_words(rules, rule.code), origin, bound)
        parts.setdefault(rule.part, []).append(shown)
    return list(parts.items())
