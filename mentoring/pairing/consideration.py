"""Who proposes a pair and which bodies consider it before the order (requirements A16-10).

One rule for an order on paper and for the portal's own: minutes of every body that is asked for, of the order's school
year or of August before it, when councils prepare the year, and no later than the order.
"""

from collections.abc import Iterable

from accounts.models import User
from mentoring.models import Pair
from registry.access import Access
from registry.enums import ConsideringBody, PairProposer, Participant, Role
from registry.models import Act, Organisation
from registry.papers.act_cases import cases_of
from registry.policies.rules_in_force import RulesInForce
from registry.queries.minutes import awaited_bodies, first_day_of_minutes, minutes_of
from registry.queries.rules import rules_or_none


def describe_missing_proposal(
    organisation: Organisation, participant: str, rules: RulesInForce, *users: User | None
) -> str:
    """Why a pair with such a mentee is not proposed by any of the users; empty when the rules let one of them do it."""
    if rules.proposer_for(participant) != PairProposer.CURATOR:
        return ""
    if any(Access.of(user).has_role_in(Role.CURATOR, organisation) for user in users if user is not None):
        return ""
    whose = whose_proposer(participant, rules)
    return (
        f"Такую пару вносит куратор организации — {whose}. Попросите его внести пару; если правило не подходит, его "
        "меняет тот, кто его принял."
    )


def whose_proposer(participant: str, rules: RulesInForce) -> str:
    """«по правилам организации»: whose rule it is who proposes."""
    return rules.by_whom("proposer_of_pupils" if participant == Participant.PUPIL else "proposer_of_teachers")


def bodies_for_pairs(pairs: Iterable[Pair], rules: RulesInForce) -> list[ConsideringBody]:
    """Whose minutes an order about the pairs needs, each body once."""
    bodies = (body for pair in pairs for body in rules.bodies_for(pair.mentee.participant))
    return [ConsideringBody(body) for body in dict.fromkeys(bodies)]


def describe_missing_consideration(pair: Pair, act: Act) -> str:
    """Why the act may not secure the pair yet; empty when minutes of every body that is asked for are in the
    register."""
    rules = rules_or_none(pair.organisation, act.dated)
    if rules is None:
        return ""
    bodies = bodies_for_pairs([pair], rules)
    awaited = awaited_bodies(bodies, minutes_of(pair.organisation) if bodies else (), act.dated)
    if not awaited:
        return ""
    return (
        f"до {cases_of(act.kind).genitive} пару рассматривает {awaited[0].label}. Внесите в реестр актов его протокол: "
        f"не раньше {first_day_of_minutes(act.dated):%d.%m.%Y} и не позже {act.dated:%d.%m.%Y}. Если протокол там уже "
        "есть, проверьте в нём поле «Кто рассматривал»."
    )
