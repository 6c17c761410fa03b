"""What the cards of mentors and mentees hold, and who keeps the banks, as the source documents ask."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from registry import clock
from registry.enums import MentorSource, Role
from registry.models import Category, Mentee, Mentor
from tests.factories import CuratorFactory, PersonFactory
from tests.registry.conftest import SchoolDistrict
from tests.registry.test_bank_entries import new_mentee, new_mentor

SignIn = Callable[[Role], Client]


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().replace("\u00a0", " ").split())


@pytest.mark.requirement("H-1.6-def1")
def test_a_mentors_card_tells_experience_achievements_and_competencies(
    district: SchoolDistrict, as_role: SignIn
) -> None:
    curator = as_role(Role.CURATOR)
    curator.post(
        "/mentors/new/",
        new_mentor(
            district.school,
            working_since="2016-01-01",
            competencies="Смысловое чтение",
            achievements="Победитель конкурса «Учитель года»",
        ),
    )
    with clock.as_at(date(2026, 11, 20)):
        card = text_of(curator, Mentor.objects.get().get_absolute_url())
    assert "Смысловое чтение" in card
    assert "Победитель конкурса «Учитель года»" in card
    assert "<dt>Стаж</dt><dd>10 лет" in card


@pytest.mark.requirement("H-1.6-def2")
def test_a_mentees_card_tells_request_and_difficulties(district: SchoolDistrict, as_role: SignIn) -> None:
    curator = as_role(Role.CURATOR)
    curator.post("/mentees/new/", new_mentee(district.school, request="Трудно удержать внимание класса"))
    assert "Запрос, затруднения" in text_of(curator, Mentee.objects.get().get_absolute_url())
    assert "Трудно удержать внимание класса" in text_of(curator, Mentee.objects.get().get_absolute_url())


def _class_of(kind: str) -> dict[str, str]:
    return {"grade": "10"} if kind == "pupil" else {}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param(MentorSource.PUPIL, "обучающийся", marks=pytest.mark.requirement("K-4-men")),
        pytest.param(MentorSource.TEACHER, "педагог", marks=pytest.mark.requirement("K-4-men", "H-6.3-5b")),
        pytest.param(MentorSource.ALUMNUS, "выпускник", marks=pytest.mark.requirement("U-2-def12")),
    ],
)
def test_a_mentor_comes_from_one_of_the_bases(
    district: SchoolDistrict, as_role: SignIn, source: MentorSource, shown: str
) -> None:
    curator = as_role(Role.CURATOR)
    curator.post("/mentors/new/", new_mentor(district.school, source=source, **_class_of(source)))
    assert f"<dt>Источник</dt><dd>{shown}</dd>" in text_of(curator, Mentor.objects.get().get_absolute_url())
    assert curator.get("/mentors/", {"source": source}).context["table"].rows[0].record.source == source


@pytest.mark.requirement("U-RM-2.1")
def test_an_organisation_keeps_the_four_bases_of_its_mentors(district: SchoolDistrict, as_role: SignIn) -> None:
    head = as_role(Role.HEAD)
    names = {"pupil": "Орлов", "teacher": "Петрова", "alumnus": "Ким", "partner": "Кузнецов"}
    for source, last_name in names.items():
        head.post("/mentors/new/", new_mentor(district.school, source=source, last_name=last_name, **_class_of(source)))
    kept = {
        source: [row.record.person.last_name for row in head.get("/mentors/", {"source": source}).context["table"].rows]
        for source in names
    }
    assert kept == {source: [last_name] for source, last_name in names.items()}


@pytest.mark.requirement("U-2-def10")
def test_a_mentor_may_be_a_tutor(district: SchoolDistrict, as_role: SignIn) -> None:
    curator = as_role(Role.CURATOR)
    curator.post("/mentors/new/", new_mentor(district.school, is_tutor="on"))
    assert "<dt>Тьютор</dt><dd>да</dd>" in text_of(curator, Mentor.objects.get().get_absolute_url())


PUPILS = (
    "проявившие выдающиеся способности",
    "демонстрирующие неудовлетворительные образовательные результаты",
    "с ограниченными возможностями здоровья",
    "попавшие в трудную жизненную ситуацию",
    "имеющие проблемы с поведением",
    "не принимающие участия в жизни школы, отстранённые от коллектива",
)
TEACHERS = (
    "молодые специалисты",
    "находящиеся в процессе адаптации на новом месте работы",
    "желающие овладеть современными программами, цифровыми навыками, ИКТ-компетенциями",
)


@pytest.mark.parametrize(
    ("participant", "titles"),
    [
        pytest.param("pupil", PUPILS, marks=pytest.mark.requirement("K-4-pup")),
        pytest.param("teacher", TEACHERS, marks=pytest.mark.requirement("K-4-tea")),
        pytest.param(
            "teacher",
            (*TEACHERS, "имеющие непедагогическое профильное образование"),
            marks=pytest.mark.requirement("D-1.3.5"),
        ),
        pytest.param(
            "teacher",
            (*TEACHERS[:2], "находящиеся в состоянии эмоционального выгорания, хронической усталости"),
            marks=pytest.mark.requirement("U-3.2.4"),
        ),
    ],
)
def test_a_mentee_is_of_the_categories_of_the_source(
    district: SchoolDistrict, as_role: SignIn, participant: str, titles: tuple[str, ...]
) -> None:
    curator = as_role(Role.CURATOR)
    categories = [Category.objects.get(participant=participant, title=title).pk for title in titles]
    entry = new_mentee(district.school, **_class_of(participant), categories=categories) | {"participant": participant}
    curator.post("/mentees/new/", entry)
    card = text_of(curator, Mentee.objects.get().get_absolute_url())
    assert [title for title in titles if title not in card] == []


@pytest.mark.requirement("D-4.6.2-2")
@pytest.mark.parametrize("role", [Role.CURATOR, Role.OPERATOR])
def test_the_curator_and_the_technical_operator_keep_the_banks(
    district: SchoolDistrict, as_role: SignIn, role: Role
) -> None:
    client = as_role(role)
    client.post("/mentors/new/", new_mentor(district.school))
    client.post("/mentees/new/", new_mentee(district.school, last_name="Сапегина"))
    assert Mentor.objects.get().person.organisation == district.school
    assert Mentee.objects.get().person.organisation == district.school


@pytest.mark.requirement("H-6.3-5a")
def test_the_coordinator_takes_out_the_base_of_curators_of_all_schools(
    district: SchoolDistrict, as_role: SignIn
) -> None:
    for school, last_name in ((district.school, "Абрамова"), (district.other_school, "Яковлева")):
        CuratorFactory(organisation=school, person=PersonFactory(organisation=school, last_name=last_name))
    CuratorFactory(organisation=district.foreign_school)
    answer = as_role(Role.COORDINATOR).get("/curators/?export=xlsx")
    headings, *rows = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    cells = [dict(zip(headings, row, strict=True)) for row in rows]
    assert [(row["ФИО"].split()[0], row["Образовательная организация"]) for row in cells] == [
        ("Абрамова", district.school.short_name),
        ("Яковлева", district.other_school.short_name),
    ]


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2015", date(2015, 1, 1), "year"),
        ("09.2015", date(2015, 9, 1), "month"),
        ("сентябрь 2015", date(2015, 9, 1), "month"),
        ("15.09.2015", date(2015, 9, 15), "day"),
        ("2015-09-15", date(2015, 9, 15), "day"),
    ],
)
def test_experience_is_told_by_a_year_or_a_month_alone(written, day, precision, district, as_role) -> None:
    sent = new_mentor(district.school, working_since=written, working_since_precision="day")
    as_role(Role.CURATOR).post("/mentors/new/", sent)
    person = Mentor.objects.get().person
    assert (person.working_since, person.working_since_precision) == (day, precision)


def test_what_is_no_date_of_experience_is_told_how_to_write_it(district, as_role) -> None:
    page = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, working_since="давно"))
    [message] = page.context["form"].errors["working_since"]
    assert "только год (2015)" in message
    page = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, working_since="15.09.0012"))
    assert "раньше" in page.context["form"].errors["working_since"][0]
