"""Routes of mentees, their programmes, and whose rules say how long they are."""

from django.db.models import QuerySet

from accounts.models import User
from mentoring.models import Pair, Route
from mentoring.queries.pairs import pairs_visible_to
from registry import clock
from registry.models import Mentee
from registry.policies.rules_in_force import RulesInForce
from registry.queries.people import people_openable_by
from registry.queries.rules import rules_or_none


def mentees_openable_by(user: User) -> QuerySet[Mentee]:
    """Those whose cards the user may open, the own one too."""
    return Mentee.objects.filter(person__in=people_openable_by(user)).select_related("person__organisation")


def route_of(mentee: Mentee) -> Route | None:
    return Route.objects.filter(mentee=mentee).first()


def rules_of_route(mentee: Mentee) -> RulesInForce | None:
    """Of the organisation where the mentee is, otherwise of the municipality; None without a policy."""
    person = mentee.person
    return rules_or_none(person.organisation or person.municipality, clock.today())


def pairs_under(user: User, route: Route) -> QuerySet[Pair]:
    """The pairs with a programme within the period of the route that the reader sees."""
    pairs = pairs_visible_to(user).filter(mentee=route.mentee_id, programme__isnull=False)
    return pairs.overlapping(route.starts_on, route.ends_on).select_related("programme").with_shown_relations()
