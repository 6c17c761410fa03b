"""The rules that hold somewhere on a day, put together from the levels: each from the nearest level that has set it,
as far as no higher level bounds it (ADR 32)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from registry.enums import Founder, PairProposer, Participant, RuleLevel
from registry.models import Act, Form, Kind, LocalRules, Municipality, Organisation, Policy, RoleModel
from registry.models.word_rules import USUAL_TERMS
from registry.rules import RULES_BY_CODE, Rule, may_bound
from russian.side_words import SideWords


class Jurisdiction(NamedTuple):
    """Where rules are asked for: an organisation, or a municipality without regard to its organisations."""

    municipality: int
    kind: str = ""
    organisation: int | None = None

    @classmethod
    def of(cls, owner: Organisation | Municipality) -> "Jurisdiction":
        if isinstance(owner, Organisation):
            return cls(owner.municipality_id, owner.kind, owner.pk)
        return cls(owner.pk)


class SupervisingBody(NamedTuple):
    """A body of the municipality, its head and the post of the head; called as a municipality calls its only one."""

    authorised_body: str
    authorised_head: str = ""
    authorised_head_position: str = ""

    @classmethod
    def of(cls, municipality: Municipality) -> "SupervisingBody":
        return cls(municipality.authorised_body, municipality.authorised_head, municipality.authorised_head_position)


def side_words(side: str, term: str) -> SideWords:
    """What the side («mentor» or «mentee») is called by a term of the rules. No sentence takes a definition, with its
    comma."""
    return SideWords.of(USUAL_TERMS[side] if "," in term else term)


@dataclass(frozen=True)
class RuleSource:
    """One level's version that is in force."""

    level: RuleLevel
    rules: Policy | LocalRules

    def decides(self, code: str) -> bool:
        if isinstance(self.rules, Policy):
            return code not in self.rules.left_to_region
        return code in self.rules.decides

    def bounds(self, code: str) -> bool:
        return code in self.rules.bounds and self.decides(code)

    def value(self, rule: Rule) -> Any:
        """As rules compare it: entries of dictionaries as the set of their keys."""
        value = getattr(self.rules, rule.code)
        return frozenset(entry.pk for entry in value.all()) if rule.is_entries else value

    @property
    def since(self) -> date:
        return self.rules.valid_from

    @property
    def ground(self) -> str:
        """«приказ № 118 от 25.08.2026», or the words that stand in for an act; empty of a version with neither."""
        act = self.rules.act
        in_force = act is not None and act.cancelled_by_id is None
        return str(act) if in_force else self.rules.basis.strip().rstrip(".")

    @property
    def title(self) -> str:
        """«политика муниципалитета», «правила организации»."""
        return {
            RuleLevel.REGION: "правила региона",
            RuleLevel.MUNICIPALITY: "политика муниципалитета",
            RuleLevel.KIND: "правила для своего вида организаций",
            RuleLevel.ORGANISATION: "правила организации",
        }[self.level]

    @property
    def owner(self) -> str:
        """Whose the version is: «Заречный район», «Заречный район: школа», «МБОУ «Заречная СОШ № 2»»."""
        return str(self.rules.municipality) if isinstance(self.rules, Policy) else self.rules.owner_title

    @property
    def dative(self) -> str:
        """«по политике муниципалитета»."""
        return self._declined("политике", "правилам")

    @property
    def prepositional(self) -> str:
        """«нет в политике муниципалитета с 01.09.2026»."""
        return f"{self._declined('политике', 'правилах')} с {self.since:%d.%m.%Y}"

    def _declined(self, policy: str, rules: str) -> str:
        return self.title.replace("политика", policy, 1).replace("правила", rules, 1)


@dataclass(frozen=True)
class RuleOrigin:
    """Which level a rule comes from. `bound`: the outermost level that lets nobody below it loosen the rule;
    `is_held`: the bound has changed what the nearest level says; `bounding`: every level that lets nobody below it
    loosen the rule, the nearest one too, the outermost first."""

    source: RuleSource
    bound: RuleSource | None
    is_held: bool
    bounding: tuple[RuleSource, ...] = ()

    @property
    def holder(self) -> RuleSource:
        """The level by whose word the value is what it is."""
        return self.bound if self.is_held and self.bound else self.source


class NarrowedEntries:
    """Entries of a dictionary that a bound leaves; asked like the manager of a policy's own."""

    def __init__(self, entries: QuerySet[Any]) -> None:
        self._entries = entries

    def all(self) -> QuerySet[Any]:
        """The same queryset each time: it is read once."""
        return self._entries

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._entries, name)


class RulesInForce:
    """Every rule under the name that it has in a policy, and where it comes from."""

    mentee_limit: int
    several_mentors: bool
    forms: QuerySet[Form]
    role_models: QuerySet[RoleModel]
    kinds: QuerySet[Kind]
    org_cycle_enabled: bool
    meetings_enabled: bool
    term_kind: str
    programme_min_months: int
    programme_max_months: int
    participant_types: list[str]
    bases: list[str]
    pair_columns: list[str]
    consents_required: list[str]
    routes_enabled: bool
    route_min_years: int
    route_max_years: int
    report_period: str
    report_readers: list[str]
    mentee_report: bool
    final_report_days: int
    final_report_working: bool
    proposer_of_pupils: str
    proposer_of_teachers: str
    considered_by: str
    order_issuer: str
    supervising_body: str
    supervising_head: str
    supervising_head_post: str
    payment: str
    payment_amount: Decimal | None
    payment_measure: str
    payment_ground: str
    monitoring_months: list[int]
    baseline_month: int
    curator_eligibility: str
    young_specialist_years: int
    pupil_min_age: int
    pupil_max_age: int | None
    pair_ground: str
    score_enabled: bool
    org_indicators_enabled: bool
    roadmap_columns: str
    keep_after_pair_months: int
    keep_without_pair_months: int
    keep_uploads_months: int
    act_kind: str
    mentor_term: str
    mentee_term: str
    programme_term: str
    form_labels: dict[str, str]
    role_model_labels: dict[str, str]
    kind_labels: dict[str, str]

    def __init__(self, sources: Sequence[RuleSource]) -> None:
        """`sources`: from the region down to the organisation; that of the municipality is always among them."""
        self.sources = tuple(sources)
        self._origins: dict[str, RuleOrigin] = {}

    def __getattr__(self, code: str) -> Any:
        """Only asked for what is not there yet: each rule is put together once."""
        if code not in RULES_BY_CODE:
            raise AttributeError(code)
        origin, value = self._resolve(RULES_BY_CODE[code])
        self._origins[code] = origin
        setattr(self, code, value)
        return value

    def origin(self, code: str) -> RuleOrigin:
        getattr(self, code)
        return self._origins[code]

    def by_whom(self, code: str, source: str = "", *, source_value: Any = None) -> str:
        """«по политике муниципалитета (приказ № 118 от 25.08.2026)»: the act by which the level has adopted the rule,
        or the words that stand in for it. The source only where there is neither, and where it says the value that
        holds here: «(Кез, п. 1)»."""
        holder, is_of_source = self.origin(code).holder, source and getattr(self, code) == source_value
        cited = holder.ground or (source if is_of_source else "")
        return f"по {holder.dative} ({cited})" if cited else f"по {holder.dative}"

    def form_label(self, form: Form) -> str:
        """The own name of a form: «учитель – учитель» for «педагог – педагог»."""
        return self.form_labels.get(form.code, form.title)

    def role_model_label(self, model: RoleModel) -> str:
        return self.role_model_labels.get(model.code, model.title)

    def kind_label(self, kind: Kind) -> str:
        return self.kind_labels.get(kind.code, kind.title)

    def words_for(self, side: str, form: Form | None = None) -> SideWords:
        """What the side («mentor» or «mentee») is called: by the form, otherwise by the rules."""
        if own := form and form.words_for(side):
            return own
        return side_words(side, getattr(self, f"{side}_term"))

    def column_of(self, side: str, words: SideWords) -> str:
        """What heads the column of a side that a paper calls by the words; a definition of the rules stands behind the
        word that it defines."""
        term: str = getattr(self, f"{side}_term")
        is_defined = "," in term and words.nominative == USUAL_TERMS[side]
        return f"{words.nominative} — {term}" if is_defined else words.nominative

    @property
    def body(self) -> SupervisingBody:
        """The body that agrees and issues for the organisation, of its kind or of the whole municipality."""
        if self.supervising_body:
            return SupervisingBody(self.supervising_body, self.supervising_head, self.supervising_head_post)
        return SupervisingBody.of(self.policy.municipality)

    def proposer_for(self, participant: str) -> PairProposer:
        """Who proposes pairs with such a mentee."""
        proposers = {
            Participant.PUPIL.value: self.proposer_of_pupils,
            Participant.TEACHER.value: self.proposer_of_teachers,
        }
        return PairProposer(proposers.get(participant, PairProposer.ANY))

    def bodies_for(self, participant: str) -> list[str]:
        """Whose minutes an order of pairs with such a mentee needs: who proposes them and who considers them."""
        proposer = self.proposer_for(participant)
        proposing = [] if proposer in (PairProposer.ANY, PairProposer.CURATOR) else [proposer.value]
        return list(dict.fromkeys([*([self.considered_by] if self.considered_by else []), *proposing]))

    @property
    def policy(self) -> Policy:
        return next(source.rules for source in self.sources if isinstance(source.rules, Policy))

    @property
    def municipality_id(self) -> int:
        """Whose own entries of the dictionaries are offered."""
        return self.policy.municipality_id

    @property
    def valid_from(self) -> date:
        """The day on which the newest of the versions has begun."""
        return max(source.since for source in self.sources)

    @property
    def acts(self) -> list[Act]:
        """In force, the nearest level first: what an order rests on."""
        return [act for act in self._acts(self.sources) if act.cancelled_by_id is None]

    def acts_for(self, organisation: Organisation) -> list[Act]:
        """Those that an order of the organisation rests on: of the municipality only where it is the founder."""
        if organisation.founder in (Founder.UNKNOWN, Founder.MUNICIPAL):
            return self.acts
        of_municipality = (RuleLevel.MUNICIPALITY, RuleLevel.KIND)
        sources = [source for source in self.sources if source.level not in of_municipality]
        return [act for act in self._acts(sources) if act.cancelled_by_id is None]

    def grounds_for(self, organisation: Organisation) -> list[Act | str]:
        """As `acts_for`; of a version whose act is not in the register, the words that stand in for it."""
        grounds: list[Act | str] = [*self.acts_for(organisation)]
        of_founder = organisation.founder in (Founder.UNKNOWN, Founder.MUNICIPAL)
        for source in reversed(self.sources):
            is_of_municipality = source.level in (RuleLevel.MUNICIPALITY, RuleLevel.KIND)
            if source.rules.act is None and source.rules.basis.strip() and (of_founder or not is_of_municipality):
                grounds.append(source.rules.basis.strip())
        return list(dict.fromkeys(grounds))

    def _acts(self, sources: Sequence[RuleSource]) -> Iterator[Act]:
        """Each once: a municipality may rest on the act of its region."""
        yield from dict.fromkeys(source.rules.act for source in reversed(sources) if source.rules.act is not None)

    def _resolve(self, rule: Rule) -> tuple[RuleOrigin, Any]:
        inwards = [source for source in self.sources if source.decides(rule.code)]
        nearest = inwards[-1] if inwards else self._municipal
        value = nearest.value(rule)
        own_value, bound = value, None
        for source in reversed(self.sources):
            if source is not nearest and self._stands_above(source, nearest) and source.bounds(rule.code):
                bound, value = source, rule.bounded(source.value(rule), value)
        is_narrowed = bound is not None and rule.loosens(value, own_value)
        bounding = tuple(one for one in self.sources if may_bound(one.level) and one.bounds(rule.code))
        origin = RuleOrigin(nearest, bound, is_narrowed, bounding)
        if not rule.is_entries:
            return origin, value
        own = getattr(nearest.rules, rule.code)
        return origin, NarrowedEntries(own.model._default_manager.filter(pk__in=value)) if is_narrowed else own

    @property
    def _municipal(self) -> RuleSource:
        """It has a value for what it leaves to a region that says nothing."""
        return next(source for source in self.sources if source.level == RuleLevel.MUNICIPALITY)

    def _stands_above(self, source: RuleSource, other: RuleSource) -> bool:
        return self.sources.index(source) < self.sources.index(other)
