"""The list of organisations against the register."""

import pytest
from django.core.exceptions import ValidationError

from imports.actions import commit_batch, stage_import
from imports.importers.organisations import organisation_kind
from registry.enums import OrganisationKind
from registry.models import Organisation, OrganisationAlias
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db
HEADINGS = ("Полное наименование", "Краткое наименование", "Тип организации", "ИНН", "ФИО руководителя", "Адрес")
FULL = "Муниципальное бюджетное общеобразовательное учреждение «Заречная СОШ № 1»"
SHORT = "МБОУ «Заречная СОШ № 1»"
INN = "0299001015"


@pytest.fixture
def municipality():
    return MunicipalityFactory()


def stage(municipality, *rows, **options):
    return stage_import(
        data=csv_file(*rows, headings=HEADINGS), filename="organisations.csv", kind="auto",
        municipality=municipality, by=UserFactory(), **options,
    )  # fmt: skip


def commit(batch):
    return commit_batch(batch=batch, by=batch.uploaded_by)


def statuses(batch):
    return [row.status for row in batch.rows.order_by("position")]


def test_a_known_organisation_is_changed_where_the_list_says_more(municipality):
    known = OrganisationFactory(
        municipality=municipality, short_name=SHORT, full_name=FULL, kind="other", head_name="Иной И. И."
    )
    batch = stage(municipality, (FULL, 'МБОУ "Заречная СОШ №1"', "школа", INN, "Стародубцев Глеб Родионович"))
    assert batch.rows.get().changes == {
        "inn": ("", INN), "head_name": ("Иной И. И.", "Стародубцев Глеб Родионович"),
    }  # fmt: skip
    commit(batch)
    known.refresh_from_db()
    assert (known.short_name, known.kind, known.inn) == (SHORT, "other", INN)
    assert "стародубцев" in known.search_key
    assert known.history.first().history_change_reason == "Импорт: «organisations.csv», строка 2"


def test_a_renamed_organisation_is_known_by_its_inn(municipality):
    OrganisationFactory(municipality=municipality, short_name="Старое название", inn=INN)
    batch = stage(municipality, (FULL, SHORT, "школа", INN))
    assert batch.rows.get().changes["short_name"] == ("Старое название", SHORT)


def test_an_alias_does_not_rename(municipality):
    known = OrganisationFactory(municipality=municipality, short_name=SHORT, full_name=FULL)
    OrganisationAlias.objects.create(organisation=known, name="Первая школа")
    batch = stage(municipality, ("", "Первая школа", "школа"))
    assert batch.rows.get().target_id == known.pk


def test_the_same_organisation_twice_in_the_list_is_one(municipality):
    commit(stage(municipality, (FULL, SHORT, "школа", INN), (FULL, SHORT, "школа", INN, "Стародубцев Глеб Родионович")))
    assert Organisation.objects.get(municipality=municipality).head_name == "Стародубцев Глеб Родионович"


def test_equal_names_with_different_inn_are_an_error_and_not_a_crash(municipality):
    OrganisationFactory(municipality=municipality, short_name=SHORT, full_name=FULL, inn="0299001022")
    batch = stage(municipality, (FULL, SHORT, "школа", INN))
    assert [error.code for error in batch.rows.get().errors] == ["name_taken"]
    batch = stage(municipality, ("Школа 7", "Школа 7", "школа", INN), ("Школа 7", "Школа 7", "школа", "0299001030"))
    assert statuses(batch) == ["new", "error"]
    commit(batch)


def test_a_wrong_inn_is_told_and_not_written(municipality):
    batch = stage(municipality, (FULL, SHORT, "школа", "0299001016"))
    commit(batch)
    assert [warning.code for warning in batch.rows.get().warnings] == ["inn_bad_checksum"]
    assert Organisation.objects.get(municipality=municipality).inn == ""


def test_the_other_municipality_s_organisations_are_not_touched(municipality):
    elsewhere = OrganisationFactory(short_name=SHORT, full_name=FULL, inn=INN)
    commit(stage(municipality, (FULL, SHORT, "школа", INN, "Стародубцев Глеб Родионович")))
    assert Organisation.objects.filter(short_name=SHORT).count() == 2
    assert elsewhere.history.count() == 1


def test_a_curator_s_list_adds_no_organisations(municipality):
    own = OrganisationFactory(municipality=municipality, short_name=SHORT, full_name=FULL)
    batch = stage(municipality, (FULL, SHORT, "", INN), ("Школа 7", "Школа 7", "школа"), organisation=own)
    assert statuses(batch) == ["changed", "error"]


def test_a_closed_batch_stays_closed(municipality):
    batch = commit(stage(municipality, (FULL, SHORT, "школа", INN)))
    with pytest.raises(ValidationError):
        commit(batch)


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("общеобразовательная организация", "", "school"),
        ("", "МБДОУ «Детский сад № 5 «Ромашка»", "preschool"),
        ("", "МБУ ДО «Заречный ДДТ» Дом детского творчества", "extracurricular"),
        ("больница", "", "health"),
        ("ИП", "ИП Кожемякин А.П.", "entrepreneur"),
        ("", "АО «Заречный молокозавод»", "enterprise"),
        ("", "Ромашка", "other"),
    ],
)
def test_the_kind_is_read_from_the_type_or_the_name(written, name, kind):
    assert organisation_kind(written, name) == OrganisationKind(kind)


@pytest.mark.parametrize(
    ("head", "message"),
    [("Стародубцев Глеб 2", "цифра 2"), ("Стародубцев; Иванов", "знак «;»"), ("<b>Глеб", "знак «<»")],
)
def test_a_head_whom_no_paper_could_name_is_asked_about_and_not_written(municipality, head, message):
    batch = stage(municipality, (FULL, SHORT, "школа", INN, head))
    row = batch.rows.get()
    assert row.status == "review"
    assert any(message in issue.message for issue in row.warnings)
    assert "head_name" not in row.record.values


@pytest.mark.parametrize("written", ["мбоу  заречная сош №1", "МБОУ-«Заречная-СОШ № 1»", "MБОУ «Заречная COШ № 1»"])
def test_a_name_that_looks_alike_means_the_known_organisation(municipality, written):
    known = OrganisationFactory(municipality=municipality, short_name=SHORT, full_name=FULL)
    batch = stage(municipality, (FULL, written, "школа"))
    assert [row.target_id for row in batch.rows.all()] == [known.pk]
    commit(batch)
    assert Organisation.objects.filter(municipality=municipality).get().short_name == SHORT


def test_a_tag_in_a_name_is_an_error_of_its_row(municipality):
    batch = stage(municipality, ("Школа <b>7</b>", "Школа <b>7</b>", "школа"), ("Школа 8", "Школа 8", "школа"))
    assert statuses(batch) == ["error", "new"]
    assert {error.code for error in batch.rows.order_by("position")[0].errors} == {"title_characters"}


def test_signs_that_nobody_sees_are_told_once_for_the_file_and_stop_nothing(municipality):
    headed = ("Школа\u202e у реки", "Школа у реки", "школа"), ("Школа 8", "Шко\u200bла 8", "школа")
    batch = stage(municipality, *headed)
    assert statuses(batch) == ["new", "new"]
    notes = [note.message for note in batch.warnings if note.code == "hidden_signs"]
    assert [note.partition(":")[0] for note in notes] == [
        "в файле 2\u00a0ячейки с невидимыми знаками, которые меняют вид текста"
    ]
    clean = stage(municipality, ("Школа у реки", "Школа у реки", "школа"))
    assert "hidden_signs" not in {note.code for note in clean.warnings}


def test_a_hidden_sign_in_a_heading_is_told_too(municipality):
    data = csv_file((FULL, SHORT, "школа", INN), headings=("Полное\u200b наименование", *HEADINGS[1:4]))
    batch = stage_import(
        data=data, filename="organisations.csv", kind="auto", municipality=municipality, by=UserFactory()
    )
    assert [note.message[:16] for note in batch.warnings if note.code == "hidden_signs"] == ["в файле 1\u00a0ячейка"]
