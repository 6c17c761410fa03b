"""A policy in words: what is compared between presets and shown of a version."""

from dataclasses import dataclass

from registry.enums import ConsentRule, Month
from registry.models.policy import PolicyRules


@dataclass(frozen=True)
class RuleInWords:
    title: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


_PLAIN = (
    "mentee_limit",
    "several_mentors",
    "curator_eligibility",
    "act_kind",
    "programme_min_months",
    "programme_max_months",
    "consents_required",
    "monthly_report",
    "mentee_report",
    "final_report_days",
    "monitoring_months",
    "baseline_month",
    "score_enabled",
    "young_specialist_years",
    "pupil_min_age",
    "forms",
    "role_models",
    "kinds",
    "mentee_term",
    "programme_term",
    "form_labels",
    "role_model_labels",
    "kind_labels",
)

#: own names → the list whose entries they name
_LABELLED = {"form_labels": "forms", "role_model_labels": "role_models", "kind_labels": "kinds"}


def rules_in_words(*policies: PolicyRules) -> list[RuleInWords]:
    """Every rule with its value in each of the policies; forms, models and kinds should be prefetched."""
    fields = (*PolicyRules._meta.fields, *PolicyRules._meta.many_to_many)
    titles = {field.name: str(field.verbose_name) for field in fields}
    rules = []
    for name in _PLAIN:
        rules.append(RuleInWords(titles[name], tuple(_value(policy, name) for policy in policies)))
    return rules


def _value(policy: PolicyRules, name: str) -> str:
    value = getattr(policy, name)
    if name == "forms":
        return "; ".join(policy.form_label(form) for form in value.all()) or "нет"
    if name == "role_models":
        return "; ".join(policy.role_model_label(model) for model in value.all()) or "нет"
    if name == "kinds":
        return "; ".join(policy.kind_label(kind) for kind in value.all()) or "нет"
    if name in _LABELLED:
        named = getattr(policy, _LABELLED[name]).all()
        return "; ".join(f"{entry}: {value[entry.code]}" for entry in named if entry.code in value) or "нет"
    if name == "consents_required":
        return "; ".join(ConsentRule(code).label for code in value) or "нет"
    if name == "monitoring_months":
        return ", ".join(Month(month).label for month in value) or "нет"
    if name == "final_report_days" and not value:
        return "срок не установлен"
    if isinstance(value, bool):
        return "да" if value else "нет"
    display = getattr(policy, f"get_{name}_display", None)
    return str(display() if display else value)
