"""Names of people are compared by one key and kept in Russian letters, without words in capitals."""

import pytest
from django.contrib.messages import get_messages

from registry.database.search import matches
from registry.enums import Role
from registry.models import FormerName, Mentor, Person
from registry.queries.people import people_visible_to
from russian.person_names import person_name_key, written_name
from tests.factories import FormerNameFactory, MentorFactory, PersonFactory
from tests.posting import post_as_shown
from tests.registry.test_bank_entries import new_mentor

ANNA = {"last_name": "Дублёва", "first_name": "Анна", "middle_name": "Петровна"}


@pytest.mark.parametrize("typed", ["Анна", "Aннa", "АННА", "анна", "Αнна"])
def test_one_name_has_one_key_however_it_is_typed(typed):
    assert person_name_key(typed) == "анна"
    assert person_name_key(f"Иванова-{typed}") == "иванова анна"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ЕЛОХИНА-ЖУК", "Елохина-Жук"), ("COCHA", "Сосна"), ("Гасан ОГЛЫ", "Гасан оглы"), ("Д. Н.", "Д. Н."),
        ("Müller", "Müller"), ("МакГрегор", "МакГрегор"), ("фон Бюлов", "фон Бюлов"),
    ],
)  # fmt: skip
def test_a_name_is_kept_as_names_are_written(typed, kept):
    assert written_name(typed) == kept


@pytest.mark.django_db
def test_a_name_with_latin_letters_is_asked_about_as_that_of_the_person_who_bears_it(district, as_role):
    MentorFactory(person=PersonFactory(organisation=district.school, **ANNA))
    page = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, **{**ANNA, "first_name": "Aннa"}))
    assert "another_person" in page.context["form"].errors
    assert Mentor.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("Kyрaторова", "Кураторова", "были латинские буквы"),
        ("ЕЛОХИНА", "Елохина", "сплошные заглавные"),
    ],
)
def test_a_name_is_set_right_with_a_notice_on_the_page_that_follows(typed, kept, words, district, as_role):
    answer = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, last_name=typed))
    assert answer.status_code == 302
    assert Person.objects.get().last_name == kept
    assert any(words in str(message) and kept in str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.django_db
def test_a_word_of_two_alphabets_that_nobody_can_set_right_is_refused(district, as_role):
    page = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, last_name="Ивaнoвz"))
    assert "смешаны русские и иностранные буквы" in page.context["form"].errors["last_name"][0]


@pytest.mark.django_db
def test_a_former_name_with_latin_letters_is_found(district):
    FormerNameFactory(person=PersonFactory(organisation=district.school, **ANNA), last_name="Cидopова")
    reader = district.member(Role.CURATOR)
    assert FormerName.objects.get().name_key.startswith("сидорова ")
    for typed in ("сидорова", "Cидopова", "Дублёва-Сидорова"):
        assert people_visible_to(reader).filter(matches(typed)).exists(), typed


@pytest.mark.django_db
def test_letters_of_another_alphabet_are_no_change_of_name(district, as_role):
    person = PersonFactory(organisation=district.school, **{**ANNA, "first_name": "Aннa"})
    sent = {**ANNA, "organisation": district.school.pk, "working_since_precision": "year"}
    page = post_as_shown(as_role(Role.CURATOR), f"/people/{person.pk}/edit/", sent)
    assert page.status_code == 302
    person.refresh_from_db()
    assert person.first_name == "Анна"
