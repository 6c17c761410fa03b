"""The words for the two sides of mentoring by the rules of a reader's places."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from registry import clock
from registry.access import Access
from registry.models import LocalRules, Organisation, Policy
from registry.models.word_rules import MENTEE_TERM, MENTOR_TERM, USUAL_TERMS
from registry.policies.rules_in_force import RulesInForce
from registry.queries.bases import rules_of_reader
from registry.queries.rules import rules_or_none
from registry.side_texts import SidePair

_USUAL = Q(mentor_term=MENTOR_TERM, mentee_term=MENTEE_TERM)


def words_of_reader(user: User | AnonymousUser) -> SidePair | None:
    """None where the places of the reader differ, or have the usual words. One query where no rules have others."""
    if not user.is_authenticated or not _somebody_has_others():
        return None
    spoken = {tuple(rules.words_for(side) for side in USUAL_TERMS) if rules else None for rules in _rules_of(user)}
    words = spoken.pop() if len(spoken) == 1 else None
    return SidePair(*words) if words else None


def _somebody_has_others() -> bool:
    policies = Policy.objects.exclude(_USUAL).order_by().values("mentor_term")
    local = LocalRules.objects.exclude(_USUAL).order_by().values("mentor_term")
    return bool(policies.union(local)[:1])


def _rules_of(user: User) -> list[RulesInForce | None]:
    """Of the places of the reader; of a mentor or a mentee, of the present organisation of the card."""
    places = Organisation.objects.filter(people__in=Access.of(user).person_ids) if Access.of(user).person_ids else ()
    return rules_of_reader(user, clock.today()) + [rules_or_none(place, clock.today()) for place in places]
