"""Pairs that a body considers or proposes before the order: an order on paper waits for its minutes as the portal's own
does."""

from django.db.models import Q

from mentoring.models import Pair
from registry.enums import ActKind, ConsideringBody
from registry.models import Act
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from russian.school_year import first_day, school_year_of


def not_considered(pair: Pair, act: Act) -> str:
    """Why the act may not secure the pair yet; empty when no body is asked for or minutes of the
    order's school year are in the register. Whose they are the register does not know."""
    try:
        rules = rules_in_force(pair.organisation, act.dated)
    except NoPolicy:
        return ""
    bodies = rules.bodies_for(pair.mentee.participant)
    own = Q(organisation=pair.organisation_id) | Q(organisation=None, municipality=pair.organisation.municipality_id)
    begins = first_day(school_year_of(act.dated))
    minutes = Act.objects.filter(own, kind=ActKind.MINUTES, cancelled_by=None, dated__range=(begins, act.dated))
    if not bodies or minutes.exists():
        return ""
    body = ConsideringBody(bodies[0]).label
    return (
        f"до приказа пару рассматривает {body}. Внесите в реестр актов его протокол: не раньше {begins:%d.%m.%Y} и не "
        f"позже {act.dated:%d.%m.%Y}."
    )
