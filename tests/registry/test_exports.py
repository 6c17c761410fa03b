"""Registers as files: typed cells, nothing that runs, the scope of the screen, and the way back through the import."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from imports.actions import stage_import
from imports.enums import ImportKind, ImportRowStatus
from imports.models import ImportBatch
from registry.actions.bank import exclude_from_bank
from registry.enums import OrganisationKind, Participant, Qualification, Role
from registry.exports.register_resource import phone_label, phones_of
from registry.models import Category, Organisation
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.text import clean_cell, clean_text
from spreadsheets.reading.sheets import read_workbook
from spreadsheets.writing.formats import FORMATS
from spreadsheets.writing.laid_out_xlsx import LaidOutSheet, RowLayout, laid_out_xlsx
from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.typed_cells import as_cell
from tests.factories import (
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PupilFactory,
    member,
)
from tests.registry.conftest import signed_in

LISTS = {
    "/mentors/": MentorFactory,
    "/mentees/": MenteeFactory,
    "/curators/": CuratorFactory,
}
EVERY_LIST = [
    *LISTS,
    "/organisations/",
    "/pairs/",
    "/roadmaps/",
    "/documents/",
    "/monitoring/assessments/",
    "/imports/",
    "/settings/access/",
    "/settings/invitations/",
]


def cells_of(data: bytes) -> list[list]:
    """Any of the formats as the import reads it."""
    return read_workbook(data).sheets[0].rows


def exported(browser: Client, url: str, code: str = "xlsx"):
    response = browser.get(f"{url}{'&' if '?' in url else '?'}export={code}")
    assert response.status_code == 200
    return response


def written(code: str, *rows, headings=("Что",), title="Лист") -> bytes:
    return FORMATS[code].write(ExportSheet(title, headings, rows))


@pytest.mark.parametrize("url", [*EVERY_LIST, "/acts/", "/monitoring/"])
@pytest.mark.parametrize("number", ["-1", "0", "9" * 20, "x"])
def test_an_impossible_number_of_rows_on_a_page_breaks_no_list(district, as_role, url, number):
    assert as_role(Role.ADMIN).get(url, {"per_page": number}).status_code == 200


# --- cells ----------------------------------------------------------------------------------------------------------

DANGEROUS = [
    "=1+1",
    "+7 912",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " \n=cmd|'/c calc'!A1",
    "＝1",
    "\u200b=1+1",
    "\ufeff \u2066=1",
]


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_can_run_in_a_spreadsheet_program(code, text):
    data = written(code, [text, "край"], headings=(text, "Край"))
    for cell, _ in cells_of(data):
        assert re.match(r"'[=+@＝-]", cell)
        assert clean_text(cell) == clean_text(text)
    if code == "xlsx":
        page = load_workbook(io.BytesIO(data)).active
        assert {page["A1"].data_type, page["A2"].data_type} == {"s"}


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_can_run_in_a_file_that_is_laid_out(text):
    data = laid_out_xlsx([LaidOutSheet(f"{text}\a[1]", [RowLayout([text])])])
    page = load_workbook(io.BytesIO(data)).active
    assert (page["A1"].value, page["A1"].data_type) == (as_cell(text), "s")


@given(st.text())
def test_whatever_a_text_is_every_format_keeps_what_cleaning_leaves_of_it(text):
    kept = as_cell(text)
    for code in FORMATS:
        rows = cells_of(written(code, [text, "край"], headings=("Что", "Край")))
        cell = rows[1][0] if len(rows) > 1 else None
        assert clean_cell(cell) == clean_cell(kept)


@given(st.text())
def test_the_guard_of_a_formula_is_taken_off_once_and_for_all(text):
    once = clean_text(f"'{text}")
    assert clean_text(once) == once


def test_numbers_and_dates_keep_their_types_and_times_become_days():
    aware = datetime.fromisoformat("2026-09-01T23:30:00+00:00")
    row = ["Ольхова", 12, 3.5, date(2026, 9, 1), aware, None, True]
    page = load_workbook(io.BytesIO(written("xlsx", row, headings="АБВГДЕЖ"))).active
    cells = [cell.value for cell in page[2]]
    assert cells[:3] == ["Ольхова", 12, 3.5]
    assert [cells[3].date(), cells[4].date()] == [date(2026, 9, 1), date(2026, 9, 2)]
    assert page["D2"].number_format == page["E2"].number_format == "dd.mm.yyyy"
    assert [cell.number_format for cell in page[2][5:]] == ["General", "General"]
    assert cells[5:] == [None, "да"]
    with zipfile.ZipFile(io.BytesIO(written("ods", row, headings="АБВГДЕЖ"))) as archive:
        content = archive.read("content.xml").decode()
        assert archive.infolist()[0].filename == "mimetype"
    assert 'office:value-type="float" office:value="12"' in content
    assert 'office:date-value="2026-09-01"' in content
    assert written("csv", row, headings="АБВГДЕЖ").decode("utf-8-sig").splitlines()[1] == (
        "Ольхова;12;3,5;01.09.2026;02.09.2026;;да"
    )


def test_a_workbook_has_a_bold_heading_in_sight_a_filter_widths_and_a_name():
    data = written(
        "xlsx", ["Коротко", "д" * 300], headings=("А", "Примечание"), title="Список: всех [и] прочих/иных людей района"
    )
    page = load_workbook(io.BytesIO(data)).active
    assert page.title == "Список  всех  и  прочих иных лю"
    assert page.freeze_panes == "A2"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight, page.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.auto_filter.ref == "A1:B2"
    assert page["A1"].font.bold
    assert page.column_dimensions["A"].width < page.column_dimensions["B"].width <= 60


def test_a_file_of_no_rows_is_a_file_with_headings():
    for code in FORMATS:
        assert [row for row in cells_of(written(code, headings=("ФИО", "Класс"))) if row] == [["ФИО", "Класс"]]


def test_csv_opens_in_excel():
    data = written("csv", ["МБОУ «Школа»; филиал"])
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")) == [["Что"], ["МБОУ «Школа»; филиал"]]


@pytest.mark.parametrize(
    ("number", "note", "shown"),
    [
        ("+79120001122", "", "8 (912) 000-11-22"),
        ("+79120001122", "доб. 12", "8 (912) 000-11-22, доб. 12"),
        ("+79120001122", "доб. 12, +79120003344", "8 (912) 000-11-22, доб. 12, +79120003344"),
        ("", "3-12-34", "3-12-34"),
        ("+375291112233", "", "+375291112233"),
        ("", "", ""),
    ],
)
def test_phones_leave_as_people_write_them_and_come_back_the_same(number, note, shown):
    person = PersonFactory.build(organisation=None, municipality=None, phone=number, phone_note=note)
    assert phones_of(person) == shown
    read, _ = parse_phone(clean_text(str(as_cell(shown) or "")))
    assert (read.number or "") == number
    assert phone_label("12-34") == "12-34"


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", EVERY_LIST)
def test_every_list_offers_every_format_without_scripts(url, as_role):
    browser = as_role(Role.ADMIN)
    page = browser.get(url, {"q": "ольх"}).content.decode()
    for code, each in FORMATS.items():
        assert f"export={code}" in page
        response = exported(browser, url, code)
        assert response.headers["Content-Type"] == each.content_type
        assert response.headers["Cache-Control"] == "private, no-store"
        name = unquote(response.headers["Content-Disposition"])
        assert name.startswith("attachment")
        assert name.endswith(f".{code}")
        assert len(cells_of(response.content)[0]) > 3


def test_an_unknown_format_shows_the_page(as_role):
    assert "Наставники</h1>" in as_role(Role.ADMIN).get("/mentors/?export=exe").content.decode()


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("code", FORMATS)
def test_foreign_people_are_in_no_file(url, code, district, as_role, neighbour, stranger):
    person = PersonFactory(organisation=district.school, last_name="Заметная")
    place = {"organisation": district.school} if url == "/curators/" else {}
    LISTS[url](person=person, **place)
    assert "Заметная" in str(cells_of(exported(as_role(Role.CURATOR), url, code).content))
    for outsider in (neighbour, stranger):
        assert "Заметная" not in str(cells_of(exported(outsider, url, code).content))
    assert as_role(Role.REGIONAL).get(url, {"export": code}).status_code == 403


def test_a_file_follows_the_filter_and_the_order_of_the_list_on_all_pages(district, as_role):
    for number in range(30):
        MentorFactory(person=PersonFactory(organisation=district.school, last_name=f"Наставница{'абв'[number % 3]}"))
    MentorFactory(person=PersonFactory(organisation=district.other_school, last_name="Чужая"))
    rows = cells_of(as_role(Role.COORDINATOR).get(
        "/mentors/", {"export": "csv", "q": "наставница", "sort": "-person", "page": "2"}
    ).content)  # fmt: skip
    names = [row[0] for row in rows[1:]]
    assert len(names) == 30
    assert names == sorted(names, reverse=True)


@pytest.mark.parametrize(("url", "make"), LISTS.items())
def test_a_file_costs_as_many_queries_for_many_rows_as_for_one(url, make, district, as_role):
    def add():
        return make(
            person__organisation=district.school, **({"organisation": district.school} if url == "/curators/" else {})
        )

    category = Category.objects.filter(sensitive=False).first()
    coordinator = as_role(Role.COORDINATOR)
    counts = []
    for more in (1, 150):
        for _ in range(more):
            made = add()
            if url == "/mentees/":
                made.categories.add(category)
        coordinator.get(url, {"export": "xlsx"})
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(url, {"export": "xlsx"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("code", FORMATS)
def test_sensitive_categories_are_in_no_file(code, district, as_role):
    sensitive = Category.objects.filter(sensitive=True, participant=Participant.PUPIL).first()
    pupil = MenteeFactory(person=PupilFactory(organisation=district.school), participant=Participant.PUPIL)
    pupil.categories.add(sensitive)
    for role in (Role.CURATOR, Role.COORDINATOR, Role.ADMIN):
        data = exported(as_role(role), "/mentees/", code).content
        assert pupil.person.last_name in str(cells_of(data))
        assert sensitive.title not in str(cells_of(data))


# --- and back -------------------------------------------------------------------------------------------------------


def brought_back(browser: Client, url: str, code: str, kind: str, district, user) -> ImportBatch:
    """What is in the file is told from the file alone."""
    response = exported(browser, url, code)
    name = unquote(response.headers["Content-Disposition"]).rpartition("''")[2]
    batch = stage_import(data=response.content, filename=name, kind="auto", municipality=district.municipality, by=user)
    assert batch.kind == kind
    return batch


def nothing_to_write(batch: ImportBatch) -> bool:
    """Every row says what the register knows; what is not so is shown."""
    found = {
        (row.row, row.status, row.issue_code, str(row.changes), str(row.errors)) for row in batch.rows.all()
        if row.status not in (ImportRowStatus.UNCHANGED, ImportRowStatus.OFF)
    }  # fmt: skip
    assert not found
    return batch.rows.filter(status=ImportRowStatus.UNCHANGED).exists()


AWKWARD = [
    {"last_name": "Ким", "first_name": "Ян", "middle_name": ""},
    {"last_name": "Мамедов", "first_name": "Эльчин", "middle_name": "Гасан оглы", "phone": "+79120001122",
     "phone_note": "доб. 12"},
    {"last_name": "Иванова-Петрова", "first_name": "Мария", "working_since": date(2011, 3, 15)},
    {"last_name": "де Сильва", "first_name": "Мария Тереза", "middle_name": "", "position": "=учитель"},
    {"last_name": "Ёлкина", "first_name": "Алёна", "phone": "+375291112233", "education": "- высшее"},
    {"last_name": "Елкина", "first_name": "Алена", "birth_date": date(1990, 1, 1), "phone": "+79120003344"},
    {"last_name": "Тёзкина", "first_name": "Анна", "birth_date": date(1980, 1, 1)},
    {"last_name": "Тёзкина", "first_name": "Анна", "birth_date": date(1985, 1, 1)},
    {"last_name": "Туманова", "experience_note": "большой", "position": "учитель, методист"},
    {"last_name": "Молодая", "working_since": date(2026, 9, 1), "working_since_precision": "month"},
    {"last_name": "Стажева", "working_since": date(2014, 9, 1), "experience_note": "12 лет"},
    {"last_name": "Годова", "working_since": date(2010, 9, 1), "experience_note": "с 2010 года"},
    {"last_name": "Телефонова", "phone_note": "3-12-34", "qualification": Qualification.NONE},
    {"last_name": "Методистова", "qualification": Qualification.METHODIST, "email": "m@zarechny.example"},
    {"last_name": "Высшая", "qualification": Qualification.HIGHEST, "subject": "ИЗО; МХК"},
    {"last_name": "Соответствова", "qualification": Qualification.FITNESS, "birth_date": None},
]  # fmt: skip


@pytest.mark.parametrize("code", FORMATS)
def test_exported_mentors_come_back_without_a_change(code, district, as_role):
    for person in AWKWARD:
        MentorFactory(person=PersonFactory(organisation=district.school, **person), note="+ по субботам\nи вечерам")
    MentorFactory(
        person=PersonFactory(organisation=district.other_school, last_name="Ким", first_name="Ян", middle_name="")
    )
    admin = member(Role.ADMIN, municipality=district.municipality)
    batch = brought_back(signed_in(admin), "/mentors/", code, ImportKind.MENTORS, district, admin)
    assert nothing_to_write(batch)
    assert batch.rows.count() == len(AWKWARD) + 1


@pytest.mark.parametrize("code", FORMATS)
def test_exported_mentees_come_back_without_a_change(code, district):
    for person in AWKWARD:
        MenteeFactory(person=PersonFactory(organisation=district.school, **person), request="=разобраться\nс журналом")
    pupils = [
        {"grade": 7, "grade_letter": "Б"},
        {"grade": 11, "grade_letter": ""},
        {"grade": 5, "grade_letter": "А", "representative_relation": "тётя", "representative_phone": "+79120005566"},
        {"grade": 5, "representative_relation": "по доверенности", "representative_name": "Иванова А. А."},
        {"grade": 9, "representative_name": "", "representative_relation": "", "representative_phone": "3-12-34"},
    ]
    for pupil in pupils:
        mentee = MenteeFactory(
            person=PupilFactory(organisation=district.school, **pupil), participant=Participant.PUPIL
        )
        mentee.categories.set(Category.objects.filter(participant=Participant.PUPIL))
    teacher = MenteeFactory(person=PersonFactory(organisation=district.school))
    teacher.categories.set(Category.objects.filter(participant=Participant.TEACHER))
    admin = member(Role.ADMIN, municipality=district.municipality)
    batch = brought_back(signed_in(admin), "/mentees/", code, ImportKind.MENTEES, district, admin)
    assert nothing_to_write(batch)
    assert batch.rows.count() == len(AWKWARD) + len(pupils) + 1


@pytest.mark.parametrize("code", FORMATS)
def test_exported_organisations_come_back_without_a_change(code, district):
    place = {"municipality": district.municipality}
    OrganisationFactory(**place, kind=OrganisationKind.ENTREPRENEUR, short_name="ИП Лагунов", inn="0299001015")
    OrganisationFactory(
        **place, kind=OrganisationKind.OTHER, short_name="Клуб «Искра»", full_name="Клуб «Искра»", head_position="",
        head_name="", phone="8 (34158) 3-12-34", address="п. Заречный, д. 1",
    )  # fmt: skip
    OrganisationFactory(**place, kind=OrganisationKind.PRESCHOOL, phone="+79120001122", email="ds@zarechny.example")
    admin = member(Role.ADMIN, municipality=district.municipality)
    batch = brought_back(signed_in(admin), "/organisations/", code, ImportKind.ORGANISATIONS, district, admin)
    assert nothing_to_write(batch)
    assert batch.rows.count() == Organisation.objects.filter(municipality=district.municipality).count()


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize(
    ("url", "make", "kind"), [("/mentors/", MentorFactory, "mentors"), ("/mentees/", MenteeFactory, "mentees")]
)
def test_those_who_left_the_bank_are_not_brought_back(code, url, make, kind, district):
    admin = member(Role.ADMIN, municipality=district.municipality)
    left = make(organisation=district.school)
    exclude_from_bank(entry=left, on=date(2026, 9, 1), reason="переезд", by=admin)
    archived = make(organisation=district.school)
    archived.person.archived_on = date(2026, 9, 1)
    archived.person.save()
    present = make(organisation=district.school)
    batch = brought_back(signed_in(admin), f"{url}?archive=all", code, kind, district, admin)
    statuses = {row.cells["Фамилия"]: row.status for row in batch.rows.all()}
    assert statuses[present.person.last_name] == ImportRowStatus.UNCHANGED
    assert statuses[left.person.last_name] == statuses[archived.person.last_name] == ImportRowStatus.OFF
