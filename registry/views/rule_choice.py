"""Which rules a level sets itself, chosen before they are typed; the others come from the levels above."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.enums import RuleLevel
from registry.models import LocalRules
from registry.models.policy import PolicyRules
from registry.policies.labels import describe_value, rule_title
from registry.policies.rules_in_force import RulesInForce
from registry.queries.local_rules import rules_above, same_owner
from registry.queries.policy import first_preset
from registry.rules import is_dependent_rule, rules_of_level, with_dependent_rules

#: in the address: the code of a rule that is set
PARAMETER = "rule"


def codes_of_page(request: AuthenticatedRequest, rules: LocalRules) -> list[str]:
    """In the order of the list."""
    of_level = {rule.code for rule in rules_of_level(RuleLevel(rules.level))}
    return with_dependent_rules(of_level.intersection(request.GET.getlist(PARAMETER)))


def choice_of_rules(request: AuthenticatedRequest, rules: LocalRules, back: str, *, then: str = "") -> HttpResponse:
    """The page leads on to the form with the chosen rules in its address."""
    above = rules_above(rules, clock.today())
    codes = rules.decides or _decided_before(rules)
    context = {
        "rules": rules,
        "parts": _choices_by_part(rules, above, codes),
        "region": request.GET.get("region", ""),
        "back_url": back,
        "then": then or request.path,
    }
    return render(request, "registry/rule_choice.html", context)


def _choices_by_part(
    rules: LocalRules, above: RulesInForce | None, codes: Collection[str]
) -> list[tuple[str, list[dict[str, Any]], int]]:
    """Under the headings of the form, each with the number of chosen rules. `codes`: of the chosen ones."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for rule in rules_of_level(RuleLevel(rules.level)):
        if is_dependent_rule(rule.code):
            continue
        origin = above.origin(rule.code) if above else None
        choice = {
            "code": rule.code,
            "title": rule_title(rule).capitalize(),
            "value": describe_value(above, rule.code) if above else "",
            "origin": origin.holder if origin else None,
            "is_bounded": bool(origin and origin.bounding),
            "is_chosen": rule.code in codes,
        }
        parts.setdefault(rule.part, []).append(choice)
    return [(title, choices, sum(choice["is_chosen"] for choice in choices)) for title, choices in parts.items()]


def begun_with(rules: LocalRules, on: date) -> PolicyRules:
    """A new version begins with the latest one of its owner, else with what holds there. Copies the plain values."""
    latest = same_owner(rules).order_by("-valid_from").first()
    above: RulesInForce | PolicyRules | None = latest or rules_above(rules, on)
    source: Any = above or first_preset()
    for field in PolicyRules._meta.local_fields:
        if field.name != "bounds":
            setattr(rules, field.name, getattr(source, field.name))
    return source


def _decided_before(rules: LocalRules) -> list[str]:
    latest = same_owner(rules).order_by("-valid_from").first() if rules.pk is None else None
    return latest.decides if latest else []
