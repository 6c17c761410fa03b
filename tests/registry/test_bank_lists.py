from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from mentoring.enums import PairStatus
from registry.enums import MentorReadiness, Participant, Role
from registry.models import Category
from tests.factories import CuratorFactory, MenteeFactory, MentorFactory, PairFactory, PersonFactory, PupilFactory

LISTS = ["/mentors/", "/mentees/", "/curators/"]


def mentor_named(organisation, last_name, **kwargs):
    return MentorFactory(person=PersonFactory(organisation=organisation, last_name=last_name), **kwargs)


def names(response) -> list[str]:
    return [row.record.person.last_name for row in response.context["table"].rows]


def workbook(response) -> list[tuple]:
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize("url", LISTS)
def test_a_list_asks_the_anonymous_to_sign_in_and_refuses_who_may_not_see_people(url, client, as_role):
    assert client.get(url).status_code == 302
    assert as_role(Role.REGIONAL).get(url).status_code == 403


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.requirement("D-4.6.3.1-3")
def test_a_list_holds_only_people_of_the_reader_s_organisations(url, district, as_role, neighbour, stranger):
    person = PersonFactory(organisation=district.school, last_name="Заметная")
    MentorFactory(person=person)
    MenteeFactory(person=person)
    CuratorFactory(person=person, organisation=district.school)
    for role in (Role.CURATOR, Role.COORDINATOR, Role.COUNCIL):
        assert names(as_role(role).get(url)) == ["Заметная"]
    for outsider in (neighbour, stranger):
        assert names(outsider.get(url)) == []
        exported = outsider.get(url + "?export=xlsx")
        assert len(workbook(exported)) == 1


@pytest.mark.parametrize(("url", "add"), [(LISTS[0], MentorFactory), (LISTS[1], MenteeFactory), (LISTS[2], None)])
def test_a_list_costs_the_same_for_one_row_and_for_three(url, add, district, as_role):
    def enter():
        if add:
            add(organisation=district.school)
        else:
            CuratorFactory(organisation=district.school)

    enter()
    coordinator = as_role(Role.COORDINATOR)
    for address in (url, url + "?export=xlsx"):
        coordinator.get(address)
        with CaptureQueriesContext(connection) as for_one:
            coordinator.get(address)
        enter()
        enter()
        with CaptureQueriesContext(connection) as for_three:
            coordinator.get(address)
        assert len(for_three) == len(for_one)


@pytest.mark.parametrize(
    ("text", "issue_codes"), [("иванов", "Иванов"), ("елкина", "Ёлкина"), ("ЁЛКИНА мария", "Ёлкина")]
)
def test_search_folds_letters(text, issue_codes, district, as_role):
    mentor_named(district.school, "Иванов")
    mentor_named(district.school, "Ёлкина")
    assert names(as_role(Role.CURATOR).get("/mentors/", {"q": text})) == [issue_codes]


def test_mentors_are_narrowed_by_what_is_known_of_them(district, as_role):
    mentor_named(district.school, "Готовая", readiness=MentorReadiness.READY)
    mentor_named(district.other_school, "Соседняя")
    coordinator = as_role(Role.COORDINATOR)
    assert names(coordinator.get("/mentors/", {"readiness": "ready"})) == ["Готовая"]
    assert names(coordinator.get("/mentors/", {"organisation": district.other_school.pk})) == ["Соседняя"]


def test_those_who_left_are_shown_only_when_asked_for(district, as_role):
    mentor_named(district.school, "Нынешняя")
    mentor_named(district.school, "Ушедшая", excluded_on=date(2026, 6, 1), exclusion_reason="увольнение")
    curator = as_role(Role.CURATOR)
    assert names(curator.get("/mentors/")) == ["Нынешняя"]
    assert names(curator.get("/mentors/", {"archive": "out"})) == ["Ушедшая"]
    assert len(names(curator.get("/mentors/", {"archive": "all"}))) == 2


def test_a_mentor_s_places_of_today_stand_in_the_list(district, as_role):
    busy = mentor_named(district.school, "Занятая", personal_limit=1)
    PairFactory(organisation=district.school, mentor=busy, status=PairStatus.ACTIVE)
    mentor_named(district.school, "Свободная")
    curator = as_role(Role.CURATOR)
    assert "занято 1 из 1" in curator.get("/mentors/").content.decode()
    assert names(curator.get("/mentors/", {"free": "yes"})) == ["Свободная"]
    assert names(curator.get("/mentors/", {"free": "no"})) == ["Занятая"]


def test_sorting_by_name_turns_around(district, as_role):
    mentor_named(district.school, "Абрамова")
    mentor_named(district.school, "Яковлева")
    assert names(as_role(Role.CURATOR).get("/mentors/", {"sort": "-person"})) == ["Яковлева", "Абрамова"]


def test_sensitive_categories_are_in_no_list_filter_or_file(district, as_role):
    sensitive = Category.objects.filter(sensitive=True, participant=Participant.PUPIL).first()
    pupil = MenteeFactory(person=PupilFactory(organisation=district.school), participant=Participant.PUPIL)
    pupil.categories.add(sensitive)
    for role in (Role.CURATOR, Role.COORDINATOR, Role.ADMIN):
        browser = as_role(role)
        assert sensitive.title not in browser.get("/mentees/").content.decode()
        rows = workbook(browser.get("/mentees/?export=xlsx"))
        assert len(rows) == 2
        assert sensitive.title not in str(rows)
        # asking for it by number finds no more than asking for nothing
        narrowed = browser.get("/mentees/", {"category": sensitive.pk})
        assert narrowed.context["filter"].form.errors


def test_the_exported_cells_are_typed(district, as_role):
    mentor_named(district.school, "=Формула", included_on=date(2025, 9, 1))
    headings, row = workbook(as_role(Role.CURATOR).get("/mentors/?export=xlsx"))
    cells = dict(zip(headings, row, strict=True))
    assert cells["Включён в базу"].date() == date(2025, 9, 1)
    assert not str(cells["Фамилия"]).startswith("=")


def test_foreign_organisations_are_not_offered_in_the_filter(district, as_role):
    offered = as_role(Role.CURATOR).get("/mentors/").context["filter"].form.fields["organisation"].queryset
    assert list(offered) == [district.school]


def test_the_filters_are_folded_and_what_is_set_stands_above_the_list(as_role):
    page = as_role(Role.CURATOR).get("/mentors/?archive=all").content.decode()
    assert "<details open>" not in page
    assert "Состояние: Все" in page.partition('class="chosen"')[2].partition("</div>")[0]
    assert 'class="chosen"' not in as_role(Role.CURATOR).get("/mentors/?archive=in").content.decode()
