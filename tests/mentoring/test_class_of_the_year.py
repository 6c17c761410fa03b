"""A base of a past school year prints the classes of that year."""

from datetime import date

import pytest

from mentoring.enums import PairStatus
from mentoring.exports.bases import BaseOfMentors
from mentoring.queries.bases import mentors_of_year
from registry import clock
from registry.actions.classes import PupilDecision, transfer_classes
from registry.enums import ClassOutcome, Role
from tests.factories import ActFactory, MenteeFactory, MentorFactory, OrganisationFactory, PairFactory, PupilFactory
from tests.factories import member as member_of

pytestmark = pytest.mark.django_db


def test_the_place_of_a_pupil_is_the_class_of_the_year():
    school = OrganisationFactory(short_name="МБОУ «Заречная СОШ № 2»")
    curator = member_of(Role.CURATOR, organisation=school)
    pupil = PupilFactory(organisation=school)
    PairFactory(
        organisation=school, mentor=MentorFactory(organisation=school, included_on=date(2025, 9, 1)),
        mentee=MenteeFactory(person=pupil, participant="pupil", included_on=date(2025, 9, 1)),
        status=PairStatus.ACTIVE, act=ActFactory(organisation=school), starts_on=date(2026, 1, 10),
        ends_on=date(2026, 12, 20),
    )  # fmt: skip
    with clock.as_at(date(2026, 9, 5)):
        transfer_classes(
            organisation=school,
            school_year=2026,
            day=date(2026, 9, 1),
            decisions={pupil.pk: PupilDecision(ClassOutcome.UP)},
            by=curator,
        )
    years = (2025, 2026)
    workplaces = [BaseOfMentors(year=year).dehydrate_workplaces(mentors_of_year(curator, year).get()) for year in years]
    assert workplaces == ["МБОУ «Заречная СОШ № 2», 7 «Б»", "МБОУ «Заречная СОШ № 2», 8 «Б»"]
