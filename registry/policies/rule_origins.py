"""Where each rule comes from, for the page that tells it."""

from dataclasses import dataclass

from registry.enums import RuleLevel
from registry.models import Policy
from registry.policies.labels import describe_value, rule_title
from registry.policies.rules_in_force import RuleOrigin, RulesInForce, RuleSource
from registry.rules import RULES

#: who may decide otherwise below the municipality
_LEVELS_BELOW = {RuleLevel.KIND: "вид организаций", RuleLevel.ORGANISATION: "организация"}


@dataclass(frozen=True)
class RuleOfPolicy:
    title: str
    value: str
    #: whose the rule is
    holder: str
    #: who below may set another; empty when nobody
    below: str
    #: no lower level may loosen it
    is_bound: bool


def describe_policy(policy: Policy) -> list[tuple[str, list[RuleOfPolicy]]]:
    """By the headings of the list of rules: every rule of a municipality's own version, with its level and owner."""
    parts: dict[str, list[RuleOfPolicy]] = {}
    for rule in RULES:
        is_left = rule.code in policy.left_to_region
        holder = f"регион, когда задаст: {policy.municipality.region}" if is_left else str(policy.municipality)
        below = [_LEVELS_BELOW[level] for level in rule.levels if level in _LEVELS_BELOW]
        value, is_bound = describe_value(policy, rule.code), rule.code in policy.bounds
        line = RuleOfPolicy(rule_title(rule).capitalize(), value, holder, ", ".join(below), is_bound)
        parts.setdefault(rule.part, []).append(line)
    return list(parts.items())


@dataclass(frozen=True)
class RuleOnPage:
    title: str
    value: str
    origin: RuleOrigin
    #: «не больше: 3», and whose it is: what each bounding level lets nobody below it loosen
    bounds: tuple[tuple[str, RuleSource], ...]


def describe_origins(rules: RulesInForce) -> list[tuple[str, list[RuleOnPage]]]:
    """By the headings of the list of rules."""
    parts: dict[str, list[RuleOnPage]] = {}
    for rule in RULES:
        origin = rules.origin(rule.code)
        bounds = tuple(
            (f"{rule.bound_label}: {describe_value(source.rules, rule.code)}", source) for source in origin.bounding
        )
        rule_on_page = RuleOnPage(rule_title(rule).capitalize(), describe_value(rules, rule.code), origin, bounds)
        parts.setdefault(rule.part, []).append(rule_on_page)
    return list(parts.items())
