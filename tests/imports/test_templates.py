"""Empty spreadsheets of the import: filled as they say, they come in without a question."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from imports.actions import stage_import
from imports.enums import ImportKind, ImportRowStatus
from imports.exports.template_columns import DATA, INSTRUCTION, LISTS, REQUIRED_MARK, TEMPLATES
from imports.parsing import UnreadableFile
from imports.parsing.headings import recognise
from registry.enums import OrganisationKind, Role
from registry.models import Category, Form
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, PersonFactory, member
from tests.registry.conftest import signed_in

KINDS = list(TEMPLATES)


def url(kind: str) -> str:
    return f"/imports/templates/{kind}.xlsx"


def template(browser, kind: str) -> Workbook:
    response = browser.get(url(kind))
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    return load_workbook(io.BytesIO(response.content))


def filled(book: Workbook, *rows: dict) -> bytes:
    page = book[DATA]
    columns = {cell.value.removesuffix(REQUIRED_MARK): cell.column for cell in page[1]}
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            page.cell(number, columns[heading], value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def list_of(book: Workbook, heading: str) -> list[str]:
    """What the cells under the heading offer."""
    page = book[DATA]
    letter = next(cell.column_letter for cell in page[1] if cell.value.removesuffix(REQUIRED_MARK) == heading)
    (check,) = [each for each in page.data_validations.dataValidation if f"{letter}2" in each.sqref]
    sheet, _, area = check.formula1.partition("!")
    assert sheet.strip("'") == LISTS
    return [row[0].value for row in book[LISTS][area.replace("$", "")]]


@pytest.fixture
def admin(district):
    return member(Role.ADMIN, municipality=district.municipality)


def test_a_cell_warns_and_keeps_what_is_typed_and_a_class_stays_text(admin):
    page = template(signed_in(admin), ImportKind.MENTEES)[DATA]
    checks = page.data_validations.dataValidation
    assert {check.errorStyle for check in checks} == {"warning"}
    classes = next(cell for cell in page[1] if cell.value.removesuffix(REQUIRED_MARK) == "Класс")
    assert page.column_dimensions[classes.column_letter].number_format == "@"


def test_there_is_one_for_every_kind():
    assert set(KINDS) == set(ImportKind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_is_recognised_exactly_and_each_means_another_thing(kind):
    meanings = [recognise(column.heading + REQUIRED_MARK) for column in TEMPLATES[kind].columns]
    assert all(meaning and meaning.exact for meaning in meanings)
    assert len({(meaning.field, meaning.role) for meaning in meanings}) == len(meanings)


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_heading_in_sight_a_hidden_sheet_of_lists_and_instructions(kind, admin):
    book = template(signed_in(admin), kind)
    assert book.sheetnames == [DATA, INSTRUCTION, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    assert book[DATA].freeze_panes == "A2"
    assert book[DATA].max_row == 1
    told = "\n".join(str(cell.value) for row in book[INSTRUCTION].iter_rows() for cell in row if cell.value)
    assert "СНИЛС и паспортные данные вписывать нельзя" in told
    for column in TEMPLATES[kind].columns:
        assert f"Столбец «{column.heading}»" in told
        assert column.about in told


def test_lists_hold_what_the_reader_may_choose(district, admin):
    OrganisationFactory(municipality=district.municipality, archived_on=date(2026, 1, 1), short_name="Закрытая школа")
    browser = signed_in(admin)
    schools = list_of(template(browser, "mentors"), "Образовательная организация")
    assert sorted(schools) == sorted([district.school.short_name, district.other_school.short_name])
    curator = signed_in(member(Role.CURATOR, organisation=district.school))
    assert list_of(template(curator, "mentees"), "Образовательная организация") == [district.school.short_name]
    assert list_of(template(browser, "pairs"), "Форма наставничества") == [
        form.title for form in Form.objects.filter(in_use=True)
    ]
    categories = list_of(template(browser, "mentees"), "Категория наставляемого")
    assert not set(categories) & set(Category.objects.filter(sensitive=True).values_list("title", flat=True))


def test_without_anything_to_choose_the_cells_are_free(admin):
    page = template(signed_in(admin), "partners")[DATA]
    assert not [check for check in page.data_validations.dataValidation if "A2" in check.sqref]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", ["auto", None])
def test_an_empty_one_says_that_nothing_is_in_it(kind, asked, admin, district):
    data = signed_in(admin).get(url(kind)).content
    with pytest.raises(UnreadableFile, match="нет строк с данными"):
        stage_import(
            data=data, filename="таблица.xlsx", kind=asked or kind, municipality=district.municipality, by=admin
        )


def rows_for(kind: str, school: str) -> list[dict]:
    person = {"Телефон": "8 (912) 000-11-22", "Электронная почта": "petrova@zarechny.example"}
    return {
        "mentors": [
            {
                "ФИО": "Петрова Анна Сергеевна", "Образовательная организация": school, "Должность": "учитель",
                "Предмет": "математика", "Стаж": "12 лет 3 мес.", "Квалификационная категория": "высшая",
                "Образование": "высшее", "Дата рождения": date(1985, 5, 17), "Достижения": "грамота",
                "Примечание": "по субботам", **person,
            },
            {"ФИО": "Ким Ян", "Образовательная организация": school, "Стаж": 3},
        ],
        "mentees": [
            {
                "ФИО": "Орлов Кирилл Андреевич", "Образовательная организация": school, "Кто это": "обучающийся",
                "Класс": "7Б", "Дата рождения": date(2012, 3, 4), "Категория наставляемого":
                "проявившие выдающиеся способности",
                "Законный представитель": "мать Орлова Нина Васильевна, 8 (912) 000-11-22",
            },
            {
                "ФИО": "Захарова Юлия Петровна", "Образовательная организация": school, "Кто это": "педагог",
                "Должность": "учитель", "Стаж": 1, "Категория наставляемого": "молодые специалисты", **person,
            },
        ],
        "organisations": [
            {
                "Полное наименование": "Детский сад «Ручеёк»", "Краткое наименование": "ДС «Ручеёк»",
                "Тип организации": OrganisationKind.PRESCHOOL.label, "ИНН": "0299001015",
                "Должность руководителя": "заведующий", "ФИО руководителя": "Стародубцева Инга Львовна",
                "Адрес": "п. Заречный", **person,
            },
        ],
        "partners": [
            {
                "Предприятие": "ООО «Заречье»", "ИНН": "0299001015", "ФИО": "Лебедева Татьяна Александровна",
                "Должность": "главный технолог", "Опыт работы": "с 2010 года", "Договор": "№ 12 от 01.09.2026",
                "Согласие": "да", "Примечание": "по средам", **person,
            },
        ],
        "pairs": [
            {
                "Организация": school, "ФИО наставника": "Ольхова Анна Ильинична", "Должность наставника": "учитель",
                "ФИО наставляемого": "Захарова Юлия Петровна", "Должность наставляемого": "учитель",
                "Форма наставничества": "педагог – педагог",
                "Ролевая модель": "опытный педагог – молодой специалист",
                "Вид наставничества": "традиционная форма наставничества («один-на-один»)",
                "Дата начала": date(2026, 9, 1), "Дата окончания": date(2027, 5, 31), "Номер приказа": "56-ОД",
                "Дата приказа": date(2026, 8, 31),
            },
        ],
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_filled_as_it_says_it_comes_in_without_a_doubt(kind, admin, district):
    OrganisationFactory(
        municipality=district.municipality, kind=OrganisationKind.ENTERPRISE, short_name="ООО «Заречье»"
    )
    for factory, name in ((MentorFactory, "Ольхова Анна Ильинична"), (MenteeFactory, "Захарова Юлия Петровна")):
        if kind == "pairs":
            names = dict(zip(("last_name", "first_name", "middle_name"), name.split(), strict=True))
            factory(person=PersonFactory(organisation=district.school, **names))
    rows = rows_for(kind, district.school.short_name)
    data = filled(template(signed_in(admin), kind), *rows)
    batch = stage_import(data=data, filename="таблица.xlsx", kind=kind, municipality=district.municipality, by=admin)
    assert [(row.status, row.warnings, row.errors) for row in batch.rows.all()] == [
        (ImportRowStatus.NEW, [], [])
    ] * len(rows)
    assert batch.warnings == []
    assert [sheet.name for sheet in batch.layout.sheets] == [DATA]


def test_what_is_filled_is_what_is_written(admin, district):
    data = filled(template(signed_in(admin), "mentees"), *rows_for("mentees", district.school.short_name))
    batch = stage_import(data=data, filename="т.xlsx", kind="auto", municipality=district.municipality, by=admin)
    pupil, teacher = (row.record.values for row in batch.rows.all())
    assert (pupil["participant"], pupil["grade"], pupil["grade_letter"]) == ("pupil", 7, "Б")
    assert (pupil["representative_relation"], pupil["representative_phone"]) == ("мать", "+79120001122")
    assert (teacher["participant"], teacher["categories"]) == ("teacher", ["молодые специалисты"])


@pytest.mark.parametrize("kind", KINDS)
def test_only_those_who_import_get_it(kind, as_role, district):
    for role in (Role.ADMIN, Role.COORDINATOR, Role.CURATOR):
        assert as_role(role).get(url(kind)).status_code == 200
    for role in (Role.REGIONAL, Role.OPERATOR, Role.HEAD, Role.COUNCIL):
        assert as_role(role).get(url(kind)).status_code == 403
    assert as_role(Role.ADMIN).get(url("nonsense")).status_code == 404


def test_the_page_of_the_upload_offers_them(as_role):
    page = as_role(Role.CURATOR).get("/imports/new/").content.decode()
    for kind in KINDS:
        assert url(kind) in page
