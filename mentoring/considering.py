"""Who proposes a pair and which bodies consider it before the order (requirements A16-10).

An order on paper waits for the minutes of those bodies as the portal's own does.
"""

from django.db.models import Q

from accounts.models import User
from mentoring.models import Pair
from registry.access import Access
from registry.enums import ActKind, ConsideringBody, PairProposer, Participant, Role
from registry.models import Act, Organisation
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from registry.rules_in_force import RulesInForce
from russian.meeting_bodies import may_have_met
from russian.school_year import first_day, school_year_of


def not_proposed(organisation: Organisation, participant: str, rules: RulesInForce, *users: User | None) -> str:
    """Why a pair with such a mentee is not proposed by any of the users; empty when the rules let one of them do it."""
    if rules.proposer_for(participant) != PairProposer.CURATOR:
        return ""
    if any(_is_curator(user, organisation) for user in users if user is not None):
        return ""
    whose = whose_proposer(participant, rules)
    return f"Такую пару вносит куратор организации — {whose}. Попросите его или смените правило."


def whose_proposer(participant: str, rules: RulesInForce) -> str:
    """«по правилам организации»: whose rule it is who proposes."""
    return rules.by_whom("proposer_of_pupils" if participant == Participant.PUPIL else "proposer_of_teachers")


def _is_curator(user: User, organisation: Organisation) -> bool:
    memberships = Access.of(user).memberships
    return any(one.role == Role.CURATOR and one.organisation_id == organisation.pk for one in memberships)


def not_considered(pair: Pair, act: Act) -> str:
    """Why the act may not secure the pair yet; empty when minutes of every body that is asked for are in the register
    since the beginning of the order's school year. Minutes whose title names another body do not count."""
    try:
        rules = rules_in_force(pair.organisation, act.dated)
    except NoPolicy:
        return ""
    bodies = [str(ConsideringBody(body).label) for body in rules.bodies_for(pair.mentee.participant)]
    if not bodies:
        return ""
    own = Q(organisation=pair.organisation_id) | Q(organisation=None, municipality=pair.organisation.municipality_id)
    begins = first_day(school_year_of(act.dated))
    minutes = Act.objects.filter(own, kind=ActKind.MINUTES, cancelled_by=None, dated__range=(begins, act.dated))
    titles = list(minutes.values_list("title", flat=True))
    awaited = next((body for body in bodies if not any(may_have_met(title, body) for title in titles)), "")
    if not awaited:
        return ""
    return (
        f"до приказа пару рассматривает {awaited}. Внесите в реестр актов его протокол: не раньше {begins:%d.%m.%Y} и "
        f"не позже {act.dated:%d.%m.%Y}."
    )
