"""The rules on which the documents differ (requirements A16), one entry each.

Forms, comparisons, the page that tells where rules come from and the reader of the rules in force follow from this
list; the values themselves are the fields of `registry.models.policy.PolicyRules` under the same codes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from registry.enums import CuratorEligibility, OrderIssuer, PairGround, ReportPeriod, RuleLevel, TermKind
from registry.side_texts import side_label

#: (bound of a higher level, value of a lower one) → what holds. Entries of dictionaries come as sets of their keys.
Bound = Callable[[Any, Any], Any]


def _fewer(bound: set[Any] | frozenset[Any], value: set[Any] | frozenset[Any]) -> set[Any] | frozenset[Any]:
    return bound & value


def _more_of_them(bound: list[Any], value: list[Any]) -> list[Any]:
    return [*value, *(one for one in bound if one not in value)]


def _only_of_them(bound: list[Any], value: list[Any]) -> list[Any]:
    return [one for one in value if one in bound]


def _as_above(bound: Any, value: Any) -> Any:
    return bound


def _nearer_to_deputy(bound: str, value: str) -> str:
    order = list(CuratorEligibility.values)
    return min(bound, value, key=order.index)


def _younger(bound: int | None, value: int | None) -> int | None:
    """Without an upper age anybody may take part."""
    return min((age for age in (bound, value) if age is not None), default=None)


def _more_often(bound: str, value: str) -> str:
    order = list(ReportPeriod.values)
    return max(bound, value, key=order.index)


def _considered(bound: str, value: str) -> str:
    """By any body, where one is asked for at all."""
    return value or bound


def _proposed(bound: str, value: str) -> str:
    """By whomever, where somebody is named at all."""
    return value or bound


def _within_a_year(bound: str, value: str) -> str:
    """Two years are not nearer to each other: the bound says which."""
    return value if bound == TermKind.DATES else bound


def _only_the_head(bound: str, value: str) -> str:
    return OrderIssuer.HEAD if OrderIssuer.HEAD in (bound, value) else value


def _only_orders(bound: str, value: str) -> str:
    return PairGround.ORDER if PairGround.ORDER in (bound, value) else value


def _shorter(bound: int, value: int) -> int:
    """Of days of a deadline: nothing named is the loosest."""
    return min(filter(None, (bound, value)), default=0)


def _both(bound: bool, value: bool) -> bool:
    return bound and value


def _either(bound: bool, value: bool) -> bool:
    return bound or value


@dataclass(frozen=True)
class Rule:
    code: str
    #: under which heading it stands
    part: str
    #: what a higher level that bounds the rule leaves of the value of a lower one
    bounded: Bound
    #: what bounding it means, beside the value of the bound
    bound_label: str
    #: levels that may set it beside the municipality
    levels: tuple[RuleLevel, ...] = (RuleLevel.REGION, RuleLevel.KIND, RuleLevel.ORGANISATION)
    #: entries of a dictionary
    is_entries: bool = False

    def loosens(self, bound: Any, value: Any) -> bool:
        """The value goes beyond the bound."""
        within_bound = self.bounded(bound, value)
        return (
            sorted(within_bound, key=str) != sorted(value, key=str)
            if isinstance(value, list)
            else within_bound != value
        )


ABOVE_ORGANISATIONS = (RuleLevel.REGION, RuleLevel.KIND)
_PAIRS, _ENTRIES, _REPORTS = "Пары", "Формы, модели, виды", "Программы и отчёты"
_MONITORING, _ROADMAPS, _WORDS = "Мониторинг", "Дорожные карты", "Слова"
_BODY, _PLANS = "Кто ведёт организации", "Шаги и встречи"
_DECISIONS, _PAYMENT = "Кто решает о паре", side_label("Выплата наставнику")
_BASES, _AS_IS = "Базы и реестр", "только так"
_KEEPING = "Хранение личных сведений"

RULES: tuple[Rule, ...] = (
    Rule("mentee_limit", _PAIRS, min, "не больше"),
    Rule("act_kind", _PAIRS, _as_above, _AS_IS),
    Rule("several_mentors", _PAIRS, _both, "не свободнее"),
    Rule("young_specialist_years", _PAIRS, _as_above, _AS_IS),
    Rule("pupil_min_age", _PAIRS, max, "не младше"),
    Rule("pupil_max_age", _PAIRS, _younger, "не старше"),
    Rule("pair_ground", _PAIRS, _only_orders, "не свободнее"),
    Rule("participant_types", _PAIRS, _only_of_them, "только из этих"),
    Rule("consents_required", _PAIRS, _more_of_them, "не меньше этих"),
    Rule("curator_eligibility", _PAIRS, _nearer_to_deputy, "не свободнее"),
    Rule("proposer_of_pupils", _DECISIONS, _proposed, "не свободнее"),
    Rule("proposer_of_teachers", _DECISIONS, _proposed, "не свободнее"),
    Rule("considered_by", _DECISIONS, _considered, "не свободнее"),
    Rule("order_issuer", _DECISIONS, _only_the_head, "не свободнее"),
    Rule("supervising_body", _BODY, _as_above, _AS_IS, levels=(RuleLevel.KIND,)),
    Rule("supervising_head", _BODY, _as_above, _AS_IS, levels=(RuleLevel.KIND,)),
    Rule("supervising_head_post", _BODY, _as_above, _AS_IS, levels=(RuleLevel.KIND,)),
    Rule("payment", _PAYMENT, _as_above, _AS_IS),
    Rule("payment_amount", _PAYMENT, _as_above, _AS_IS),
    Rule("payment_measure", _PAYMENT, _as_above, _AS_IS),
    Rule("payment_ground", _PAYMENT, _as_above, _AS_IS),
    Rule("bases", _BASES, _more_of_them, "не меньше этих"),
    Rule("pair_columns", _BASES, _as_above, _AS_IS),
    Rule("forms", _ENTRIES, _fewer, "только из этих", is_entries=True),
    Rule("role_models", _ENTRIES, _fewer, "только из этих", is_entries=True),
    Rule("kinds", _ENTRIES, _fewer, "только из этих", is_entries=True),
    Rule("org_cycle_enabled", _PLANS, _either, "не свободнее"),
    Rule("meetings_enabled", _PLANS, _either, "не свободнее"),
    Rule("term_kind", _REPORTS, _within_a_year, "не свободнее"),
    Rule("programme_min_months", _REPORTS, max, "не короче"),
    Rule("programme_max_months", _REPORTS, min, "не длиннее"),
    Rule("routes_enabled", _REPORTS, _either, "не свободнее"),
    Rule("route_min_years", _REPORTS, max, "не короче"),
    Rule("route_max_years", _REPORTS, min, "не длиннее"),
    Rule("report_period", _REPORTS, _more_often, "не реже"),
    Rule("report_readers", _REPORTS, _more_of_them, "не меньше этих"),
    Rule("mentee_report", _REPORTS, _either, "не свободнее"),
    Rule("final_report_days", _REPORTS, _shorter, "не дольше"),
    Rule("final_report_working", _REPORTS, _both, "не дольше"),
    Rule("score_enabled", _MONITORING, _either, "не свободнее"),
    Rule("org_indicators_enabled", _MONITORING, _either, "не свободнее"),
    Rule("monitoring_months", _MONITORING, _more_of_them, "не меньше этих", levels=ABOVE_ORGANISATIONS),
    Rule("baseline_month", _MONITORING, _as_above, _AS_IS, levels=ABOVE_ORGANISATIONS),
    Rule("roadmap_columns", _ROADMAPS, _as_above, _AS_IS),
    Rule("keep_after_pair_months", _KEEPING, min, "не дольше", levels=(RuleLevel.REGION,)),
    Rule("keep_without_pair_months", _KEEPING, min, "не дольше", levels=(RuleLevel.REGION,)),
    Rule("keep_uploads_months", _KEEPING, min, "не дольше", levels=(RuleLevel.REGION,)),
    Rule("mentor_term", _WORDS, _as_above, _AS_IS),
    Rule("mentee_term", _WORDS, _as_above, _AS_IS),
    Rule("programme_term", _WORDS, _as_above, _AS_IS),
    Rule("form_labels", _WORDS, _as_above, _AS_IS),
    Rule("role_model_labels", _WORDS, _as_above, _AS_IS),
    Rule("kind_labels", _WORDS, _as_above, _AS_IS),
)
RULES_BY_CODE = {rule.code: rule for rule in RULES}
#: own names → the rule whose entries they name
LABELLED = {"form_labels": "forms", "role_model_labels": "role_models", "kind_labels": "kinds"}
#: rule → those that say nothing without it: set, bounded and left to a region with it alone
DEPENDENT_RULES = {
    "payment": ("payment_amount", "payment_measure", "payment_ground"),
    "supervising_body": ("supervising_head", "supervising_head_post"),
}
_DEPENDENT_CODES = {code for codes in DEPENDENT_RULES.values() for code in codes}
ENTRY_CODES = tuple(rule.code for rule in RULES if rule.is_entries)


def is_dependent_rule(code: str) -> bool:
    return code in _DEPENDENT_CODES


def with_dependent_rules(codes: Iterable[str]) -> list[str]:
    """In the order of the list."""
    complete = set(codes) - _DEPENDENT_CODES
    complete |= {dependent for code in complete for dependent in DEPENDENT_RULES.get(code, ())}
    return [rule.code for rule in RULES if rule.code in complete]


def rules_of_level(level: RuleLevel) -> list[Rule]:
    """What the level may set; the municipality sets everything."""
    return [rule for rule in RULES if level == RuleLevel.MUNICIPALITY or level in rule.levels]


def may_bound(level: RuleLevel) -> bool:
    """Nobody stands below an organisation."""
    return level != RuleLevel.ORGANISATION
