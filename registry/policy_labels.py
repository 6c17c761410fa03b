"""Rules in words: what is compared between presets, versions and levels, and shown of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registry.enums import ConsentRule, Month
from registry.models.policy import PolicyRules
from registry.rules import LABELLED, RULES, RULES_BY_CODE, Rule

#: what a level that stops setting a rule leaves of it
FROM_ABOVE = "не задаём, действует вышестоящее"
#: entries → what calls them by the names that the rules give them
_NAMES = {"forms": "form_label", "role_models": "role_model_label", "kinds": "kind_label"}


@dataclass(frozen=True)
class RuleDescription:
    title: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def rule_title(rule: Rule) -> str:
    return str(getattr(PolicyRules._meta.get_field(rule.code), "verbose_name", rule.code))


#: (code, title) for a choice of rules
RULE_CHOICES = [(rule.code, rule_title(rule).capitalize()) for rule in RULES]


def describe_rules(*versions: Any, codes: Iterable[str] | None = None) -> list[RuleDescription]:
    """Rules with their values in each of the versions, of all or of `codes`, in the order of the list. A version is
    anything that has the rules under their codes; None has none of them. Dictionaries should be prefetched."""
    chosen = RULES_BY_CODE.keys() if codes is None else set(codes)
    return [
        RuleDescription(rule_title(rule), tuple(describe_value(version, rule.code) for version in versions))
        for rule in RULES
        if rule.code in chosen
    ]


def describe_value(rules: Any, code: str) -> str:
    if rules is None:
        return "не задано"
    value = getattr(rules, code)
    if value is FROM_ABOVE:
        return FROM_ABOVE
    if value is None:
        return "без границы"
    if code in _NAMES:
        name = getattr(rules, _NAMES[code])
        return "; ".join(name(entry) for entry in _in_order(value)) or "нет"
    if code in LABELLED:
        named = getattr(rules, LABELLED[code])
        entries = () if named is FROM_ABOVE else _in_order(named)
        return "; ".join(f"{entry}: {value[entry.code]}" for entry in entries if entry.code in value) or "нет"
    if code == "consents_required":
        return "; ".join(ConsentRule(one).label for one in value) or "нет"
    if code == "monitoring_months":
        return ", ".join(Month(month).label for month in value) or "нет"
    if code == "final_report_days" and not value:
        return "срок не установлен"
    if isinstance(value, bool):
        return "да" if value else "нет"
    field = PolicyRules._meta.get_field(code)
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


def _in_order(entries: Any) -> list[Any]:
    """The same order whatever queryset they come from: what is compared as words must not differ by order."""
    return sorted(entries.all(), key=lambda entry: (entry.position, entry.title))
