from datetime import date

import pytest

from registry.enums import ConsentKind, MentorSource, Participant
from registry.queries.consents import needs_representative, papers_of
from tests.factories import ConsentFactory, MenteeFactory, MentorFactory, PersonFactory, PupilFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)


def missing(person) -> dict:
    return {paper.kind: paper.missing for paper in papers_of(person, DAY)}


def test_an_adult_signs_two_papers_and_publication_is_voluntary():
    assert missing(PersonFactory()) == {
        ConsentKind.PARTICIPATION: ("личная подпись",),
        ConsentKind.PERSONAL_DATA: ("личная подпись",),
        ConsentKind.PUBLICATION: (),
    }


def test_a_minor_lacks_the_signature_of_the_representative():
    pupil = PupilFactory()
    ConsentFactory(person=pupil, kind=ConsentKind.PARTICIPATION)
    assert missing(pupil)[ConsentKind.PARTICIPATION] == ("подпись законного представителя",)
    assert missing(pupil)[ConsentKind.PERSONAL_DATA] == ("подпись законного представителя",)


@pytest.mark.parametrize(
    "paper",
    [
        {"signed_on": date(2026, 9, 2)},
        {"signed_on": date(2026, 1, 1), "valid_until": date(2026, 8, 31)},
        {"signed_on": date(2026, 1, 1), "withdrawn_on": DAY},
    ],
)
def test_a_paper_not_in_force_on_the_day_is_missing(paper):
    person = ConsentFactory(kind=ConsentKind.PARTICIPATION, **paper).person
    assert missing(person)[ConsentKind.PARTICIPATION] == ("личная подпись",)


def test_a_pupil_of_unknown_age_and_class_is_treated_as_a_minor():
    unknown = {"person__birth_date": None, "person__grade": None}
    assert needs_representative(MenteeFactory(participant=Participant.PUPIL, **unknown).person)
    assert needs_representative(MentorFactory(source=MentorSource.PUPIL, **unknown).person)
    assert not needs_representative(MenteeFactory(participant=Participant.TEACHER, **unknown).person)
