"""A person says what the columns of a table hold; the portal reads it so and remembers."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.actions import stage_import, upload
from imports.enums import ImportKind, ImportStatus
from imports.matching.learned_columns import OFFERED
from imports.models import ColumnMapping, HeadingSynonym, ImportBatch
from imports.queries.columns import columns_not_read
from imports.row_data import Decision
from registry import clock
from registry.enums import Role
from tests.factories import MunicipalityFactory
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db
UNKNOWN = ("Ответственный", "Где трудится", "Кем", "Любимый цвет")
NAME = "Сидорова Мария Сергеевна"


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


def unknown_file(district, *more) -> bytes:
    return csv_file((NAME, district.school.short_name, "учитель химии", "синий"), *more, headings=UNKNOWN)


def bring(client, data, name="bank.csv", **fields) -> ImportBatch:
    response = client.post("/imports/new/", {"file": SimpleUploadedFile(name, data), "kind": "auto"} | fields)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.get(pk=int(response.url.rstrip("/").rpartition("/")[2]))


def say(client, batch, *fields, **more):
    columns = {f"column-{number}": field for number, field in enumerate(fields)}
    return client.post(f"/imports/{batch.pk}/columns/", {"kind": "auto"} | columns | more)


def fields_of(batch) -> dict[str, str | None]:
    batch.refresh_from_db()
    return {column.heading: column.field for column in batch.layout.columns}


def errors_of(response) -> list[str]:
    assert response.status_code == 200
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_a_table_without_a_known_heading_waits_for_a_person(district, coordinator):
    batch = bring(coordinator, unknown_file(district))
    assert batch.status == ImportStatus.MAPPING
    assert coordinator.get(f"/imports/{batch.pk}/").url == f"/imports/{batch.pk}/columns/"
    page = coordinator.get(f"/imports/{batch.pk}/columns/").content.decode()
    for text in (*UNKNOWN, NAME, "синий"):
        assert text in page


def test_the_answer_makes_it_a_draft(district, coordinator):
    batch = bring(coordinator, unknown_file(district))
    assert say(coordinator, batch, "full_name", "organisation", "position", "").status_code == 302
    assert fields_of(batch) == dict(zip(UNKNOWN, ("full_name", "organisation", "position", None), strict=True))
    row = batch.rows.get()
    assert (batch.status, row.status) == (ImportStatus.DRAFT, "new")
    assert row.record.values["position"] == "учитель химии"
    assert row.record.organisation == district.school.pk


def test_a_name_and_nothing_else_is_enough_of_an_answer(district, coordinator):
    batch = bring(coordinator, unknown_file(district))
    unanswered = say(coordinator, batch, "full_name", "", "", "")
    assert "Выберите, что в файле" in unanswered.content.decode()
    assert say(coordinator, batch, "full_name", "", "", "", kind="mentors").status_code == 302
    assert batch.rows.get().record.values["last_name"] == "Сидорова"


def test_another_row_may_be_the_heading(district, coordinator):
    rows = [("Отчёт за год", "по школам", "по форме", "лист 1"), UNKNOWN, (NAME, district.school.short_name, "учитель")]
    batch = bring(coordinator, csv_file(*rows[1:], headings=rows[0]))
    page = coordinator.get(f"/imports/{batch.pk}/columns/", {"row": 2})
    assert [column.heading for column in page.context["tables"].columns] == list(UNKNOWN)
    assert page.context["tables"].columns[0].samples == (NAME,)
    assert say(coordinator, batch, "full_name", "organisation", "position", "", row=2).status_code == 302
    batch.refresh_from_db()
    assert batch.layout.sheets[0].header_row == 2


def test_one_of_several_sheets_is_chosen(district, coordinator):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name in ("Первый", "Второй"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, [f"{heading} {name}" for heading in UNKNOWN])
        sheet.write_row(1, 0, [NAME, district.school.short_name, "учитель", "синий"])
    book.close()
    batch = bring(coordinator, target.getvalue(), "книга.xlsx")
    page = coordinator.get(f"/imports/{batch.pk}/columns/", {"from": "Второй"})
    assert page.context["tables"].columns[0].heading == "Ответственный Второй"
    more = {"from": "Второй", "row": 1}
    assert say(coordinator, batch, "full_name", "organisation", "position", "", **more).status_code == 302
    batch.refresh_from_db()
    assert [sheet.name for sheet in batch.layout.sheets] == ["Второй"]


def test_all_sheets_with_the_same_headings_are_read(district, coordinator):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, person in (("Первый", NAME), ("Второй", "Ольхова Анна Львовна")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, UNKNOWN)
        sheet.write_row(1, 0, [person, district.school.short_name, "учитель", "синий"])
    book.close()
    batch = bring(coordinator, target.getvalue(), "книга.xlsx")
    say(coordinator, batch, "full_name", "organisation", "position", "", **{"from": "Первый", "row": 1})
    assert list(batch.rows.values_list("sheet", flat=True)) == ["Первый", "Второй"]
    say(coordinator, batch, "full_name", "organisation", "position", "", sheet="Второй")
    assert list(batch.rows.values_list("sheet", flat=True)) == ["Второй"]


def test_the_answer_is_remembered_for_the_same_headings_in_the_municipality(district, coordinator):
    say(coordinator, bring(coordinator, unknown_file(district)), "full_name", "organisation", "position", "")
    other = csv_file(("Ольхова Анна Львовна", district.school.short_name, "врач", "белый"), headings=UNKNOWN)
    again = bring(coordinator, other)
    assert (again.status, again.rows.get().record.values["position"]) == (ImportStatus.DRAFT, "врач")
    assert again.layout.remembered.at == ColumnMapping.objects.get().remembered_at.isoformat()
    reordered = csv_file((district.school.short_name, NAME), headings=(UNKNOWN[1], UNKNOWN[0]))
    assert bring(coordinator, reordered).status == ImportStatus.MAPPING


def test_another_municipality_knows_nothing_of_it(district, coordinator):
    say(coordinator, bring(coordinator, unknown_file(district)), "full_name", "organisation", "position", "")
    ColumnMapping.objects.update(municipality=MunicipalityFactory())
    assert bring(coordinator, unknown_file(district)).status == ImportStatus.MAPPING


def test_a_remembered_answer_overrules_the_dictionary_also_where_headings_are_known(district, coordinator):
    headings = ("ФИО наставника", "Место работы", "Должность")
    row = (NAME, district.school.short_name, "любит химию")
    batch = bring(coordinator, csv_file(row, headings=headings))
    assert batch.rows.get().record.values["position"] == "любит химию"
    say(coordinator, batch, "full_name", "organisation", "note")
    again = bring(coordinator, csv_file(row, headings=headings))
    assert again.rows.get().record.values["note"] == "любит химию"


def test_what_was_remembered_can_be_forgotten(district, coordinator):
    headings = ("ФИО наставника", "Место работы", "Должность")
    batch = bring(coordinator, csv_file((NAME, district.school.short_name, "учитель"), headings=headings))
    say(coordinator, batch, "full_name", "organisation", "note")
    assert coordinator.post(f"/imports/{batch.pk}/columns/forget/").status_code == 302
    assert fields_of(batch)["Должность"] == "position"
    assert (batch.mapping, ColumnMapping.objects.count()) == ({}, 0)


def test_reading_anew_keeps_decisions(district, coordinator):
    headings = ("ФИО наставника", "Место работы", "Прозвище")
    row = ("Сидорова М.С.", district.school.short_name, "учитель")
    batch = bring(coordinator, csv_file(row, headings=headings))
    batch.rows.update(decision={"skip": True}, revision=1)
    say(coordinator, batch, "full_name", "organisation", "position")
    assert (batch.rows.get().decision, batch.rows.get().revision) == (Decision(skip=True), 1)
    assert batch.rows.get().record.values["position"] == "учитель"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("", "organisation", "position", ""), "Укажите, в каком столбце ФИО"),
        (("full_name", "full_name", "", ""), "«ФИО» уже выбрано для столбца «Ответственный»"),
    ],
)
def test_a_wrong_answer_is_told_and_changes_nothing(district, coordinator, fields, message):
    batch = bring(coordinator, unknown_file(district))
    assert message in " ".join(errors_of(say(coordinator, batch, *fields)))
    batch.refresh_from_db()
    assert (batch.status, batch.mapping, ColumnMapping.objects.count()) == (ImportStatus.MAPPING, {}, 0)


def test_pairs_need_two_people(district, coordinator):
    batch = bring(coordinator, unknown_file(district))
    response = say(coordinator, batch, "mentor.full_name", "organisation", "", "", kind="pairs")
    assert "наставника и наставляемого" in " ".join(errors_of(response))


def test_personal_numbers_are_never_offered_nor_shown(district, coordinator):
    headings = ("Ответственный", "СНИЛС", "Кем")
    batch = bring(coordinator, csv_file((NAME, "112-233-445 95", "учитель"), headings=headings))
    page = coordinator.get(f"/imports/{batch.pk}/columns/")
    assert "112-233" not in page.content.decode()
    assert "column-1" not in page.context["form"].fields
    assert not {code.rpartition(".")[2] for code in OFFERED} & {"snils", "passport"}
    say(coordinator, batch, "full_name", "note", "position")
    assert "112-233" not in str(list(batch.rows.values()))


def test_columns_that_nobody_understood_are_told_with_samples(district, coordinator):
    headings = ("ФИО наставника", "Место работы", "Любимый цвет")
    batch = bring(coordinator, csv_file((NAME, district.school.short_name, "синий"), headings=headings))
    page = coordinator.get(f"/imports/{batch.pk}/").content.decode()
    assert "Не все столбцы узнаны" in page
    assert "«Любимый цвет»" in page
    assert "синий" in page
    say(coordinator, batch, "full_name", "organisation", "")
    assert "Не все столбцы узнаны" not in coordinator.get(f"/imports/{batch.pk}/").content.decode()


def test_a_heading_goes_to_the_dictionary_of_the_district(district, coordinator):
    batch = bring(coordinator, unknown_file(district))
    say(coordinator, batch, "full_name", "organisation", "position", "", **{"teach-0": "on", "teach-1": "on"})
    assert dict(HeadingSynonym.objects.values_list("heading", "field")) == {
        "Ответственный": "full_name",
        "Где трудится": "organisation",
    }
    reordered = csv_file((district.school.short_name, NAME), headings=(UNKNOWN[1], UNKNOWN[0]))
    assert bring(coordinator, reordered).status == ImportStatus.DRAFT


def test_who_brings_in_files_of_one_school_teaches_the_district_nothing(district, as_role):
    curator = as_role(Role.CURATOR)
    batch = bring(curator, unknown_file(district))
    say(curator, batch, "full_name", "organisation", "position", "", **{"teach-0": "on"})
    assert HeadingSynonym.objects.count() == 0
    assert curator.get("/settings/headings/").status_code == 403


def test_a_big_file_is_read_outside_the_request(district, coordinator, monkeypatch):
    batch = bring(coordinator, unknown_file(district))
    monkeypatch.setattr(upload, "READ_AT_ONCE", 10)
    assert say(coordinator, batch, "full_name", "organisation", "position", "").status_code == 302
    assert fields_of(batch)["Кем"] == "position"
    assert batch.status == ImportStatus.DRAFT


def test_a_batch_of_others_has_no_columns(district, stranger, neighbour, coordinator, as_role):
    batch = bring(coordinator, unknown_file(district))
    for browser in (stranger, neighbour):
        assert browser.get(f"/imports/{batch.pk}/columns/").status_code == 404
        assert say(browser, batch, "full_name").status_code == 404
    assert as_role(Role.OPERATOR).get(f"/imports/{batch.pk}/columns/").status_code == 403


def test_a_written_batch_is_not_read_again(district, coordinator):
    data = csv_file((district.school.short_name, NAME))
    batch = stage_import(data=data, filename="b.csv", kind="auto", municipality=district.municipality, by=None)
    ImportBatch.objects.update(status=ImportStatus.COMMITTED, committed_at="2026-11-20T10:00Z")
    response = say(coordinator, batch, "full_name", "organisation")
    assert response.status_code == 200
    assert ColumnMapping.objects.count() == 0


def test_the_dictionary_is_kept_in_the_settings(district, coordinator, stranger):
    added = {"heading": "Ответственный", "field": "full_name"}
    assert coordinator.post("/settings/headings/", added).status_code == 302
    assert "Ответственный" in coordinator.get("/settings/headings/").content.decode()
    assert "Ответственный" not in stranger.get("/settings/headings/").content.decode()
    twice = coordinator.post("/settings/headings/", added | {"heading": "ответственный:"})
    assert errors_of(twice) == ["Такой заголовок уже есть в словаре."]
    personal = coordinator.post("/settings/headings/", added | {"heading": "СНИЛС педагога"})
    assert errors_of(personal) == ["СНИЛС и паспортные данные не загружаются."]
    synonym = HeadingSynonym.objects.get()
    assert stranger.post(f"/settings/headings/{synonym.pk}/delete/").status_code == 404
    assert coordinator.post(f"/settings/headings/{synonym.pk}/delete/").status_code == 302
    assert HeadingSynonym.objects.count() == 0


def test_a_file_that_is_said_to_be_of_organisations_needs_their_names(district, coordinator):
    batch = bring(coordinator, unknown_file(district))
    response = say(coordinator, batch, "", "", "position", "", kind=ImportKind.ORGANISATIONS)
    assert errors_of(response) == ["Укажите столбец с названием организации."]


def test_what_an_unknown_column_looks_like_is_chosen_and_told(district, coordinator):
    headings = ("Кто учит", "Куда ходит", "Что ведёт", "Сколько лет трудится", "Мобилка", "Код", "Любимый цвет")
    row = (NAME, district.school.short_name, "химия", "12", "8 912 345-67-89", "112-233-445 95", "синий")
    batch = bring(coordinator, csv_file(row, headings=headings))
    page = coordinator.get(f"/imports/{batch.pk}/columns/")
    told = {column.heading: (field.value(), field.help_text) for column, field, _ in page.context["form"].lines()}
    assert told == {
        "Кто учит": ("full_name", "похоже на: ФИО"),
        "Куда ходит": ("organisation", "похоже на: Образовательная организация"),
        "Что ведёт": ("subject", "похоже на: Предмет"),
        "Сколько лет трудится": ("experience", "похоже на: Стаж"),
        "Мобилка": ("phone", "похоже на: Телефон"),
        "Код": ("", ""),
        "Любимый цвет": ("", ""),
    }
    assert "похоже на: ФИО" in page.content.decode()
    assert "112-233" not in page.content.decode()


def test_a_suggestion_is_no_answer(district, coordinator):
    headings = ("ФИО наставника", "Место работы", "Мобилка", "Должность")
    row = (NAME, district.school.short_name, "8 912 345-67-89", "любит химию")
    batch = bring(coordinator, csv_file(row, headings=headings))
    assert fields_of(batch)["Мобилка"] is None
    path = f"/imports/{batch.pk}/columns/"
    fields = {line[0].heading: line[1] for line in coordinator.get(path).context["form"].lines()}
    assert (fields["Мобилка"].value(), fields["Мобилка"].help_text) == ("phone", "похоже на: Телефон")
    assert (fields["Должность"].value(), fields["Должность"].help_text) == ("position", "")
    say(coordinator, batch, "full_name", "organisation", "", "position")
    assert fields_of(batch)["Мобилка"] is None
    again = {line[0].heading: line[1] for line in coordinator.get(path).context["form"].lines()}
    assert (again["Мобилка"].value(), again["Мобилка"].help_text) == ("", "")


def test_numbers_of_organisations_are_not_taken_for_passports(district, coordinator):
    numbers = ("0299002107", "0299002114", "0299002121")
    rows = [(f"Школа {place}", number, "4509 12345" + str(place)) for place, number in enumerate(numbers)]
    batch = bring(coordinator, csv_file(*rows, headings=("Кто такие", "Номер налогоплательщика", "Код")))
    lines = coordinator.get(f"/imports/{batch.pk}/columns/").context["form"].lines()
    assert [(column.samples, field.value()) for column, field, _ in lines[1:]] == [(numbers, "inn"), ((), "")]


def test_where_both_of_a_pair_belong_is_no_unknown_column(district, coordinator):
    school, place = district.school.short_name, "Место работы или учёбы наставника"
    headings = ("Организация", "ФИО наставника", "ФИО наставляемого", place)
    row = (school, "Ольхова Мария Сергеевна", "Липина Яна Юрьевна", school)
    batch = bring(coordinator, csv_file(row, headings=headings), kind="pairs")
    assert place not in [column.heading for column in columns_not_read(batch)]
    assert "mentor.organisation" in OFFERED


def test_a_detail_beside_two_people_is_asked_of_whom_it_is(district, coordinator):
    headings = ("ФИО наставника", "ФИО наставляемого", "Должность", "ОО")
    row = (NAME, "Орлов Пётр Ильич", "учитель химии", district.school.short_name)
    batch = bring(coordinator, csv_file(row, headings=headings))
    assert batch.status == ImportStatus.MAPPING
    page = coordinator.get(f"/imports/{batch.pk}/columns/").content.decode()
    assert "«Должность» стоит после двух человек" in page
    names = ("mentor.full_name", "mentee.full_name")
    assert errors_of(say(coordinator, batch, *names, "position", "organisation")) == [
        "Укажите, о ком это: о наставнике или о наставляемом."
    ]
    assert say(coordinator, batch, *names, "mentor.position", "organisation").status_code == 302
    assert fields_of(batch)["Должность"] == "mentor.position"


def test_a_detail_that_stands_behind_each_of_two_people_is_read_by_its_place(district, coordinator):
    headings = ("Кто ведёт", "Должность", "Кого ведёт", "Должность", "ОО")
    row = (NAME, "учитель химии", "Орлов Пётр Ильич", "логопед", district.school.short_name)
    batch = bring(coordinator, csv_file(row, headings=headings))
    sent = ("mentor.full_name", "position", "mentee.full_name", "organisation")
    assert say(coordinator, batch, *sent, kind=ImportKind.PAIRS, row=1).status_code == 302
    batch.refresh_from_db()
    read = [column.field for column in batch.layout.columns]
    assert read == ["mentor.full_name", "mentor.position", "mentee.full_name", "mentee.position", "organisation"]
