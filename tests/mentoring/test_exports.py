"""The bases of the federal model and the district's register: whose rows, what is in them, and what is not."""

import io
from datetime import date
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from mentoring.enums import PairStatus, PairTerm, ProgrammeStatus
from mentoring.views.exports import READY_FORMS
from registry.enums import MentorSource, Participant, Role
from registry.models import Category, Organisation
from russian.school_year import first_day, last_day, school_year_of
from spreadsheets.reading.sheets import read_workbook
from spreadsheets.writing.formats import FORMATS
from tests.factories import (
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PlanItemFactory,
    ProgrammeFactory,
    PupilFactory,
    member,
)

pytestmark = pytest.mark.django_db
YEAR = school_year_of(date(2026, 11, 20))
BEGINS, ENDS = first_day(YEAR), last_day(YEAR)
MENTEES_BASE = [
    "№",
    "ФИО наставляемого",
    "Контактные данные для связи (данные представителя)",
    "Год рождения наставляемого",
    "Основной запрос наставляемого",
    "Дата вхождения в программу",
    "ФИО наставника",
    "Форма наставничества",
    "Место работы/учёбы наставника",
    "Дата завершения программы",
    "Результаты программы",
    "Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации",
    "Отметка о прохождении программы",
]
MENTORS_BASE = [
    "№",
    "ФИО наставника",
    "Контактные данные для связи",
    "Место работы/учёбы наставника",
    "Основные компетенции наставника",
    "Важные для программы достижения наставника",
    "Интересы наставника",
    "Желаемый возраст наставляемых",
    "Ресурс времени на программу наставничества",
    "Дата вхождения в программу",
    "ФИО наставляемого (наставляемых)",
    "Форма наставничества",
    "Место работы/учёбы наставляемого",
    "Дата завершения программы",
    "Результаты программы",
    "Ссылка на кейс/отзыв наставника",
]
MENTORS_REGISTER = [
    "№ п/п",
    "Наименование ОО",
    "ФИО наставника",
    "Должность (предмет)",
    "Стаж (общий/педагогический)",
    "Квалификационная категория",
    "Награды",
    "ФИО наставляемого",
    "Должность наставляемого",
    "Стаж наставляемого",
    "Форма/модель",
    "Реквизиты приказа о закреплении",
    "Срок",
    "Наличие программы",
    "Контакты куратора",
]


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory(short_name="МБОУ «Заречная СОШ № 2»")


@pytest.fixture
def coordinator(school) -> Client:
    return browser(Role.COORDINATOR, municipality=school.municipality)


def browser(role: Role, **scope) -> Client:
    client = Client()
    client.force_login(member(role, **scope))
    return client


def rows(client: Client, code: str, **query) -> list[list]:
    response = client.get(f"/exports/{code}/", {"year": YEAR, **query})
    assert response.status_code == 200
    return [list(row) for row in load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)]


def only_row(client: Client, code: str, **query) -> dict:
    headings, row = rows(client, code, **query)
    return dict(zip(headings, row, strict=True))


def pair(school, **kwargs):
    period = {"starts_on": BEGINS, "ends_on": date(YEAR + 1, 5, 31), "status": PairStatus.ACTIVE}
    return PairFactory(organisation=school, **(period | kwargs))


def person(school, last_name, **kwargs):
    return PersonFactory(organisation=school, last_name=last_name, first_name="Анна", middle_name="Ильинична", **kwargs)


@pytest.mark.parametrize(
    ("code", "headings"),
    [("mentees-base", MENTEES_BASE), ("mentors-base", MENTORS_BASE), ("mentors-register", MENTORS_REGISTER)],
)
def test_the_columns_stand_as_the_form_has_them(code, headings, coordinator):
    assert rows(coordinator, code) == [headings]


def test_a_mentee_s_row_tells_of_the_pair_of_the_year(school, coordinator):
    mentor = MentorFactory(person=person(school, "Ольхова"))
    mentee = MenteeFactory(
        person=person(
            school, "Захарова", birth_date=date(2001, 3, 4), phone="+79120001122", email="z@zarechny.example"
        ),
        request="работа с журналом",
    )
    pair(school, mentor=mentor, mentee=mentee)
    row = only_row(coordinator, "mentees-base")
    assert row.pop("Дата вхождения в программу").date() == BEGINS
    assert row.pop("Дата завершения программы").date() == date(YEAR + 1, 5, 31)
    assert list(row.values()) == [
        1, "Захарова Анна Ильинична", "8 (912) 000-11-22, z@zarechny.example", 2001, "работа с журналом",
        "Ольхова Анна Ильинична", "педагог – педагог", school.short_name, None, None, None,
    ]  # fmt: skip


def test_the_contact_of_a_minor_is_the_representative(school, coordinator):
    pupil = PupilFactory(organisation=school, phone="+79120001122", representative_phone="+79120003344")
    MenteeFactory(person=pupil, participant=Participant.PUPIL)
    contact = only_row(coordinator, "mentees-base")["Контактные данные для связи (данные представителя)"]
    assert contact == "мать Орлова Нина Васильевна, 8 (912) 000-33-44"


def test_a_finished_programme_tells_its_results(school, coordinator):
    done = pair(school, starts_on=BEGINS, ended_on=date(YEAR, 11, 1), status=PairStatus.COMPLETED)
    programme = ProgrammeFactory(pair=done)
    PlanItemFactory(programme=programme, done_on=date(YEAR, 10, 1), result="открытый урок проведён")
    PlanItemFactory(programme=programme, result="")
    row = only_row(coordinator, "mentees-base")
    assert row["Дата завершения программы"].date() == date(YEAR, 11, 1)
    assert (row["Результаты программы"], row["Отметка о прохождении программы"]) == ("открытый урок проведён", "да")
    assert only_row(coordinator, "mentors-base")["Результаты программы"] == "открытый урок проведён"


def test_several_mentees_share_a_cell(school, coordinator):
    mentor = MentorFactory(
        person=person(school, "Ольхова", working_since=date(2010, 1, 1)),
        competencies="методика",
        achievements="грамота",
    )
    first = MenteeFactory(person=person(school, "Абрамова", working_since=date(YEAR - 1, 1, 1)))
    second = MenteeFactory(person=PupilFactory(organisation=school, last_name="Яковлев"))
    pair(school, mentor=mentor, mentee=first)
    pair(school, mentor=mentor, mentee=second, ends_on=date(YEAR + 1, 4, 30), role_model=None)
    row = only_row(coordinator, "mentors-base")
    assert row["ФИО наставляемого (наставляемых)"] == "Абрамова Анна Ильинична; Яковлев Кирилл Андреевич"
    assert row["Место работы/учёбы наставляемого"] == f"{school.short_name}; {school.short_name}, 7 «Б»"
    assert row["Дата завершения программы"] == f"31.05.{YEAR + 1}; 30.04.{YEAR + 1}"
    assert row["Форма наставничества"] == "педагог – педагог"
    assert (row["Основные компетенции наставника"], row["Интересы наставника"]) == ("методика", None)
    row = only_row(coordinator, "mentors-register")
    assert row["ФИО наставляемого"] == "Абрамова Анна Ильинична; Яковлев Кирилл Андреевич"
    assert row["Должность наставляемого"] == "учитель математики; 7 «Б»"
    assert row["Стаж наставляемого"] == "1; —"
    assert row["Стаж (общий/педагогический)"] == 16
    assert row["Наличие программы"] == "нет; нет"


@pytest.mark.requirement("H-6.3-5b")
def test_the_register_tells_of_orders_programmes_and_curators(school, coordinator):
    admin = member(Role.HEAD, organisation=school)
    active = pair(school, term=PairTerm.SCHOOL_YEAR)
    ProgrammeFactory(pair=active, status=ProgrammeStatus.APPROVED, approved_by=admin, approved_on=BEGINS)
    CuratorFactory(organisation=school, person=person(school, "Кураторова", phone="+79120001122"))
    CuratorFactory(organisation=school, person=person(school, "Прежняя"), dismissed_on=BEGINS)
    row = only_row(coordinator, "mentors-register")
    assert row["Реквизиты приказа о закреплении"].replace("\u00a0", " ") == (
        f"приказ № {active.act.number} от {active.act.dated:%d.%m.%Y}"
    )
    assert row["Срок"] == f"01.09.{YEAR} – 31.05.{YEAR + 1}, на {YEAR}/{YEAR + 1} учебный год"
    assert row["Наличие программы"] == "да"
    assert row["Контакты куратора"] == "Кураторова Анна Ильинична, 8 (912) 000-11-22"
    assert row["Должность (предмет)"] == "учитель математики (математика)"


def test_a_mentor_without_a_pair_and_what_is_unknown_are_empty_cells(school, coordinator):
    MentorFactory(person=person(school, "Ольхова", subject="", position=""))
    row = only_row(coordinator, "mentors-register")
    known = {"№ п/п": 1, "Наименование ОО": school.short_name, "ФИО наставника": "Ольхова Анна Ильинична"}
    assert row == dict.fromkeys(MENTORS_REGISTER) | known


@pytest.mark.requirement("H-6.3-5b")
def test_only_teachers_stand_in_the_register_of_teachers(school, coordinator):
    MentorFactory(person=person(school, "Заводская"), source=MentorSource.PARTNER)
    assert len(rows(coordinator, "mentors-register")) == 1
    assert len(rows(coordinator, "mentors-base")) == 2


@pytest.mark.requirement("S-bank", "U-RM-3.3", "K-year")
def test_the_year_chooses_people_and_pairs(school, coordinator):
    closed = {"status": PairStatus.COMPLETED, "ended_on": date(YEAR, 5, 31)}
    pair(school, starts_on=date(YEAR - 1, 9, 1), ends_on=date(YEAR, 5, 31), **closed)
    left = MentorFactory(
        person=person(school, "Ушедшая"), included_on=date(YEAR - 2, 9, 1), excluded_on=date(YEAR - 1, 10, 1)
    )
    now, before = rows(coordinator, "mentors-base"), rows(coordinator, "mentors-base", year=YEAR - 1)
    assert [row[10] for row in now[1:]] == [None]
    assert left.person.full_name in [row[1] for row in before]
    assert len(before) == 3
    assert any(row[10] for row in before[1:])


@pytest.mark.requirement("U-RM-3.2")
def test_the_base_of_mentees_is_that_of_the_chosen_school_year(school, coordinator):
    MenteeFactory(
        person=person(school, "Прошлогодняя"), included_on=date(YEAR - 1, 9, 1), excluded_on=date(YEAR, 5, 31)
    )
    MenteeFactory(person=person(school, "Нынешняя"), included_on=BEGINS)
    bases = [rows(coordinator, "mentees-base", year=year)[1:] for year in (YEAR - 1, YEAR)]
    assert [[row[1].split()[0] for row in base] for base in bases] == [["Прошлогодняя"], ["Нынешняя"]]


def test_drafts_and_cancelled_pairs_are_no_mentoring(school, coordinator):
    mentor = MentorFactory(organisation=school)
    pair(school, mentor=mentor, status=PairStatus.DRAFT)
    pair(school, mentor=mentor, status=PairStatus.CANCELLED)
    assert only_row(coordinator, "mentors-base")["ФИО наставляемого (наставляемых)"] is None


@pytest.mark.parametrize("code", READY_FORMS)
@pytest.mark.parametrize("extension", FORMATS)
def test_foreign_people_are_in_no_form(code, extension, school):
    neighbour = OrganisationFactory(municipality=school.municipality)
    pair(
        school,
        mentor=MentorFactory(person=person(school, "Секретная")),
        mentee=MenteeFactory(person=person(school, "Скрытная")),
    )
    for client, sees in (
        (browser(Role.CURATOR, organisation=school), True),
        (browser(Role.CURATOR, organisation=neighbour), False),
        (browser(Role.ADMIN, municipality=OrganisationFactory().municipality), False),
    ):
        response = client.get(f"/exports/{code}/", {"format": extension, "year": YEAR})
        shown = str(read_workbook(response.content).sheets[0].rows)
        assert ("Секретная" in shown) is ("Скрытная" in shown) is sees
        assert unquote(response.headers["Content-Disposition"]).endswith(f"-{YEAR}-{YEAR + 1}.{extension}")


def test_sensitive_categories_stay_in_the_organisation(school, coordinator):
    sensitive = Category.objects.filter(sensitive=True, participant=Participant.PUPIL)
    MenteeFactory(person=PupilFactory(organisation=school)).categories.set(sensitive)
    shown = str(rows(coordinator, "mentees-base"))
    assert not [category.title for category in sensitive if category.title in shown]


@pytest.mark.parametrize("code", READY_FORMS)
def test_a_form_costs_as_many_queries_for_many_people_as_for_one(code, school, coordinator):
    counts = []
    for more in (1, 5):
        for _ in range(more):
            active = pair(OrganisationFactory(municipality=school.municipality))
            ProgrammeFactory(pair=active)
            CuratorFactory(organisation=active.organisation)
        rows(coordinator, code)
        with CaptureQueriesContext(connection) as queries:
            rows(coordinator, code)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.REGIONAL, Role.MENTOR, Role.MENTEE])
def test_whoever_may_not_see_people_gets_no_form(role, school):
    scope = {"municipality": school.municipality} if role is Role.REGIONAL else {"person": person(school, "Своя")}
    client = browser(role, **scope)
    assert client.get("/exports/").status_code == 403
    assert client.get("/exports/mentees-base/").status_code == 403


def test_the_page_offers_each_form_for_the_chosen_year(coordinator):
    page = coordinator.get("/exports/", {"year": YEAR - 1}).content.decode()
    for form in READY_FORMS.values():
        assert str(form.title) in page
        for extension in FORMATS:
            assert f'href="/exports/{form.code}/?year={YEAR - 1}&amp;format={extension}"' in page
    assert coordinator.get("/exports/", {"year": "тысяча"}).context["year"] == YEAR
    assert coordinator.get("/exports/nonsense/").status_code == 404
    assert coordinator.get("/exports/mentees-base/", {"format": "exe"}).status_code == 404


@pytest.mark.parametrize("url", ["/mentors/", "/mentees/", "/pairs/"])
def test_lists_lead_to_the_forms(url, coordinator, school):
    assert 'href="/exports/"' in coordinator.get(url).content.decode()
    own = browser(Role.MENTOR, person=person(school, "Своя"))
    assert 'href="/exports/"' not in own.get("/pairs/").content.decode()


def test_a_past_year_tells_the_experience_of_its_last_day(school, coordinator):
    mentor = MentorFactory(
        person=person(school, "Опытнова", working_since=date(2020, 9, 1)), included_on=date(2020, 9, 1)
    )
    pair(
        school,
        mentor=mentor,
        mentee=MenteeFactory(person=person(school, "Молодова", working_since=date(2024, 9, 1))),
        starts_on=date(2024, 9, 1),
        ends_on=date(2027, 5, 31),
        status=PairStatus.ACTIVE,
    )
    for year, years in ((2024, (4, 0)), (2025, (5, 1)), (2026, (6, 2))):
        row = only_row(coordinator, "mentors-register", year=year)
        assert (row["Стаж (общий/педагогический)"], row["Стаж наставляемого"]) == years, year
