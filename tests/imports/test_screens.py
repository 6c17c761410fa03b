"""The import in the browser: upload, review, decisions, writing, the file of errors, and who may."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.enums import ImportStatus
from imports.models import ImportBatch
from registry import clock
from registry.enums import Role
from registry.models import Mentor, Municipality, Organisation, Person
from tests.factories import MentorFactory, OrganisationFactory, PersonFactory, UserFactory, member
from tests.imports.import_files import BANK, csv_file, expected, rows_in_tables, sample, workbook
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


def upload(client, data, name="bank.csv", **fields):
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, data), "kind": "auto"} | fields)


def bring(client, data, name="bank.csv", **fields):
    """The batch made of the file."""
    response = upload(client, data, name, **fields)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.get(pk=int(response.url.rstrip("/").rpartition("/")[2]))


def page_of(client, batch, **query):
    response = client.get(f"/imports/{batch.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def answer(client, batch, row, **fields):
    return client.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision} | fields)


@pytest.mark.parametrize(
    ("name", "ready", "review", "errors", "unchanged"),
    [("c1-bank-title-rows.xlsx", 118, 1, 0, 1), ("c3-cp1251.csv", 40, 1, 3, 1)],
)
def test_a_district_s_bank_is_brought_in_as_expected(district, coordinator, name, ready, review, errors, unchanged):
    Organisation.objects.filter(municipality=district.municipality).delete()
    bring_organisations(coordinator)
    batch = bring(coordinator, sample(name), name)
    page = page_of(coordinator, batch)
    for chip in (f"Готово {ready}", f"Сомнения {review}", f"Ошибки {errors}", f"Без изменений {unchanged}"):
        assert chip in page
    expectation = expected(name)
    told = [(row.row, f.column, f.code) for row in batch.rows.all() for f in (*row.warnings, *row.errors)]
    told += [(note.row, note.column, note.code) for note in batch.warnings]
    assert sorted(told) == sorted(
        (f["row"], f["column"], f["code"]) for f in (*expectation["warnings"], *expectation["errors"])
    )
    assert Person.objects.count() == 0
    response = coordinator.post(f"/imports/{batch.pk}/commit/", follow=True)
    assert f"Внесено: новых — {ready}, изменённых — 0." in response.content.decode()
    assert Mentor.objects.count() == ready
    first = batch.rows.filter(status="new").first()
    assert f'href="/people/{first.target_id}/"' in page_of(coordinator, batch)
    version = Person.objects.get(pk=first.target_id).history.get()
    assert version.history_user.memberships.get().role == Role.COORDINATOR


def bring_organisations(client):
    batch = bring(client, sample("organisations.csv"), "organisations.csv")
    assert batch.kind == "organisations"
    client.post(f"/imports/{batch.pk}/commit/")
    assert Organisation.objects.filter(municipality=batch.municipality).count() == 12


def test_reviewing_writes_nothing_into_the_register(district, coordinator):
    before = rows_in_tables()
    batch = bring(coordinator, csv_file((district.school.short_name, "Ольхова Мария Сергеевна")))
    for group in ("ready", "review", "errors", "unchanged", "off", "nonsense"):
        page_of(coordinator, batch, show=group)
    after = rows_in_tables()
    assert {table for table in after if after[table] != before[table]} == {
        "imports.ImportBatch", "imports.ImportRow", "sessions.Session",
    } - ({"sessions.Session"} if after["sessions.Session"] == before["sessions.Session"] else set())  # fmt: skip
    with batch.file.open("rb") as file:
        assert file.read().startswith("Наименование ОО".encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Файл пустой"),
        (b"%PDF-1.7 text", "Это документ PDF"),
        (b"\x89PNG\r\n\x1a\n....", "Это картинка"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "овре"),
        ("Просто текст\nбез столбцов\n".encode(), "Не найдена строка заголовков"),
    ],
)
def test_a_wrong_file_is_told_beside_the_field_and_not_kept(coordinator, data, message):
    response = upload(coordinator, data)
    assert response.status_code == 200
    assert message in str(response.context["form"].errors["file"])
    assert ImportBatch.objects.count() == 0


def test_initials_are_resolved_by_choosing_a_candidate(district, coordinator):
    person = MentorFactory(person=PersonFactory(organisation=district.school, last_name="Сидорова")).person
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова М.С.", "учитель химии")))
    row = batch.rows.get()
    page = page_of(coordinator, batch)
    assert "Вместо имени инициалы: Сидорова М.С." in page
    assert f'value="person:{person.pk}"' in page
    assert answer(coordinator, batch, row, choice=f"person:{person.pk}").status_code == 302
    page = page_of(coordinator, batch)
    assert '<span class="was">учитель математики</span> → <b>учитель химии</b>' in page
    assert "Внести 1" in page
    coordinator.post(f"/imports/{batch.pk}/commit/")
    person.refresh_from_db()
    assert person.position == "учитель химии"


@pytest.mark.parametrize(
    ("field", "text", "named"),
    [
        ("first_name", "Пётр7", "цифра 7"),
        ("first_name", "<b>Пётр</b>", "знак «&lt;»"),
        ("middle_name", "Ильич\u200b", "U+200B"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_does_not_enter_a_decision(district, coordinator, field, text, named):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова М.С.")))
    row = batch.rows.get()
    refused = answer(coordinator, batch, row, choice="new", **{"first_name": "Майя", field: text})
    assert refused.status_code == 200
    assert f"Здесь лишнее: {named}" in refused.content.decode().replace("невидимый знак ", "")
    row = batch.rows.get()
    assert row.decision.names in (None, {})


def test_an_unfinished_answer_stands_beside_its_row_and_keeps_what_was_typed(district, coordinator):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова М.С.")))
    row = batch.rows.get()
    assert "Выберите один из ответов." in answer(coordinator, batch, row).content.decode()
    page = answer(coordinator, batch, row, choice="new", middle_name="Саввична").content.decode()
    assert "Впишите имя." in page
    assert 'value="Саввична"' in page
    assert answer(coordinator, batch, row, choice="new", first_name="Майя", middle_name="Саввична").status_code == 302
    coordinator.post(f"/imports/{batch.pk}/commit/")
    assert Person.objects.get().full_name == "Сидорова Майя Саввична"


def test_an_organisation_is_chosen_once_for_all_rows_that_spell_it_so(district, coordinator):
    rows = [("Школа Героя", "Сидорова Мария Сергеевна"), ("Школа Героя", "Ольхова Анна Львовна")]
    batch = bring(coordinator, csv_file(*rows))
    page = page_of(coordinator, batch)
    assert "Организации нет в реестре: Школа Героя" in page
    assert "Сохранить для всех (2)" in page
    assert district.foreign_school.short_name not in page.replace(district.school.short_name, "")
    answer(coordinator, batch, batch.rows.first(), organisation=district.school.pk, remember="on", alike="yes")
    assert batch.rows.filter(status="new").count() == 2
    assert bring(coordinator, csv_file(*rows)).rows.filter(status="new").count() == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Школа Героя", "«Школа Героя»"),
        ("МБОУ «Школа Героя»", "МБОУ «Школа Героя»"),
        ("««Школа Героя»»", "«Школа Героя»"),
    ],
)
def test_an_unknown_organisation_stands_in_one_pair_of_quotation_marks(text, shown, district, coordinator):
    batch = bring(coordinator, csv_file((text, "Сидорова Мария Сергеевна")))
    assert f">{shown}: такой организации нет в справочнике" in page_of(coordinator, batch)


def test_what_to_do_stands_on_a_line_of_its_own(district, coordinator):
    row = (district.school.short_name, "Сидорова Мария Сергеевна", "", "", "", "31.02.1985")
    page = page_of(coordinator, bring(coordinator, csv_file(row)))
    assert 'такого дня не бывает<span class="small muted d-block">Исправьте дату' in page


def test_an_answer_on_a_stale_page_is_refused(district, coordinator, as_role):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова М.С.")))
    row = batch.rows.get()
    answer(as_role(Role.ADMIN), batch, row, choice="skip")
    response = coordinator.post(
        f"/imports/{batch.pk}/rows/{row.pk}/",
        {"revision": row.revision, "choice": "new", "first_name": "Анна"},
        follow=True,
    )
    assert "уже разобрал" in response.content.decode()
    assert batch.rows.get().decision.skip is True


def test_a_double_click_writes_once(district, coordinator):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова Мария Сергеевна")))
    coordinator.post(f"/imports/{batch.pk}/commit/")
    response = coordinator.post(f"/imports/{batch.pk}/commit/", follow=True)
    assert "Этот файл уже внесён" in response.content.decode()
    assert Person.history.count() == 1


def test_a_batch_is_discarded_after_a_question(district, coordinator):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова Мария Сергеевна")))
    assert "ничего не будет внесено" in coordinator.get(f"/imports/{batch.pk}/discard/").content.decode()
    assert ImportBatch.objects.get().status == ImportStatus.DRAFT
    coordinator.post(f"/imports/{batch.pk}/discard/")
    assert ImportBatch.objects.get().status == ImportStatus.DISCARDED
    assert "Внести" not in page_of(coordinator, batch)


def test_what_was_left_is_taken_up_again_from_the_kept_file(district, coordinator):
    rows = [(district.school.short_name, name) for name in ("Сидорова М.С.", "Ольхова Анна Львовна")]
    batch = bring(coordinator, csv_file(*rows))
    coordinator.post(f"/imports/{batch.pk}/commit/")
    assert "Разобрать оставшиеся" in page_of(coordinator, batch)
    again = coordinator.post(f"/imports/{batch.pk}/again/", follow=True).context["batch"]
    assert again.pk != batch.pk
    assert sorted(again.rows.values_list("status", flat=True)) == ["review", "unchanged"]


def test_the_file_of_errors_has_the_school_s_own_rows_and_no_formulas(district, coordinator):
    rows = [
        (district.school.short_name, "Сидорова М.С.", "=HYPERLINK(1)"),
        ("Нет такой", "Ольхова Анна Львовна", "учитель", "12", "", "31.02.1979"),
        (district.school.short_name, "Вязникова Инна Петровна"),
    ]
    batch = bring(coordinator, csv_file(*rows, headings=(*BANK, "=1+1")))
    response = coordinator.get(f"/imports/{batch.pk}/errors/")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    table = list(sheet.values)
    assert table[0][:3] == ("Строка", "Наименование ОО", "ФИО наставника")
    assert table[0][-2:] == ("Ошибка", "Что сделать")
    assert [row[0] for row in table[1:]] == [2, 3]
    assert "инициалы" in table[1][-2]
    assert "Впишите имя и отчество полностью." in table[1][-1]
    assert "такого дня не бывает" in table[2][-2]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_original_file_comes_back_byte_for_byte(district, coordinator):
    data = workbook((district.school.short_name, "Сидорова Мария Сергеевна"))
    batch = bring(coordinator, data, "Реестр.xlsx")
    response = coordinator.get(f"/imports/{batch.pk}/file/")
    assert b"".join(response.streaming_content) == data


def test_a_closed_batch_takes_no_answers(district, coordinator):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова М.С.")))
    coordinator.post(f"/imports/{batch.pk}/commit/")
    response = coordinator.post(
        f"/imports/{batch.pk}/rows/{batch.rows.get().pk}/", {"revision": 0, "choice": "skip"}, follow=True
    )
    assert "Этот файл уже внесён" in response.content.decode()


def queries(client, batch, group):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/imports/{batch.pk}/", {"show": group}).status_code == 200
    return len(captured)


@pytest.mark.parametrize("group", ["review", "ready", "errors"])
def test_the_review_page_takes_as_many_queries_for_sixty_rows_as_for_one(district, coordinator, group):
    school = district.school.short_name
    letters = "абвгдежзиклмнопрстуф"
    for letter in letters:
        MentorFactory(person=PersonFactory(organisation=district.school, last_name=f"Ольх{letter}{letter}рт"))
    names = {"review": "Ольх{0}{0}рт М.С.", "ready": "Бер{0}{0}т Анна Львовна", "errors": "Кал{0}{0}т"}
    few, many = (
        bring(coordinator, csv_file(*((school, names[group].format(letter)) for letter in some)))
        for some in ("а", letters)
    )
    queries(coordinator, few, group)
    assert queries(coordinator, few, group) == queries(coordinator, many, group)


def test_the_list_takes_as_many_queries_for_three_files_as_for_one(district, coordinator):
    data = csv_file((district.school.short_name, "Сидорова М.С."))
    counts = []
    for _ in range(3):
        bring(coordinator, data)
        with CaptureQueriesContext(connection) as captured:
            assert coordinator.get("/imports/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[2]


PAGES = ("", "discard/", "errors/", "file/")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR])
def test_the_municipality_sees_the_batches_of_all_its_schools(district, as_role, role):
    batch = bring(as_role(Role.CURATOR), csv_file((district.school.short_name, "Сидорова Мария Сергеевна")))
    for page in PAGES:
        response = as_role(role).get(f"/imports/{batch.pk}/{page}")
        assert response.status_code == 200
        assert not response.streaming or b"".join(response.streaming_content)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.COUNCIL, Role.REGIONAL])
def test_who_has_no_right_to_import_is_shut_out(district, as_role, coordinator, role):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова Мария Сергеевна")))
    browser = as_role(role)
    for page in ("/imports/", "/imports/new/", *(f"/imports/{batch.pk}/{page}" for page in PAGES)):
        assert browser.get(page).status_code == 403
    for action in ("commit", "discard", "again", f"rows/{batch.rows.get().pk}"):
        assert browser.post(f"/imports/{batch.pk}/{action}/").status_code == 403
    assert signed_in(UserFactory()).get("/imports/").status_code == 403


def test_a_batch_of_the_municipality_or_of_another_school_does_not_exist_for_a_curator(
    district, coordinator, neighbour, stranger, as_role
):
    whole = bring(coordinator, csv_file((district.school.short_name, "Сидорова Мария Сергеевна")))
    own = bring(as_role(Role.CURATOR), csv_file((district.school.short_name, "Ольхова Анна Львовна")))
    for browser, batch in ((as_role(Role.CURATOR), whole), (neighbour, own), (stranger, own), (stranger, whole)):
        assert batch.file_name not in browser.get("/imports/").content.decode() or browser is not stranger
        for page in PAGES:
            assert browser.get(f"/imports/{batch.pk}/{page}").status_code == 404
        for action in ("commit", "discard", "again", f"rows/{batch.rows.get().pk}"):
            assert browser.post(f"/imports/{batch.pk}/{action}/").status_code == 404
    assert Person.objects.count() == 0


@pytest.mark.requirement("H-6.6-1")
def test_a_curator_brings_in_the_own_school_alone(district, as_role):
    curator = as_role(Role.CURATOR)
    rows = [
        (place.short_name, f"{last} Мария Сергеевна")
        for place, last in ((district.school, "Ольхова"), (district.other_school, "Сапегина"))
    ]
    batch = bring(curator, csv_file(*rows))
    assert batch.organisation == district.school
    assert [row.status for row in batch.rows.order_by("position")] == ["new", "error"]
    curator.post(f"/imports/{batch.pk}/commit/")
    assert [person.organisation for person in Person.objects.all()] == [district.school]


def test_a_curator_cannot_choose_another_school_by_hand(district, as_role):
    curator = as_role(Role.CURATOR)
    data = csv_file((district.school.short_name, "Сидорова М.С."), ("Школа Героя", "Ольхова Анна Львовна"))
    batch = bring(curator, data, organisation=district.other_school.pk, municipality=district.municipality.pk)
    assert batch.organisation == district.school
    unknown = batch.rows.get(position=1)
    page = answer(curator, batch, unknown, organisation=district.other_school.pk).content.decode()
    assert "Выберите организацию из списка." in page
    foreign = MentorFactory(person=PersonFactory(organisation=district.other_school)).person
    page = answer(curator, batch, batch.rows.get(position=0), choice=f"person:{foreign.pk}").content.decode()
    assert "Выберите человека из списка." in page


def test_a_curator_of_two_schools_says_which(district):
    user = member(Role.CURATOR, organisation=district.school)
    user.memberships.create(
        role=Role.CURATOR,
        organisation=district.other_school,
        municipality=district.municipality,
        since=date(2020, 1, 1),
    )
    browser = signed_in(user)
    data = csv_file((district.other_school.short_name, "Сидорова Мария Сергеевна"))
    assert "organisation" in upload(browser, data).context["form"].errors
    assert bring(browser, data, organisation=district.other_school.pk).rows.get().status == "new"
    response = upload(browser, data, organisation=OrganisationFactory().pk)
    assert "organisation" in response.context["form"].errors


def test_a_superuser_chooses_the_municipality(district):
    user = UserFactory(is_superuser=True, is_staff=True)
    data = csv_file((district.school.short_name, "Сидорова Мария Сергеевна"))
    assert Municipality.objects.count() == 2
    assert "municipality" in upload(signed_in(user), data).context["form"].errors
    assert bring(signed_in(user), data, municipality=district.municipality.pk).rows.get().status == "new"


def test_a_get_writes_nothing(district, coordinator):
    batch = bring(coordinator, csv_file((district.school.short_name, "Сидорова Мария Сергеевна")))
    for action in ("commit", "again", f"rows/{batch.rows.get().pk}"):
        assert coordinator.get(f"/imports/{batch.pk}/{action}/").url == f"/imports/{batch.pk}/"
    batch.refresh_from_db()
    assert batch.committed_at is None
