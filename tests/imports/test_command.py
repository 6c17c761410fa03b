"""`import_bank`: what it prints, what it writes, when it fails."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from imports.importers import IMPORTERS
from imports.importers.mentors import MentorImportResource
from imports.models import ImportBatch
from registry import clock
from registry.models import Mentee, Mentor, Organisation, OrganisationAlias, Person
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory
from tests.imports.import_files import SAMPLES, csv_file, expected, rows_in_tables

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def municipality():
    return MunicipalityFactory(slug="zarechny")


@pytest.fixture
def organisations(municipality):
    """The register holds the reference list and nothing else."""
    assert bring_in("organisations.csv", kind="organisations", commit=True)["new"] == 12


def bring_in(name, **options):
    """The command's JSON; its exit status is in `status`."""
    out, status = StringIO(), 0
    path = name if "/" in str(name) else SAMPLES / name
    try:
        call_command(
            "import_bank", str(path), **({"municipality": "zarechny", "as_json": True, "stdout": out} | options)
        )
    except SystemExit as error:
        status = error.code
    return json.loads(out.getvalue()) | {"status": status}


def keys(findings):
    return sorted((f.get("row") or 0, f["column"] or "", f["code"]) for f in findings)


def test_a_list_of_organisations_is_taken_over_whole(organisations):
    school = Organisation.objects.get(inn="0299001022")
    assert (school.short_name, school.kind, school.head_position, school.head_name) == (
        "МБОУ «Заречная СОШ № 2»", "school", "директор", "Стародубцев Глеб Родионович",
    )  # fmt: skip
    assert Organisation.objects.filter(kind="other").count() == 0
    again = bring_in("organisations.csv", commit=True)
    assert (again["new"], again["changed"], again["unchanged"], again["status"]) == (0, 0, 12, 0)


@pytest.mark.parametrize(
    ("name", "counts", "status"),
    [
        ("c1-bank-title-rows.xlsx", {"rows": 120, "new": 118, "changed": 0, "unchanged": 1, "review": 1}, 0),
        ("c3-cp1251.csv", {"rows": 45, "new": 40, "changed": 0, "unchanged": 1, "review": 1}, 1),
        ("c8-latin-duplicates.xlsx", {"rows": 22, "new": 15, "changed": 0, "unchanged": 5, "review": 2}, 0),
    ],
)
def test_a_bank_gives_the_rows_warnings_and_errors_that_are_expected_of_it(organisations, name, counts, status):
    outcome = bring_in(name, kind="mentors")
    assert {key: outcome[key] for key in counts} == counts
    expectation = expected(name)
    assert keys(outcome["warnings"]) == keys(expectation["warnings"])
    assert keys(outcome["errors"]) == keys(expectation["errors"])
    assert outcome["status"] == status
    counted = {"rows", "new", "changed", "unchanged", "review", "errors", "warnings", "status"}
    assert set(outcome) == counted | {"kind", "kind_from", "unread_columns"}
    assert (outcome["kind"], outcome["kind_from"]) == ("mentors", "stated")
    assert set(outcome["warnings"][0]) == {"sheet", "row", "column", "code", "message"}


def test_without_commit_nothing_at_all_is_written(organisations):
    before = rows_in_tables()
    for name in ("c1-bank-title-rows.xlsx", "c3-cp1251.csv", "organisations.csv"):
        bring_in(name, kind="auto")
    assert rows_in_tables() == before


@pytest.mark.parametrize("name", ["c1-bank-title-rows.xlsx", "c3-cp1251.csv", "c8-latin-duplicates.xlsx"])
@pytest.mark.parametrize("days", [0, 60, 300])
def test_the_same_file_changes_nothing_the_second_time_also_later(organisations, name, days):
    first = bring_in(name, commit=True)
    versions = Person.history.count(), Mentor.history.count()
    with clock.as_at(TODAY + timedelta(days=days)):
        second = bring_in(name, commit=True)
    assert (second["new"], second["changed"]) == (0, 0)
    assert second["unchanged"] == first["new"] + first["unchanged"]
    assert second["review"] == first["review"]
    assert (Person.history.count(), Mentor.history.count()) == versions


def test_what_was_read_stands_in_the_register(organisations):
    bring_in("c3-cp1251.csv", commit=True)
    person = Person.objects.get(last_name="Ёлкина")
    assert (person.first_name, person.middle_name) == ("Мария", "Олеговна")
    assert person.organisation.short_name == "МБОУ «Заречная СОШ № 2»"
    assert person.birth_date == date(1981, 7, 5)
    assert person.phone == "+79040001488"
    assert person.experience_months_on(TODAY) == 150
    assert person.experience_note == "12,5"
    assert person.name_key == "елкина мария олеговна"
    assert "елкина" in person.search_key
    assert person.mentor.included_on == TODAY
    assert Mentor.objects.count() == 40


def test_history_names_the_file_and_the_row(organisations):
    bring_in("c1-bank-title-rows.xlsx", commit=True)
    person = Person.objects.get(former_names__last_name="Ненашева")
    for record in (person, person.mentor, person.former_names.get()):
        version = record.history.get()
        assert version.history_type == "+"
        assert version.history_change_reason == "Импорт: «c1-bank-title-rows.xlsx», лист «Лист1», строка 75"
        assert version.history_user is None
    assert Person.history.count() == Person.objects.count() == Mentor.history.count() == 118


def test_a_changed_row_says_what_changes_and_empty_cells_erase_nothing(organisations, tmp_path):
    school = Organisation.objects.get(short_name="МБОУ «Заречная СОШ № 1»")
    person = PersonFactory(
        organisation=school, last_name="Ольхова", position="учитель физики", phone="+79120000001", birth_date=None
    )
    path = tmp_path / "bank.csv"
    path.write_bytes(csv_file(("Заречная СОШ № 1", "Ольхова Мария Сергеевна", "учитель химии", "12 лет")))
    outcome = bring_in(path, commit=True)
    assert (outcome["new"], outcome["changed"]) == (0, 1)
    person.refresh_from_db()
    assert (person.position, person.phone, person.experience_note) == ("учитель химии", "+79120000001", "12 лет")
    assert person.working_since == date(2014, 11, 1)
    assert person.mentor.history.get().history_type == "+"
    assert person.history.first().history_change_reason == "Импорт: «bank.csv», строка 2"
    assert [version.history_type for version in person.history.all()] == ["~", "+"]


def test_a_failing_row_in_the_middle_leaves_nothing(organisations, monkeypatch):
    before = rows_in_tables()
    made = MentorImportResource.made_of
    count = iter(range(1000))

    def failing(self, values):
        if next(count) == 60:
            raise IntegrityError("the sixtieth row")
        return made(self, values)

    monkeypatch.setattr(MentorImportResource, "made_of", failing)
    outcome = bring_in("c1-bank-title-rows.xlsx", commit=True)
    assert ([error["code"] for error in outcome["errors"]], outcome["status"]) == (["not_written"], 1)
    assert rows_in_tables() == before


def test_a_row_that_no_constraint_would_let_in_is_an_error(organisations, tmp_path):
    path = tmp_path / "bank.csv"
    rows = [
        ("Заречная СОШ № 1", "Ольхова Мария Сергеевна", "учитель", "40 лет", "", "05.07.1990"),
        ("Заречная СОШ № 1", "Берестнева Анна Ивановна", "учитель " * 40),
        ("Заречная СОШ № 1", "Вязникова Инна Петровна", "учитель"),
    ]
    path.write_bytes(csv_file(*rows))
    outcome = bring_in(path, commit=True)
    assert [(e["row"], e["code"]) for e in outcome["errors"]] == [(2, "experience_before_birth"), (3, "too_long")]
    assert [person.last_name for person in Person.objects.all()] == ["Вязникова"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7", "pdf_document"),
        (b"PK\x03\x04 broken", "damaged_file"),
        (b"a;b\n1;2\n", "no_header_row"),
    ],
)
def test_an_unreadable_file_is_told_in_one_line(organisations, tmp_path, data, code):
    path = tmp_path / "file.xlsx"
    path.write_bytes(data)
    outcome = bring_in(path, commit=True)
    assert [error["code"] for error in outcome["errors"]] == [code]
    assert outcome["status"] == 1
    with pytest.raises(CommandError) as error:
        call_command("import_bank", str(path), municipality="zarechny")
    assert "\n" not in str(error.value)
    assert ImportBatch.objects.filter(file_name="file.xlsx").count() == 0


def test_an_unknown_municipality_organisation_or_file_is_told(organisations, tmp_path):
    path = SAMPLES / "c3-cp1251.csv"
    assert bring_in(path, municipality="nowhere")["errors"][0]["code"] == "unknown_municipality"
    assert bring_in(path, organisation="Школа")["errors"][0]["code"] == "unknown_organisation"
    assert bring_in(tmp_path / "none.csv")["errors"][0]["code"] == "file_not_found"


def test_what_nobody_can_write_is_refused_with_what_to_do(organisations, monkeypatch):
    monkeypatch.delitem(IMPORTERS, "mentors")
    outcome = bring_in("c3-cp1251.csv")
    assert (outcome["errors"][0]["code"], outcome["status"]) == ("other_kind", 1)


def test_the_file_of_one_organisation_brings_in_nobody_of_others(organisations):
    outcome = bring_in("c3-cp1251.csv", organisation="МБОУ «Заречная СОШ № 2»", commit=True)
    assert {error["code"] for error in outcome["errors"]} >= {"foreign_organisation"}
    places = set(Person.objects.values_list("organisation__short_name", flat=True))
    assert places == {"МБОУ «Заречная СОШ № 2»"}


def test_an_alias_of_another_municipality_means_nothing(organisations, tmp_path):
    elsewhere = OrganisationFactory(short_name="Школа Заозёрья")
    OrganisationAlias.objects.create(organisation=elsewhere, name="МБОУ «Заозёрная СОШ»")
    outcome = bring_in("c3-cp1251.csv")
    assert [e["code"] for e in outcome["errors"] if e["row"] == 38] == ["unknown_organisation"]


def test_the_summary_is_readable(organisations):
    out = StringIO()
    call_command(
        "import_bank", str(SAMPLES / "c1-bank-title-rows.xlsx"), municipality="zarechny", kind="mentors", stdout=out
    )
    assert "новых 118" in out.getvalue()
    assert "Ничего не внесено" in out.getvalue()


def test_a_bank_tells_competencies_and_names_the_columns_that_nobody_understands(organisations, tmp_path):
    file = tmp_path / "банк.csv"
    row = ("МБОУ «Заречная СОШ № 2»", "Ольхова Мария Сергеевна", "классное руководство", "синий")
    file.write_bytes(csv_file(row, headings=("Школа", "ФИО наставника", "Основные компетенции", "Любимый цвет")))
    out = StringIO()
    call_command("import_bank", str(file), municipality="zarechny", commit=True, stdout=out)
    assert "не узнаны и не загружаются: «Любимый цвет»." in out.getvalue()
    assert Mentor.objects.get().competencies == "классное руководство"


def test_a_base_of_mentees_tells_what_they_ask_for(organisations, tmp_path):
    file = tmp_path / "база.csv"
    row = ("МБОУ «Заречная СОШ № 2»", "Ольхова Мария Сергеевна", "дисциплина на уроке")
    file.write_bytes(csv_file(row, headings=("Школа", "ФИО наставляемого", "Основной запрос наставляемого")))
    assert bring_in(str(file), kind="mentees", commit=True)["new"] == 1
    assert Mentee.objects.get().request == "дисциплина на уроке"
    assert bring_in(str(file), kind="mentees", commit=True)["unchanged"] == 1


def test_a_file_of_another_kind_than_was_said_is_named(organisations):
    outcome = bring_in("c1-bank-title-rows.xlsx", kind="pairs")
    (error,) = outcome["errors"]
    assert (error["code"], outcome["status"]) == ("wrong_kind", 1)
    assert "база наставников" in error["message"]


def place(finding):
    return finding.get("sheet"), finding["row"], finding["column"] or "", finding["code"]


def same(record):
    """A record for comparison; the case of a position is nobody's concern."""
    return {
        key: same(value) if isinstance(value, dict) else value.casefold() if key == "position" and value else value
        for key, value in record.items()
    }


@pytest.mark.parametrize("name", sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.json")))
def test_with_records_everything_is_printed_that_is_expected(organisations, name):
    expectation = expected(name)
    if "candidates_from" in expectation:
        bring_in(expectation["candidates_from"], commit=True)
    got = bring_in(name, records=True)
    assert [same(record) for record in got["records"]] == [same(record) for record in expectation["records"]]
    for key in ("kind", "skipped_rows", "duplicates", "header_row", "data_rows", "declared_total"):
        assert got[key] == expectation[key], key
    for severity in ("warnings", "errors"):
        for stated in expectation[severity]:
            found = [finding for finding in got[severity] if place(finding) == place(stated)]
            details = {key: value for key, value in stated.items() if key != "about"}
            assert any(details.items() <= finding.items() for finding in found), (severity, stated, found)
            assert all(finding["about"] for finding in found)
        assert not any({"register", "asks"} & set(finding) for finding in got[severity])


def test_with_records_what_cannot_be_written_is_shown_all_the_same(organisations, monkeypatch):
    monkeypatch.delitem(IMPORTERS, "mentors")
    outcome = bring_in("c8-latin-duplicates.xlsx", records=True)
    assert (outcome["rows"], outcome["new"], outcome["status"]) == (22, 0, 0)
    assert len(outcome["records"]) == 22
    assert bring_in("c8-latin-duplicates.xlsx")["errors"][0]["code"] == "other_kind"
    assert bring_in("c8-latin-duplicates.xlsx", records=True, commit=True)["errors"][0]["code"] == "other_kind"


def test_the_register_s_findings_stand_beside_the_file_s(organisations, tmp_path):
    school = Organisation.objects.get(short_name="МБОУ «Заречная СОШ № 1»")
    PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария", middle_name="Сергеевна")
    path = tmp_path / "bank.csv"
    path.write_bytes(csv_file(("Заречная СОШ № 1", "Ольхова Мария Сергевна", "учитель химии")))
    warning = bring_in(path, records=True)["warnings"][0]
    assert (warning["row"], warning["about"]) == (2, warning["message"])


def test_columns_are_what_the_map_says(organisations, tmp_path):
    path, columns = tmp_path / "bank.csv", tmp_path / "columns.json"
    headings = ("Ответственный", "Где трудится", "Цвет")
    path.write_bytes(csv_file(("Ольхова Мария Сергеевна", "Заречная СОШ № 1", "синий"), headings=headings))
    columns.write_text(json.dumps({"Ответственный": "full_name", "Где трудится": "organisation", "Цвет": None}))
    assert bring_in(path)["errors"][0]["code"] == "no_header_row"
    assert bring_in(path, map_file=str(columns), commit=True)["new"] == 1
    assert ImportBatch.objects.get(file_name="bank.csv").mapping["Цвет"] is None
    assert Person.objects.get().organisation.short_name == "МБОУ «Заречная СОШ № 1»"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "не JSON"),
        ('["full_name"]', "должно быть"),
        ('{"Кем": "profession"}', "profession"),
        ('{"СНИЛС": "note"}', "СНИЛС"),
        ('{"Кем": "snils"}', "snils"),
    ],
)
def test_a_wrong_map_is_told(organisations, tmp_path, text, message):
    columns = tmp_path / "columns.json"
    columns.write_text(text)
    outcome = bring_in("c3-cp1251.csv", map_file=str(columns))
    assert (outcome["errors"][0]["code"], outcome["status"]) == ("bad_map", 1)
    assert message in outcome["errors"][0]["message"]
    assert bring_in("c3-cp1251.csv", map_file=str(tmp_path / "none"))["errors"][0]["code"] == "map_not_found"
