"""The rules of many pairs at once, in two queries."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from mentoring.enums import BEFORE_ORDER, LIVE, PairStatus
from mentoring.labels.programme import programme_words
from mentoring.models import Pair
from registry import clock
from registry.access import Right
from registry.enums import ActKind
from registry.models import Form, Kind, LeadingPost, Organisation, RoleModel, SideRequirement
from registry.models.dictionary import OwnableEntry
from registry.models.word_rules import PROGRAMME_TERM, USUAL_TERMS
from registry.papers.act_cases import ActCases, cases_of
from registry.policies.rules_in_force import Jurisdiction, RulesInForce
from registry.queries.organisations import organisations_in_use
from registry.queries.rules import RulesTimeline, rules_or_none
from russian.document_names import DocumentName
from russian.search_key import fold
from russian.side_words import SideWords


class PairRulesTimeline(RulesTimeline):
    """The rules of the organisations that lead the pairs; the organisations are already loaded."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        organisations = [pair.organisation for pair in pairs]
        super().__init__(
            {organisation.municipality_id for organisation in organisations},
            organisations={organisation.pk for organisation in organisations},
        )

    def of_pair(self, pair: Pair) -> RulesInForce | None:
        """The rules that apply to the pair; its organisation and act are already loaded."""
        return self.of_pair_on(pair, policy_day(pair))

    def for_words_of(self, pair: Pair) -> RulesInForce | None:
        return rules_for_words(self, pair)

    def of_pair_on(self, pair: Pair, on: date) -> RulesInForce | None:
        return self.in_force(Jurisdiction.of(pair.organisation), on)


class PairWords(NamedTuple):
    """The words for the mentor, the mentee and the act that an organisation issues about its pairs.

    The sides are called by the rules of the day of its words (ADR 58), the act by the rules of today: it is still to be
    issued. An act that is there is called by its own kind.
    """

    mentor: SideWords
    mentee: SideWords
    act: ActCases


def words_in_form(form: Form, rules: RulesInForce | None, *, today: RulesInForce | None) -> PairWords:
    """The words of the form, otherwise of the rules, otherwise the usual ones; `today`: the rules of today."""
    mentor, mentee = (
        rules.words_for(side, form) if rules else form.words_for(side) or SideWords.of(term)
        for side, term in USUAL_TERMS.items()
    )
    return PairWords(mentor, mentee, _act_by(today or rules))


def words_by_rules(rules: RulesInForce | None) -> PairWords:
    """The words of the rules, where no form is known yet; the usual ones where there are no rules."""
    mentor, mentee = (rules.words_for(side) if rules else SideWords.of(term) for side, term in USUAL_TERMS.items())
    return PairWords(mentor, mentee, _act_by(rules))


def _act_by(rules: RulesInForce | None) -> ActCases:
    return cases_of(rules.act_kind if rules else ActKind.ORDER)


def words_of_proposer(user: User) -> PairWords:
    """The words of the only organisation in which the user proposes pairs; the usual ones where there are several."""
    hosts = organisations_in_use(user, Right.PROPOSE_PAIRS)[:2]
    return words_by_rules(rules_or_none(hosts[0], clock.today()) if len(hosts) == 1 else None)


def words_of(pair: Pair) -> PairWords:
    """The words for the two sides of the pair; its form and organisation are already loaded."""
    return _words_by(PairRulesTimeline([pair]), pair)


def words_of_pairs(keys: Iterable[int]) -> dict[int, PairWords]:
    """The words for the two sides of each pair by its primary key, in three queries."""
    needed = ("status", "starts_on", "form", "act__dated", "organisation__municipality", "organisation__kind")
    pairs = list(
        Pair.objects.filter(pk__in=list(keys)).order_by().select_related("form", "act", "organisation").only(*needed)
    )
    timeline = PairRulesTimeline(pairs)
    return {pair.pk: _words_by(timeline, pair) for pair in pairs}


def _words_by(timeline: PairRulesTimeline, pair: Pair) -> PairWords:
    return words_in_form(pair.form, timeline.for_words_of(pair), today=timeline.of_pair_on(pair, clock.today()))


def programme_term_of(pair: Pair) -> str:
    """The word for a programme by the rules of the pair; its organisation is already loaded."""
    rules = PairRulesTimeline([pair]).for_words_of(pair)
    return rules.programme_term if rules else PROGRAMME_TERM


def programme_words_of(pair: Pair) -> DocumentName:
    """What pages call the programme of the pair, in cases; its organisation is already loaded."""
    return programme_words(PairRulesTimeline([pair]).for_words_of(pair))


def programme_words_in(organisation: Organisation, on: date) -> DocumentName:
    """What the organisation calls a programme on the day, in cases."""
    timeline = RulesTimeline({organisation.municipality_id}, organisations={organisation.pk}, acts=False)
    return programme_words(timeline.in_force(Jurisdiction.of(organisation), on))


def count_pairs_under(organisations: QuerySet[Organisation], since: date, until: date | None) -> int:
    """The number of open pairs whose day of rules lies between the two days, and of those that wait for an order, which
    may still be dated then: its day is to come, and no pair is secured after its last day."""
    day = Coalesce("act__dated", "starts_on")
    pairs = Pair.objects.filter(organisation__in=organisations, status__in=[PairStatus.DRAFT, *LIVE]).annotate(day=day)
    in_period = Q(day__gte=since) & (Q(day__lte=until) if until else Q())
    if until is None or until >= clock.today():
        in_period |= Q(act__isnull=True, status__in=BEFORE_ORDER, ends_on__gte=since)
    return pairs.filter(in_period).count()


def count_pairs_with(entry: OwnableEntry) -> int:
    """The number of open pairs that use the entry: its form, role model or kind, or a mentor with its post. A reason is
    stored with the change that names it, so no open pair uses it."""
    pairs = Pair.objects.filter(status__in=[PairStatus.DRAFT, *LIVE])
    if isinstance(entry, Form | RoleModel | Kind):
        name = {Form: "form", RoleModel: "role_model", Kind: "kinds"}[type(entry)]
        return pairs.filter(**{name: entry}).count()
    if isinstance(entry, SideRequirement):
        return pairs.filter(form=entry.form_id, organisation__municipality=entry.municipality_id).count()
    if isinstance(entry, LeadingPost):
        posts = pairs.filter(organisation__municipality=entry.municipality_id).values_list(
            "mentor__person__position", flat=True
        )
        return sum(fold(post).startswith(fold(entry.title)) for post in posts)
    return 0


def policy_day(pair: Pair) -> date:
    """The day of the order, otherwise the day on which the pair begins."""
    return pair.act.dated if pair.act else pair.starts_on


def day_of_words(pair: Pair) -> date:
    """The day whose rules call the two sides, the form, model and kinds of the pair, on screens as on papers (ADR 58):
    that of the order; before it today, when it would be issued; otherwise the day on which the pair begins."""
    if pair.act is None and pair.status in BEFORE_ORDER:
        return clock.today()
    return policy_day(pair)


def rules_for_words(timeline: RulesTimeline, pair: Pair, *, order_day: date | None = None) -> RulesInForce | None:
    """Those of the day of its words, or of `order_day`, that of the draft of its order; where there are none yet, those
    by which the pair is judged."""
    place = Jurisdiction.of(pair.organisation)
    return timeline.in_force(place, order_day or day_of_words(pair)) or timeline.in_force(place, policy_day(pair))
