"""Rules in words: what is compared between presets, versions and levels, and shown of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Choices

from registry.enums import ConsentRule, Month, PairColumn, Participant, RegisterBase, ReportReader
from registry.models.policy import NOT_REQUIRED, PolicyRules
from registry.rules import LABELLED, RULES, RULES_BY_CODE, Rule, is_dependent_rule
from registry.side_texts import side_text
from russian.numbers import decimal_figures

#: what a level that stops setting a rule leaves of it
FROM_ABOVE = "не задаём, действует вышестоящее"
#: entries → what calls them by the names that the rules give them
_NAMES = {"forms": "form_label", "role_models": "role_model_label", "kinds": "kind_label"}

#: rules that are lists → what their members are
_LISTED: dict[str, type[Choices]] = {
    "report_readers": ReportReader,
    "participant_types": Participant,
    "bases": RegisterBase,
    "pair_columns": PairColumn,
    "monitoring_months": Month,
}


@dataclass(frozen=True)
class RuleDescription:
    title: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def rule_title(rule: Rule) -> str:
    return str(getattr(PolicyRules._meta.get_field(rule.code), "verbose_name", rule.code))


#: (code, title) for a choice of rules; dependent rules go with theirs
RULE_CHOICES = [(rule.code, rule_title(rule).capitalize()) for rule in RULES if not is_dependent_rule(rule.code)]


def describe_rules(*versions: Any, codes: Iterable[str] | None = None, own_names: bool = True) -> list[RuleDescription]:
    """Rules with their values in each of the versions, of all or of `codes`, in the order of the list. A version is
    anything that has the rules under their codes; None has none of them. Dictionaries should be prefetched.

    Without `own_names` forms, role models and kinds are called by their usual names, so that a change of a name alone
    is no change of the list: names are a rule of their own.
    """
    rule_codes = RULES_BY_CODE.keys() if codes is None else set(codes)
    return [
        RuleDescription(
            rule_title(rule), tuple(describe_value(version, rule.code, own_names=own_names) for version in versions)
        )
        for rule in RULES
        if rule.code in rule_codes
    ]


def describe_version(rules: Any) -> list[RuleDescription]:
    """What a version says beside its rules: its days, its ground in words, what it bounds and leaves to the region.
    Rules put together from several levels have none of it."""
    lines = [
        RuleDescription(title, (_describe_detail(getattr(rules, name, None), empty),))
        for name, title, empty in _DETAILS_OF_VERSION
    ]
    return [*lines, *(RuleDescription(title, (_titles(rules, name),)) for name, title in _LISTS_OF_VERSION)]


DAY_OF_VERSION, GROUND_OF_VERSION = "действует с", "основание словами"
#: name of the field, its title, what an empty one means
_DETAILS_OF_VERSION = (
    ("valid_from", DAY_OF_VERSION, "не задано"),
    ("valid_to", "действует по", "бессрочно"),
    ("basis", GROUND_OF_VERSION, "нет"),
)
_LISTS_OF_VERSION = (("bounds", "нижние уровни не смягчают"), ("left_to_region", "решает регион"))


def _describe_detail(value: Any, empty: str) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value or empty


def _titles(rules: Any, name: str) -> str:
    codes = getattr(rules, name, None) or ()
    return "; ".join(str(rule_title(rule)) for rule in RULES if rule.code in codes) or "нет"


#: what holds while no body of its own is named
_OF_AUTHORISED_BODY = {
    "supervising_body": "уполномоченный орган муниципалитета",
    "supervising_head": "как в карточке муниципалитета",
    "supervising_head_post": "как в карточке муниципалитета",
}


def describe_value(rules: Any, code: str, *, own_names: bool = True) -> str:
    if rules is None:
        return "не задано"
    value = getattr(rules, code)
    if value is FROM_ABOVE:
        return FROM_ABOVE
    if value is None:
        return "не указан" if code == "payment_amount" else "без границы"
    if code in _OF_AUTHORISED_BODY and not rules.supervising_body:
        return _OF_AUTHORISED_BODY[code]
    if code in _LISTED:
        return ", ".join(str(_LISTED[code](one).label) for one in value) or "нет"
    if code == "payment_amount":
        return decimal_figures(value)
    if code in _NAMES:
        name = getattr(rules, _NAMES[code]) if own_names else str
        return "; ".join(name(entry) for entry in _in_order(value)) or "нет"
    if code in LABELLED:
        offered = getattr(rules, LABELLED[code])
        entries = () if offered is FROM_ABOVE else _in_order(offered)
        return "; ".join(f"{entry}: {value[entry.code]}" for entry in entries if entry.code in value) or "нет"
    if code == "consents_required":
        return "; ".join(str(ConsentRule(one).label) for one in value) or "нет"
    if code == "final_report_days" and value == 0:
        return _no_final_report(rules)
    if isinstance(value, bool):
        return "да" if value else "нет"
    field = PolicyRules._meta.get_field(code)
    return str(dict(getattr(field, "flatchoices", ())).get(value, value)) or "нет"


def _no_final_report(rules: Any) -> str:
    """Without days mentors owe none, and mentees, where they owe one, owe it by no day."""
    mentees_owe = getattr(rules, "mentee_report", False) is True
    return side_text("0, не требуется; от наставляемого — без срока") if mentees_owe else NOT_REQUIRED


def _in_order(entries: Any) -> list[Any]:
    """The same order whatever queryset they come from: what is compared as words must not differ by order."""
    return sorted(entries.all(), key=lambda entry: (entry.position, entry.title))
