import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.enums import Role
from tests.factories import (
    ActFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PupilFactory,
    member,
)
from tests.registry.conftest import signed_in


def found(browser, typed) -> str:
    response = browser.get("/search/", {"q": typed})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("text", "name"), [("иванов", "Иванов"), ("елкина", "Ёлкина"), ("Ёлк", "Ёлкина")])
def test_people_are_found_whatever_the_case_and_the_letter(text, name, district, as_role):
    PersonFactory(organisation=district.school, last_name="Иванов")
    PersonFactory(organisation=district.school, last_name="Ёлкина")
    page = found(as_role(Role.CURATOR), text)
    assert name in page
    assert sum(other in page for other in ("Иванов", "Ёлкина")) == 1


@pytest.mark.parametrize("text", ["56-од", "№ 56-ОД", "56"])
def test_acts_are_found_by_number(text, district, as_role):
    act = ActFactory(organisation=district.school, number="56-ОД")
    assert f"/acts/{act.pk}/" in found(as_role(Role.CURATOR), text)


def test_nothing_foreign_is_found(district, neighbour, stranger, as_role):
    PersonFactory(organisation=district.school, last_name="Заметная")
    act = ActFactory(organisation=district.school, number="777-ОД")
    for outsider in (neighbour, stranger):
        page = found(outsider, "заметная")
        assert "ничего нет" in page
        assert "ничего нет" in found(outsider, "777-ОД")
        assert outsider.get(f"/acts/{act.pk}/").status_code == 404
        assert outsider.get(f"/acts/{act.pk}/scan/").status_code == 404
    assert as_role(Role.CURATOR).get(f"/acts/{act.pk}/").status_code == 200


def test_a_regional_reader_finds_organisations_and_no_people(district, as_role):
    OrganisationFactory(municipality=district.municipality, short_name="МБОУ «Школа на Заметной улице»")
    PersonFactory(organisation=district.school, last_name="Заметная")
    page = found(as_role(Role.REGIONAL), "заметной")
    assert "Школа на Заметной улице" in page
    assert "ничего нет" in found(as_role(Role.REGIONAL), "заметная")


def test_a_pupil_finds_only_the_own_card(district):
    own = PupilFactory(organisation=district.school, last_name="Орлов")
    classmate = PupilFactory(organisation=district.school, last_name="Орлов")
    page = found(signed_in(member(Role.MENTEE, person=own)), "орлов")
    assert f"/people/{own.pk}/" in page
    assert f"/people/{classmate.pk}/" not in page


def test_search_needs_two_letters_and_a_role(district, as_role, client, db):
    assert "хотя бы две буквы" in found(as_role(Role.CURATOR), "и")
    assert client.get("/search/").status_code == 302


def test_search_costs_the_same_for_one_and_for_three(district, as_role):
    curator = as_role(Role.CURATOR)

    def enter():
        MentorFactory(person=PersonFactory(organisation=district.school, last_name="Заметная"))

    enter()
    found(curator, "заметная")
    with CaptureQueriesContext(connection) as for_one:
        found(curator, "заметная")
    enter()
    enter()
    with CaptureQueriesContext(connection) as for_three:
        found(curator, "заметная")
    assert len(for_three) == len(for_one)


@pytest.mark.parametrize("text", ["5А", "5а", "5 а", "5-А", "5 «А»", "5A", "5 А класс", "пупкина 5а"])
def test_pupils_are_found_by_their_class_however_it_is_written(text, district, as_role):
    PupilFactory(organisation=district.school, last_name="Пупкина", grade=5, grade_letter="А")
    for number, (grade, letter) in enumerate(((5, "Б"), (3, ""), (11, "А"))):
        PupilFactory(organisation=district.school, last_name=f"Чужова{'абв'[number]}", grade=grade, grade_letter=letter)
    PersonFactory(organisation=district.school, last_name="Чужов", position="учитель")
    page = found(as_role(Role.CURATOR), text)
    assert "Пупкина" in page
    assert "Чужов" not in page


def test_a_class_narrows_the_lists_of_people_and_pairs_too(district, as_role):
    pupil = PupilFactory(organisation=district.school, last_name="Пупкина", grade=10, grade_letter="б")
    MenteeFactory(person=pupil, participant="pupil")
    MenteeFactory(person=PupilFactory(organisation=district.school, last_name="Чужова", grade=1, grade_letter=""))
    browser = as_role(Role.CURATOR)
    for text, names in (("10Б", {"Пупкина"}), ("1 класс", {"Чужова"}), ("10", set())):
        page = browser.get("/mentees/", {"q": text}).content.decode()
        assert {name for name in ("Пупкина", "Чужова") if name in page} == names, text
