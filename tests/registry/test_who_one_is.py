"""A card and a place in a bank say of one person what fits together, and the kind of an organisation what it was."""

from datetime import date

import pytest
from django.test import Client

from mentoring.forms.quick_mentee import QuickMenteeForm
from registry import clock
from registry.enums import MentorSource, OrganisationKind, Participant, Role
from tests.factories import (
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PupilFactory,
    member,
)

pytestmark = pytest.mark.django_db


def birth_of(age: int) -> str:
    return date(clock.today().year - age, 1, 1).isoformat()


@pytest.fixture
def organisation():
    return OrganisationFactory()


def change(organisation, address: str, role: Role = Role.CURATOR, **changed):
    """Sends the form as it is shown with something changed; its errors by field, empty when it is saved."""
    client = Client()
    scope = {"municipality": organisation.municipality} if role == Role.COORDINATOR else {"organisation": organisation}
    client.force_login(member(role, **scope))
    form = client.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", False)}
    answer = client.post(address, {**sent, **changed})
    return {} if answer.status_code == 302 else dict(answer.context["form"].errors.items())


def test_a_pupil_is_no_teacher_while_in_a_class(organisation):
    mentor = MentorFactory(person=PupilFactory(organisation=organisation, grade=9), source=MentorSource.PUPIL)
    errors = change(organisation, f"/mentors/{mentor.pk}/edit/", source=MentorSource.TEACHER)
    assert "В карточке указан класс, 9 «Б»: это обучающийся" in str(errors["source"])
    mentee = MenteeFactory(person=PupilFactory(organisation=organisation, grade=9), participant=Participant.PUPIL)
    errors = change(organisation, f"/mentees/{mentee.pk}/edit/", participant=Participant.TEACHER)
    assert "это обучающийся" in str(errors["participant"])


def test_a_child_is_no_teacher(organisation):
    mentor = MentorFactory(person=PersonFactory(organisation=organisation, birth_date="2016-05-01"), source="alumnus")
    errors = change(organisation, f"/mentors/{mentor.pk}/edit/", source=MentorSource.TEACHER)
    assert "работать можно с 14 лет" in str(errors["source"])


def test_only_pupils_get_a_class(organisation):
    teacher = MentorFactory(person=PersonFactory(organisation=organisation)).person
    errors = change(organisation, f"/people/{teacher.pk}/edit/", grade=5, birth_date="2012-01-01", working_since="")
    assert "Класс указывают у обучающихся" in str(errors["grade"])
    nobody_yet = PersonFactory(organisation=organisation, birth_date="2012-01-01", position="", subject="")
    assert change(organisation, f"/people/{nobody_yet.pk}/edit/", grade=5) == {}


def test_the_age_of_a_pupil_fits_a_class(organisation):
    child = MenteeFactory(person=PupilFactory(organisation=organisation), participant=Participant.PUPIL).person
    errors = change(organisation, f"/people/{child.pk}/edit/", birth_date="1990-01-01")
    assert "а указан класс: 7" in str(errors["birth_date"])
    assert change(organisation, f"/people/{child.pk}/edit/", birth_date="2011-01-01") == {}


def test_a_corrected_birth_date_fits_what_the_person_is(organisation):
    mentor = MentorFactory(person=PersonFactory(organisation=organisation, working_since=None))
    curator = CuratorFactory(organisation=organisation, person__working_since=None)
    for person in (mentor.person, curator.person):
        errors = change(organisation, f"/people/{person.pk}/edit/", birth_date=birth_of(11))
        assert "работать можно с 14 лет" in str(errors["birth_date"])
        assert change(organisation, f"/people/{person.pk}/edit/", birth_date=birth_of(30)) == {}


#: what is typed of somebody new beside the name, and the field at which it is refused; none where it is saved
PUPIL = {"participant": "pupil", "source": "pupil"}
NEW_PEOPLE = [
    ({"source": "teacher", "participant": "teacher", "age": 11}, "who"),
    ({"source": "alumnus", "participant": "student", "age": 11}, "who"),
    ({"source": "partner", "participant": "teacher", "age": 11}, "who"),
    ({"source": "teacher", "participant": "teacher", "age": 30, "grade": 5}, "who"),
    (PUPIL | {"age": 66, "grade": 11}, "birth_date"),
    (PUPIL | {"age": 7, "grade": 9}, "birth_date"),
    (PUPIL | {"age": 4, "grade": 9}, "birth_date"),
    (PUPIL | {"age": 12, "grade": 9}, "age_confirmed"),
    (PUPIL | {"age": 12, "grade": 9, "age_confirmed": "on"}, None),
    (PUPIL | {"age": 20, "grade": 9}, "age_confirmed"),
    (PUPIL | {"age": 15, "grade": 9}, None),
    ({"source": "teacher", "participant": "teacher", "age": 30}, None),
]


@pytest.mark.parametrize(("typed", "field"), NEW_PEOPLE)
def test_age_class_and_kind_of_somebody_new_fit_at_every_door(organisation, typed, field):
    user = member(Role.HEAD, organisation=organisation)
    names = {"last_name": "Лагунова", "first_name": "Ольга", "birth_date": birth_of(typed["age"])}
    sent = {**typed, **names, "organisation": organisation.pk}
    client = Client()
    client.force_login(user)
    quick = QuickMenteeForm(sent, user=user)
    assert list(quick.errors)[:1] == ([] if field is None else ["participant" if field == "who" else field])
    for address, who in (("/mentors/new/", "source"), ("/mentees/new/", "participant")):
        shown = client.get(address).context["form"]
        own = {name: value for name in shown.fields if (value := shown[name].value()) not in (None, "", False)}
        answer = client.post(address, {**own, **sent, "another_person": "on"})
        errors = {} if answer.status_code == 302 else answer.context["form"].errors
        assert bool(errors) is bool(field)
        assert field is None or (who if field == "who" else field) in errors


def test_a_child_is_no_curator(organisation):
    client = Client()
    client.force_login(member(Role.HEAD, organisation=organisation))
    known = PersonFactory(organisation=organisation, birth_date=birth_of(11), working_since=None)
    sent = {"organisation": organisation.pk, "appointed_on": "2026-09-01", "is_deputy": "on"}
    names = {"last_name": "Лагунова", "first_name": "Ольга", "birth_date": birth_of(11)}
    for address, typed in (("/curators/new/", names), (f"/people/{known.pk}/curator/new/", {})):
        assert "работать можно с 14 лет" in str(client.post(address, {**sent, **typed}).context["form"].errors)


@pytest.mark.parametrize("letter", ["<", "1", "."])
def test_a_class_has_a_letter_and_no_text_of_a_card_a_tag(organisation, letter):
    person = PupilFactory(organisation=organisation)
    errors = change(organisation, f"/people/{person.pk}/edit/", grade_letter=letter, position="<script>учитель")
    assert "только буква класса" in str(errors["grade_letter"])
    assert "без угловых скобок" in str(errors["position"])
    head = member(Role.HEAD, organisation=organisation)
    quick = QuickMenteeForm({"grade_letter": letter, "position": "<b>"}, user=head)
    assert {"grade_letter", "position"} <= set(quick.errors)


@pytest.mark.parametrize(("name", "saved"), [("Иванова.", False), ("Дж. Мария", True), ("Мария-Анна", True)])
def test_a_dot_stands_after_an_initial_alone(organisation, name, saved):
    person = PersonFactory(organisation=organisation)
    errors = change(organisation, f"/people/{person.pk}/edit/", first_name=name, name_change="typo")
    assert ("лишняя точка" in str(errors.get("first_name", ""))) is not saved


def test_the_kind_of_an_organisation_with_people_is_asked_about(organisation):
    PersonFactory(organisation=organisation)
    address = f"/organisations/{organisation.pk}/edit/"
    errors = change(organisation, address, Role.COORDINATOR, kind=OrganisationKind.ENTERPRISE)
    assert "1\xa0человек, пар — 0. Тип действует и на прошлые дни" in str(errors["kind_confirmed"])
    sure = {"kind": OrganisationKind.ENTERPRISE, "kind_confirmed": "on"}
    assert change(organisation, address, Role.COORDINATOR, **sure) == {}
    empty = OrganisationFactory(municipality=organisation.municipality)
    address = f"/organisations/{empty.pk}/edit/"
    assert change(empty, address, Role.COORDINATOR, kind=OrganisationKind.COLLEGE) == {}


@pytest.mark.parametrize(("number", "saved"), [(20_000, True), (20_001, False), (10**12, False)])
def test_an_organisation_has_no_more_people_than_there_can_be(organisation, number, saved):
    address = f"/monitoring/organisations/{organisation.pk}/contingent/2026/"
    assert (change(organisation, address, pupils=number) == {}) is saved
