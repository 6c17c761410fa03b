"""A school with everything that a pair needs, and people who may work with it."""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import User
from mentoring.actions.activation import activate
from mentoring.actions.pairs import create_pair
from mentoring.actions.stage_sets import copy_stage_set
from mentoring.models import Pair, StageSet
from registry import clock
from registry.deadlines import Deadline, DeadlineScope
from registry.enums import ConsentKind, Role
from registry.models import Form, Kind, Mentee, Mentor, Organisation, Person
from registry.queries.deadlines import deadlines_in
from tests.factories import (
    ActFactory,
    ConsentFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PolicyFactory,
    member,
)

TODAY = date(2026, 11, 20)
START, END = date(2026, 9, 1), date(2027, 5, 31)


@dataclass
class School:
    """An organisation under a permissive policy, its curator and short ways to pairs."""

    organisation: Organisation
    curator: User

    def mentor(self, **fields) -> Mentor:
        mentor = MentorFactory(organisation=self.organisation, **fields)
        agree(mentor.person)
        return mentor

    def mentee(self, *, agreed: bool = True, **fields) -> Mentee:
        mentee = MenteeFactory(organisation=self.organisation, **fields)
        if agreed:
            agree(mentee.person)
        return mentee

    def pair(self, mentor: Mentor | None = None, mentee: Mentee | None = None, **fields) -> Pair:
        """Made by the portal's own action; agreed when both have signed."""
        fields = {
            "organisation": self.organisation,
            "form": Form.objects.get(code="teacher-teacher"),
            "starts_on": START,
            "ends_on": END,
            "kinds": [Kind.objects.get(code="traditional")],
            **fields,
        }
        return create_pair(mentor=mentor or self.mentor(), mentee=mentee or self.mentee(), by=self.curator, **fields)

    def active_pair(self, mentor: Mentor | None = None, mentee: Mentee | None = None, **fields) -> Pair:
        pair = self.pair(mentor, mentee, **fields)
        act = ActFactory(organisation=pair.organisation, dated=START)
        return activate(pairs=[pair], act=act, by=self.curator)[0]


def deadlines_for(user: User) -> list[Deadline]:
    """Everything that is due for the user today."""
    return deadlines_in(DeadlineScope.of_user(user), clock.today())


def agree(person: Person, *, by_representative: bool = False, signed_on: date = date(2020, 9, 1)) -> None:
    for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
        ConsentFactory(
            person=person,
            kind=kind,
            signed_on=signed_on,
            by_representative=by_representative,
            representative_name="Орлова Нина Васильевна" if by_representative else "",
        )


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield TODAY


@pytest.fixture
def school(db) -> School:
    organisation = OrganisationFactory()
    PolicyFactory(municipality=organisation.municipality)
    return School(organisation, member(Role.CURATOR, organisation=organisation))


@pytest.fixture
def admin(school):
    return member(Role.ADMIN, municipality=school.organisation.municipality)


@pytest.fixture
def own(school, admin) -> StageSet:
    """A copy of the portal's five, assigned to nobody."""
    municipality = school.organisation.municipality
    return copy_stage_set(source=StageSet.objects.of_portal(), municipality=municipality, title="Свои", by=admin)
