"""Where each rule comes from, for the pages that tell it: the parts of the list of rules, whose each rule is, and what
of them a reader has asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from registry.enums import RuleLevel
from registry.models import Policy, PolicyPreset
from registry.policies.labels import describe_value, rule_title
from registry.policies.rules_in_force import RuleOrigin, RulesInForce, RuleSource
from registry.rules import RULES, Rule
from russian.search_key import fold

#: who may decide otherwise below the municipality
_LEVELS_BELOW = {RuleLevel.KIND: "вид организаций", RuleLevel.ORGANISATION: "организация"}


#: rules of a level that stand open at once
MOST_OPEN = 15


class RuleHolder(StrEnum):
    """Whose a rule is. One of the municipality that says what the basic preset says is a standard one."""

    ORGANISATION = "organisation"
    KIND = "kind"
    MUNICIPALITY = "municipality"
    REGION = "region"
    STANDARD = "standard"


#: before a number: «муниципалитета — 3»
WORDS_OF_HOLDERS = {
    RuleHolder.ORGANISATION: "организации",
    RuleHolder.KIND: "вида организаций",
    RuleHolder.MUNICIPALITY: "муниципалитета",
    RuleHolder.REGION: "региона",
    RuleHolder.STANDARD: "типовые, как в образце «Базовый»,",
}


@dataclass(frozen=True)
class RuleOfPolicy:
    code: str
    title: str
    value: str
    whose: RuleHolder
    #: whose the rule is, in words
    holder: str
    #: who below may set another; empty when nobody
    below: str
    #: no lower level may loosen it
    is_bound: bool


@dataclass(frozen=True)
class RuleOnPage:
    code: str
    title: str
    value: str
    whose: RuleHolder
    origin: RuleOrigin
    #: «не больше: 3», and whose it is: what each bounding level lets nobody below it loosen
    bounds: tuple[tuple[str, RuleSource], ...]


RuleLine = TypeVar("RuleLine", RuleOfPolicy, RuleOnPage)


@dataclass(frozen=True)
class RulePart(Generic[RuleLine]):
    """Rules under one heading; `lines` are those that were asked for."""

    #: anchor on the page
    name: str
    title: str
    lines: Sequence[RuleLine]


@dataclass(frozen=True)
class RulesOnPage(Generic[RuleLine]):
    """`lines` by their headings, narrowed to what was asked for: words of the title or value, and whose they are."""

    lines: Sequence[tuple[str, RuleLine]]
    text: str = ""
    whose: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(fold(self.text) or self.whose)

    @property
    def unfolds(self) -> bool:
        """Whether the parts stand open: what was looked for, and the few rules of a level."""
        return bool(fold(self.text)) or (self.is_narrowed and sum(len(part.lines) for part in self.parts) <= MOST_OPEN)

    @property
    def parts(self) -> list[RulePart[RuleLine]]:
        """The parts that have something of what was asked for."""
        words = fold(self.text).split()
        by_title: dict[str, list[RuleLine]] = {title: [] for title, _ in self.lines}
        for title, line in self.lines:
            text = fold(f"{title} {line.title} {line.value}")
            if all(word in text for word in words) and self.whose in ("", line.whose):
                by_title[title].append(line)
        numbered = enumerate(by_title.items(), start=1)
        return [RulePart(f"part-{number}", title, lines) for number, (title, lines) in numbered if lines]

    @property
    def number(self) -> int:
        return len(self.lines)

    @property
    def holders(self) -> list[tuple[RuleHolder, str, int]]:
        """Whose the rules are, and how many of them."""
        numbers = {each: sum(line.whose == each for _, line in self.lines) for each in RuleHolder}
        return [(each, WORDS_OF_HOLDERS[each], number) for each, number in numbers.items() if number]


def rules_of_policy(
    policy: Policy, standard: PolicyPreset | None, parameters: Mapping[str, str]
) -> RulesOnPage[RuleOfPolicy]:
    """Every rule of a municipality's own version, with its level and owner. `parameters`: those of the page."""
    lines = []
    for rule in RULES:
        is_left, value = rule.code in policy.left_to_region, describe_value(policy, rule.code)
        holder = f"регион, когда задаст: {policy.municipality.region}" if is_left else str(policy.municipality)
        whose = RuleHolder.REGION if is_left else _of_municipality(rule, value, standard)
        below = [_LEVELS_BELOW[level] for level in rule.levels if level in _LEVELS_BELOW]
        line = RuleOfPolicy(rule.code, _title(rule), value, whose, holder, ", ".join(below), rule.code in policy.bounds)
        lines.append((rule.part, line))
    return _narrowed(lines, parameters)


def rules_with_origins(
    rules: RulesInForce, standard: PolicyPreset | None, parameters: Mapping[str, str]
) -> RulesOnPage[RuleOnPage]:
    """Every rule that is in force, with where it comes from. `parameters`: those of the page."""
    lines = []
    for rule in RULES:
        origin, value = rules.origin(rule.code), describe_value(rules, rule.code)
        bounds = tuple(
            (f"{rule.bound_label}: {describe_value(source.rules, rule.code)}", source) for source in origin.bounding
        )
        level = origin.source.level
        whose = _of_municipality(rule, value, standard) if level == RuleLevel.MUNICIPALITY else RuleHolder(level)
        lines.append((rule.part, RuleOnPage(rule.code, _title(rule), value, whose, origin, bounds)))
    return _narrowed(lines, parameters)


def _narrowed(lines: Iterable[tuple[str, RuleLine]], parameters: Mapping[str, str]) -> RulesOnPage[RuleLine]:
    whose = parameters.get("whose", "")
    return RulesOnPage(list(lines), parameters.get("q", "").strip(), whose if whose in WORDS_OF_HOLDERS else "")


def _of_municipality(rule: Rule, value: str, standard: PolicyPreset | None) -> RuleHolder:
    is_usual = standard is not None and describe_value(standard, rule.code) == value
    return RuleHolder.STANDARD if is_usual else RuleHolder.MUNICIPALITY


def _title(rule: Rule) -> str:
    return rule_title(rule).capitalize()
