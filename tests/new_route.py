"""What a curator sends to give a mentee a route: for tests of the page."""

from datetime import timedelta

from registry import clock
from registry.enums import Role
from registry.models import Organisation
from tests.factories import MenteeFactory, PersonFactory, member


def new_route(school: Organisation) -> tuple:
    """Who sends what, of which mentee."""
    school.municipality.policies.update(routes_enabled=True)
    mentee = MenteeFactory(person=PersonFactory(organisation=school))
    today = clock.today()
    typed = {"starts_on": today, "ends_on": today + timedelta(days=1700), "goal": "Стать методистом", "steps": ""}
    return member(Role.CURATOR, organisation=school), [mentee.pk], typed
