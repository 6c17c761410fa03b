import re
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from mentoring.enums import PairStatus
from registry import clock
from registry.actions.bank import archive_person, enter_in_bank, exclude_from_bank
from registry.enums import Participant, Role
from registry.models import Category, Mentee, Mentor, Person
from tests.factories import MenteeFactory, MentorFactory, PairFactory, PersonFactory, PupilFactory
from tests.registry.conftest import signed_in


def new_mentor(organisation, **changes) -> dict:
    return {
        "organisation": organisation.pk,
        "last_name": "Ёлкина",
        "first_name": "Мария",
        "middle_name": "Олеговна",
        "working_since_precision": "year",
        "source": "teacher",
        "readiness": "candidate",
        "included_on": "2026-09-01",
        **changes,
    }


def new_mentee(organisation, **changes) -> dict:
    return new_mentor(organisation, participant="teacher", **changes)


@pytest.mark.requirement("H-6.6-1")
def test_a_person_and_the_place_are_entered_in_one_form(district, as_role):
    response = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, phone="8(912)345-67-89"))
    mentor = Mentor.objects.get()
    assert response.headers["Location"] == f"/people/{mentor.person_id}/"
    assert mentor.person.phone == "+79123456789"
    assert mentor.person.municipality == district.municipality
    assert mentor.history.get().history_user is not None


def test_whoever_may_not_edit_people_may_not_enter_them(district, as_role, client):
    for role in (Role.COORDINATOR, Role.COUNCIL, Role.REGIONAL):
        assert as_role(role).post("/mentors/new/", new_mentor(district.school)).status_code == 403
    assert client.post("/mentors/new/", new_mentor(district.school)).status_code == 302
    assert not Person.objects.exists()


@pytest.mark.requirement("H-6.6-1")
def test_a_foreign_organisation_is_no_choice(district, neighbour):
    response = neighbour.post("/mentors/new/", new_mentor(district.school))
    assert "organisation" in response.context["form"].errors
    assert not Person.objects.exists()


def test_what_was_typed_stays_when_something_is_wrong(district, as_role):
    data = new_mentor(district.school, last_name="", competencies="Робототехника", phone="123")
    response = as_role(Role.CURATOR).post("/mentors/new/", data)
    page = response.content.decode()
    assert set(response.context["form"].errors) == {"last_name", "phone"}
    assert "Робототехника" in page
    assert 'value="Олеговна"' in page


def test_a_namesake_is_not_doubled_silently(district, as_role):
    known = PersonFactory(organisation=district.school, last_name="Елкина", first_name="Мария", middle_name="Олеговна")
    curator = as_role(Role.CURATOR)
    page = curator.post("/mentors/new/", new_mentor(district.school)).content.decode()
    assert f"/people/{known.pk}/" in page
    assert f"/people/{known.pk}/mentor/new/" in page
    assert Person.objects.count() == 1
    curator.post("/mentors/new/", new_mentor(district.school, another_person="on"))
    assert Person.objects.count() == 2


def test_of_a_namesake_elsewhere_no_more_is_told_than_that_there_is_one(district, as_role):
    known = PersonFactory(
        organisation=district.other_school, last_name="Ёлкина", first_name="Мария", middle_name="Олеговна"
    )
    page = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school)).content.decode()
    assert "числится в другой организации" in page
    assert f"/people/{known.pk}/" not in page
    assert str(district.other_school) not in page
    assert Person.objects.count() == 1


def test_a_foreign_pupil_and_another_municipality_are_not_hinted_at(district, as_role):
    names = {"last_name": "Ёлкина", "first_name": "Мария", "middle_name": "Олеговна"}
    PupilFactory(organisation=district.other_school, **names)
    PersonFactory(organisation=district.foreign_school, **names)
    as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school))
    assert Mentor.objects.count() == 1


def test_a_mentee_may_become_a_mentor_too(district, as_role):
    mentee = MenteeFactory(organisation=district.school)
    url = f"/people/{mentee.person_id}/mentor/new/"
    as_role(Role.CURATOR).post(url, {"source": "teacher", "readiness": "trained", "included_on": "2026-09-01"})
    assert Mentor.objects.get().person == mentee.person


@pytest.mark.parametrize("action", ["edit", "exclude", "return"])
def test_foreign_places_do_not_exist_and_a_missing_right_is_refused(action, district, as_role, neighbour, stranger):
    mentor = MentorFactory(organisation=district.school)
    url = f"/mentors/{mentor.pk}/{action}/"
    assert as_role(Role.CURATOR).get(url).status_code == 200
    assert as_role(Role.COORDINATOR).get(url).status_code == 403
    assert neighbour.get(url).status_code == 404
    assert stranger.get(url).status_code == 404
    assert neighbour.get(f"/people/{mentor.person_id}/mentee/new/").status_code == 404


@pytest.mark.requirement("K-4")
def test_a_place_is_left_with_a_date_and_a_reason_and_taken_again(district, as_role):
    mentor = MentorFactory(organisation=district.school)
    curator = as_role(Role.CURATOR)
    curator.post(f"/mentors/{mentor.pk}/exclude/", {"on": "2026-10-01", "reason": "увольнение"})
    mentor.refresh_from_db()
    assert (mentor.excluded_on, mentor.exclusion_reason) == (date(2026, 10, 1), "увольнение")
    curator.post(f"/mentors/{mentor.pk}/return/")
    mentor.refresh_from_db()
    assert mentor.excluded_on is None
    assert [h.history_change_reason for h in mentor.history.all()][:2] == [
        "Возвращение в базу",
        "Исключение из базы: увольнение",
    ]


def test_nobody_leaves_while_a_pair_is_under_way(district, as_role):
    pair = PairFactory(organisation=district.school, status=PairStatus.ACTIVE)
    url = f"/mentors/{pair.mentor_id}/exclude/"
    curator = as_role(Role.CURATOR)
    page = curator.post(url, {"on": clock.today().isoformat(), "reason": "увольнение"}).content.decode()
    assert pair.mentee.person.last_name in page
    pair.mentor.refresh_from_db()
    assert pair.mentor.excluded_on is None


def test_a_category_belongs_to_its_participant(district, as_role):
    of_pupils = Category.objects.filter(participant=Participant.PUPIL, sensitive=False).first()
    response = as_role(Role.CURATOR).post("/mentees/new/", new_mentee(district.school, categories=[of_pupils.pk]))
    assert "categories" in response.context["form"].errors


def test_a_pupil_has_a_class(district, as_role):
    response = as_role(Role.CURATOR).post("/mentees/new/", new_mentee(district.school) | {"participant": "pupil"})
    assert response.context["form"].errors["grade"] == ["Укажите класс обучающегося."]


def test_whoever_sees_no_sensitive_categories_cannot_remove_them_unknowingly(district, as_role):
    pupil = MenteeFactory(person=PupilFactory(organisation=district.school), participant=Participant.PUPIL)
    sensitive = Category.objects.filter(sensitive=True, participant=Participant.PUPIL).first()
    pupil.categories.add(sensitive)
    admin = as_role(Role.ADMIN)
    page = admin.get(f"/mentees/{pupil.pk}/edit/").content.decode()
    assert sensitive.title not in page
    answer = admin.post(f"/mentees/{pupil.pk}/edit/", {"participant": "pupil", "included_on": "2026-09-01"})
    assert answer.status_code == 302
    assert list(pupil.categories.all()) == [sensitive]
    assert (
        admin.post(
            f"/mentees/{pupil.pk}/edit/",
            {"participant": "pupil", "included_on": "2026-09-01", "categories": [sensitive.pk]},
        )
        .context["form"]
        .errors["categories"]
    )


def test_sensitive_categories_are_entered_inside_the_organisation(district):
    curator = signed_in(district.member(Role.CURATOR))
    sensitive = Category.objects.filter(sensitive=True, participant=Participant.PUPIL).first()
    data = new_mentee(district.school) | {"participant": "pupil", "grade": "7", "categories": [sensitive.pk]}
    curator.post("/mentees/new/", data)
    assert list(Mentee.objects.get().categories.all()) == [sensitive]


def test_a_future_birth_date_and_a_future_inclusion_are_refused(district, as_role):
    data = new_mentor(district.school, birth_date="2031-01-01", included_on="2031-01-01")
    errors = as_role(Role.CURATOR).post("/mentors/new/", data).context["form"].errors
    assert set(errors) == {"birth_date", "included_on"}


def test_two_clerks_at_once_make_one_place(district):
    """The second one's form was opened and judged before the first one saved."""
    mentee = MenteeFactory(organisation=district.school)
    data = {"source": "teacher", "readiness": "trained", "included_on": "2026-09-01"}
    stale = Person.objects.get(pk=mentee.person_id)
    MentorFactory(person=mentee.person)
    with pytest.raises(ValidationError, match="уже есть"):
        enter_in_bank(person=stale, entry=Mentor(**data), by=district.member(Role.CURATOR))
    assert Mentor.objects.count() == 1


def test_a_pair_made_meanwhile_holds_its_people_in_the_bank(district):
    pair = PairFactory(organisation=district.school, status=PairStatus.ACTIVE)
    for entry in (pair.mentor, pair.mentee):
        with pytest.raises(ValidationError):
            exclude_from_bank(entry=entry, on=clock.today(), reason="увольнение", by=district.member(Role.CURATOR))
    with pytest.raises(ValidationError):
        archive_person(person=pair.mentor.person, by=district.member(Role.CURATOR))
    pair.mentor.person.refresh_from_db()
    assert pair.mentor.person.archived_on is None


def test_categories_say_of_whom_they_are_so_that_the_page_shows_those_that_fit(district, as_role):
    page = as_role(Role.CURATOR).get("/mentees/new/").content.decode()
    shown = re.findall(r'name="categories" value="(\d+)"[^>]*data-of="(\w+)"', page)
    assert dict(shown) == {str(each.pk): each.participant for each in Category.objects.all()}
    style = (settings.BASE_DIR / "static/css/portal.css").read_text()
    for participant in Participant:
        assert f'option[value="{participant}"]:checked) #div_id_categories .form-check:has(' in style
        assert f'input:not([data-of="{participant}"], :checked)' in style
