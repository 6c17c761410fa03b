from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.enums import ConsentKind
from registry.queries.consents import consents_in_force, papers_of
from tests.factories import ConsentFactory, PersonFactory, PupilFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)


def test_only_papers_in_force_on_the_day_count():
    person = PersonFactory()
    ConsentFactory(person=person, kind=ConsentKind.PARTICIPATION, signed_on=DAY)
    ConsentFactory(person=person, kind=ConsentKind.PERSONAL_DATA, signed_on=date(2026, 9, 2))
    ConsentFactory(
        person=person, kind=ConsentKind.PUBLICATION, signed_on=date(2026, 1, 1), valid_until=date(2026, 8, 31)
    )
    assert consents_in_force([person], DAY) == {person.pk: {(ConsentKind.PARTICIPATION, False)}}


def test_a_withdrawn_paper_ends_on_the_day_of_its_withdrawal():
    person = PersonFactory()
    ConsentFactory(person=person, signed_on=date(2026, 1, 1), withdrawn_on=DAY)
    assert consents_in_force([person], date(2026, 8, 31))[person.pk] == {(ConsentKind.PARTICIPATION, False)}
    assert consents_in_force([person], DAY)[person.pk] == set()


def test_papers_of_many_people_cost_one_query():
    people = [ConsentFactory().person for _ in range(3)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = consents_in_force([person.pk for person in people], DAY)
    assert len(queries) == 1
    assert all(found[person.pk] for person in people)


def test_a_minor_lacks_the_signature_of_the_representative():
    pupil = PupilFactory()
    ConsentFactory(person=pupil, kind=ConsentKind.PARTICIPATION)
    participation, personal_data, publication = papers_of(pupil, DAY)
    assert participation.missing == ("подпись законного представителя",)
    assert personal_data.missing == ("подпись законного представителя",)
    assert publication.is_complete
