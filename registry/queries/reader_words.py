"""The words for the two sides of mentoring, and for the act that secures pairs, by the rules of a reader's places."""

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from registry import clock
from registry.access import Access
from registry.enums import ActKind
from registry.models import LocalRules, Organisation, Policy
from registry.models.word_rules import MENTEE_TERM, MENTOR_TERM, USUAL_TERMS
from registry.papers.act_cases import ActCases, cases_of
from registry.policies.rules_in_force import RulesInForce
from registry.queries.bases import rules_of_reader
from registry.queries.rules import rules_or_none
from registry.side_texts import SidePair

_USUAL = Q(mentor_term=MENTOR_TERM, mentee_term=MENTEE_TERM, act_kind=ActKind.ORDER)


class ReaderWords(NamedTuple):
    """None where the places of the reader differ, or have the usual words."""

    sides: SidePair | None = None
    act: ActCases | None = None


def words_of_reader(user: User | AnonymousUser) -> ReaderWords:
    """One query where no rules have other words than the usual ones."""
    if not user.is_authenticated or not _somebody_has_others():
        return ReaderWords()
    rules_of_places = _rules_of(user)
    sides = {tuple(rules.words_for(side) for side in USUAL_TERMS) if rules else None for rules in rules_of_places}
    acts = {rules.act_kind if rules else None for rules in rules_of_places}
    words = sides.pop() if len(sides) == 1 else None
    kind = acts.pop() if len(acts) == 1 else None
    return ReaderWords(SidePair(*words) if words else None, cases_of(kind) if kind else None)


def _somebody_has_others() -> bool:
    policies = Policy.objects.exclude(_USUAL).order_by().values("mentor_term")
    local = LocalRules.objects.exclude(_USUAL).order_by().values("mentor_term")
    return bool(policies.union(local)[:1])


def _rules_of(user: User) -> list[RulesInForce | None]:
    """Of the places of the reader; of a mentor or a mentee, of the present organisation of the card."""
    places = Organisation.objects.filter(people__in=Access.of(user).person_ids) if Access.of(user).person_ids else ()
    return rules_of_reader(user, clock.today()) + [rules_or_none(place, clock.today()) for place in places]
