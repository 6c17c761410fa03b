"""Reviewing a batch: by kind of doubt, with cells put right in place, one answer for many rows, by two at once."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import clock
from registry.actions.imports import commit_batch, stage_import
from registry.enums import Role
from registry.models import ImportBatch, ImportRow, OrganisationAlias, Person
from tests.factories import MentorFactory, OrganisationFactory, PersonFactory
from tests.registry.import_files import BANK, csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def clerk(district):
    return district.member(Role.COORDINATOR)


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


@pytest.fixture
def stage(district, clerk):
    """`stage(*rows)` is a draft of a bank of mentors; a row is (organisation, name, …)."""

    def make(*rows, data=None, filename="bank.csv", **options) -> ImportBatch:
        return stage_import(
            data=data or csv_file(*rows), filename=filename, kind="auto", municipality=district.municipality,
            by=clerk, **options,
        )  # fmt: skip

    return make


def page_of(browser, batch, **query):
    response = browser.get(f"/imports/{batch.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def answer(browser, batch, row, **fields):
    return browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision} | fields)


def cell_of(row):
    return f"/imports/{row.batch_id}/rows/{row.pk}/cell/"


def fix(browser, row, heading, value, **fields):
    place = {"sheet": row.sheet, "row": row.row, "part": row.part}
    seen = {"seen": row.cells.get(heading) or ""}
    return browser.post(cell_of(row), {"heading": heading, "value": value} | seen | place | fields, follow=True)


def statuses(batch):
    return list(batch.rows.order_by("position").values_list("status", flat=True))


def at(batch, position):
    return batch.rows.get(position=position)


BORN = "Дата рождения"
NAME = "ФИО наставника"


def with_birth(school, name, born):
    return (school.short_name, name, "учитель", "12", "", born)


class TestKindsOfDoubt:
    @pytest.fixture
    def batch(self, stage, district):
        school = district.school.short_name
        return stage(
            (school, "Ольхова М.С."), (school, "Ёлкина А.П."), (school, "Сапегина И.И."),
            ("Школа Героя", "Вязникова Инна Петровна"),
            with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"), (school, "Брусникина Ольга Павловна"),
        )  # fmt: skip

    def test_the_kinds_are_told_with_their_numbers(self, coordinator, batch):
        page = page_of(coordinator, batch, show="errors")
        assert "организации нет в реестре <b>1</b>" in page
        assert "невозможная дата <b>1</b>" in page
        assert "инициалы вместо имени" not in page

    def test_one_kind_is_shown_alone(self, coordinator, batch):
        page = page_of(coordinator, batch, show="errors", doubt="bad_date")
        assert "Калинина Анна Львовна" in page
        assert "Вязникова" not in page

    def test_a_kind_that_is_gone_shows_all_of_the_group(self, coordinator, batch):
        assert "Вязникова" in page_of(coordinator, batch, show="errors", doubt="no_such_code")

    @pytest.mark.parametrize(
        ("words", "group", "found"),
        [
            ("елкина", "review", "Ёлкина А.П."),
            ("ЁЛКИНА", "review", "Ёлкина А.П."),
            ("4", "review", "Сапегина И.И."),
            ("героя школа", "errors", "Вязникова Инна Петровна"),
        ],
    )
    def test_rows_are_found_by_name_organisation_and_number(self, coordinator, batch, words, group, found):
        cards = coordinator.get(f"/imports/{batch.pk}/", {"show": group, "q": words}).context["cards"]
        assert [card.name for card in cards] == [found]

    def test_words_that_find_nothing_are_told(self, coordinator, batch):
        assert "Ничего не нашлось" in page_of(coordinator, batch, show="review", q="такого нет")


class TestComparison:
    def test_a_candidate_stands_beside_the_row_with_differences_in_words(self, coordinator, stage, district):
        person = PersonFactory(
            organisation=district.school, last_name="Ольхова", first_name="Мария", middle_name="Сергеевна",
            position="логопед", subject="", birth_date=date(1979, 3, 12),
        )  # fmt: skip
        MentorFactory(person=person)
        batch = stage((district.school.short_name, "Ольхова М.С.", "учитель", "12", "", "12.03.1979"))
        comparison = coordinator.get(f"/imports/{batch.pk}/").context["cards"][0].questions[0].comparison
        states = {fact.name: (fact.text, fact.state) for fact in comparison.candidates[0].facts}
        assert states["organisation"] == (district.school.short_name, "same")
        assert states["position"] == ("логопед", "differs")
        assert states["birth_date"] == ("12.03.1979", "same")
        assert states["since"][0] == f"с {person.mentor.included_on.year}"
        assert 'отличается">≠<span class="visually-hidden"> отличается' in page_of(coordinator, batch)

    def test_ye_and_yo_differ_in_a_name(self, coordinator, stage, district):
        person = PersonFactory(organisation=district.school, last_name="Семёнова", birth_date=None, phone="")
        MentorFactory(person=person)
        name = person.full_name.replace("ё", "е")
        batch = stage((district.school.short_name, name))
        comparison = coordinator.get(f"/imports/{batch.pk}/").context["cards"][0].questions[0].comparison
        assert comparison.candidates[0].facts[0].state == "differs"


class TestGoingOn:
    def test_after_an_answer_the_next_row_is_open(self, coordinator, stage, district):
        batch = stage(*((district.school.short_name, f"Ольхова{letter} М.С.") for letter in "абв"))
        response = answer(coordinator, batch, at(batch, 0), choice="skip", show="review")
        assert response.url == f"/imports/{batch.pk}/?show=review#row-{at(batch, 1).pk}"
        response = answer(coordinator, batch, at(batch, 2), choice="skip", show="review", doubt="initials_only")
        assert response.url == f"/imports/{batch.pk}/?show=review&doubt=initials_only#row-{at(batch, 1).pk}"

    def test_the_page_of_the_next_row_is_opened(self, coordinator, stage, district):
        letters = "абвгдежзиклмнопрстуфхцчш"
        batch = stage(*((district.school.short_name, f"Ольх{letter}{letter}рт М.С.") for letter in letters))
        response = answer(coordinator, batch, at(batch, 21), choice="skip", show="review", page=2)
        assert response.url == f"/imports/{batch.pk}/?show=review&page=2#row-{at(batch, 22).pk}"

    def test_the_last_answer_leads_to_what_is_left(self, coordinator, stage, district):
        batch = stage((district.school.short_name, "Ольхова М.С."))
        response = answer(coordinator, batch, batch.rows.get(), choice="skip", show="review", doubt="initials_only")
        assert response.url == f"/imports/{batch.pk}/"


class TestQueries:
    def count(self, browser, batch, **query):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/imports/{batch.pk}/", query).status_code == 200
        return len(captured)

    @pytest.mark.parametrize("group", ["ready", "review", "errors"])
    def test_a_thousand_times_as_many_rows_take_as_many_queries(self, coordinator, stage, district, group):
        school = district.school
        for letter in "абвгд":
            MentorFactory(person=PersonFactory(organisation=school, last_name=f"Ольх{letter}рт"))
        rows = [(school.short_name, f"Ольх{letter}рт М.С.") for letter in "абвгд"]
        rows += [("Школа Героя", "Вязникова Инна Петровна"), with_birth(school, "Калинина Анна Львовна", "31.02.1985")]
        rows += [(school.short_name, f"Бер{letter}т Анна Львовна") for letter in "абвгд"]
        few, many = stage(*rows), stage(*rows)
        copies = []
        for copy in range(1, 500):
            for row in many.rows.all():
                row.pk, row.position, row.row = None, row.position + copy * len(rows), row.row + copy * len(rows)
                copies.append(row)
        ImportRow.objects.bulk_create(copies, batch_size=500)
        self.count(coordinator, few, show=group)
        assert self.count(coordinator, many, show=group) == self.count(coordinator, few, show=group)
        assert self.count(coordinator, many, show=group, q="а") == self.count(coordinator, few, show=group, q="а")


class TestCells:
    def test_a_cell_put_right_makes_the_row_right_and_leaves_the_file_alone(self, coordinator, stage, district, clerk):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        with batch.file.open("rb") as file:
            before = file.read()
        row = batch.rows.get()
        assert "31.02.1985" in coordinator.get(cell_of(row), {"heading": BORN}).content.decode()
        page = fix(coordinator, row, BORN, "28.02.1985").content.decode()
        assert "Исправлено в строке 2: «Дата рождения»." in page
        row = batch.rows.get()
        assert (row.status, row.record["values"]["birth_date"]) == ("new", "1985-02-28")
        batch.refresh_from_db()
        with batch.file.open("rb") as file:
            assert file.read() == before
        (correction,) = batch.corrections
        told = {name: correction[name] for name in ("row", "heading", "value", "before")}
        assert told == {"row": 2, "heading": BORN, "value": "28.02.1985", "before": "31.02.1985"}

    def test_a_correction_is_shown_with_who_made_it_and_taken_back(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина А.Л.", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        page = page_of(coordinator, batch)
        assert '<span class="was">31.02.1985</span> → <b>28.02.1985</b>' in page
        assert "Исправлено ячеек: 1" in page
        row = batch.rows.get()
        place = {"sheet": row.sheet, "row": row.row, "heading": BORN}
        page = coordinator.post(f"/imports/{batch.pk}/corrections/", place, follow=True).content.decode()
        assert "1\u00a0исправление отменено" in page
        row = batch.rows.get()
        assert (row.status, row.cells[BORN]) == ("error", "31.02.1985")
        response = coordinator.post(f"/imports/{batch.pk}/corrections/", place, follow=True)
        assert "Это исправление уже отменили." in response.content.decode()

    def test_the_text_of_the_file_again_is_no_correction(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        fix(coordinator, batch.rows.get(), BORN, "27.02.1985")
        batch.refresh_from_db()
        assert [(c["before"], c["value"]) for c in batch.corrections] == [("31.02.1985", "27.02.1985")]
        fix(coordinator, batch.rows.get(), BORN, "31.02.1985")
        batch.refresh_from_db()
        assert batch.corrections == []

    def test_the_same_text_is_put_right_in_all_rows_and_back_in_all(self, coordinator, stage, district):
        school = district.school
        names = ("Калинина Анна Львовна", "Ольхова Мария Сергеевна", "Вязникова Инна Петровна")
        batch = stage(
            *(with_birth(school, name, "31.02.1985") for name in names),
            with_birth(school, "Липина Яна Юрьевна", "30.02.1985"),
        )
        page = coordinator.get(cell_of(at(batch, 1)), {"heading": BORN}).content.decode()
        assert "во всех строках с этим текстом (3)" in page
        fix(coordinator, at(batch, 1), BORN, "28.02.1985", alike="on")
        assert statuses(batch) == ["new", "new", "new", "error"]
        place = {"sheet": "", "row": 2, "heading": BORN, "together": "on"}
        coordinator.post(f"/imports/{batch.pk}/corrections/", place)
        assert statuses(batch) == ["error"] * 4

    def test_a_number_is_found_by_what_one_sees(self, coordinator, stage, district):
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        sheet = book.add_worksheet("Банк")
        school = district.school.short_name
        rows = [BANK, (school, "Ольхова Мария Сергеевна", "", 120), (school, "Липина Яна Юрьевна", "", 120.0)]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
        batch = stage(data=target.getvalue(), filename="Банк.xlsx")
        row = at(batch, 0)
        assert "(2)" in coordinator.get(cell_of(row), {"heading": "Стаж"}).content.decode()
        fix(coordinator, row, "Стаж", "12", seen="120", alike="on")
        assert [row.cells["Стаж"] for row in batch.rows.order_by("position")] == ["12", "12"]

    def test_answers_stay_with_their_rows(self, coordinator, stage, district):
        school = district.school
        batch = stage((school.short_name, "Ольхова М.С."), with_birth(school, "Калинина Анна Львовна", "31.02.1985"))
        answer(coordinator, batch, at(batch, 0), choice="new", first_name="Майя")
        fix(coordinator, at(batch, 1), BORN, "28.02.1985")
        assert statuses(batch) == ["new", "new"]
        assert at(batch, 0).decision["names"] == {"first_name": "Майя"}

    def test_a_cell_that_somebody_else_has_put_right_is_not_overwritten(self, coordinator, stage, district, as_role):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        row = batch.rows.get()
        fix(as_role(Role.ADMIN), row, BORN, "28.02.1985")
        page = fix(coordinator, row, BORN, "01.03.1985").content.decode()
        assert "Эту ячейку уже исправили: теперь в ней «28.02.1985»" in page
        assert 'value="01.03.1985"' in page
        assert batch.rows.get().cells[BORN] == "28.02.1985"

    def test_an_unchanged_text_and_a_column_that_is_not_there_are_refused(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        row = batch.rows.get()
        assert "Текст в ячейке не изменился." in fix(coordinator, row, BORN, "31.02.1985").content.decode()
        assert "Такого столбца в строке нет." in fix(coordinator, row, "Паспорт", "1").content.decode()

    def test_personal_identifiers_are_neither_shown_nor_put_right(self, coordinator, stage, district):
        data = csv_file(
            (district.school.short_name, "Калинина А.Л.", "112-233-445 95"), headings=(BANK[0], BANK[1], "СНИЛС")
        )
        batch = stage(data=data)
        row = batch.rows.get()
        assert "112-233" not in page_of(coordinator, batch)
        assert "112-233" not in coordinator.get(cell_of(row), {"heading": "СНИЛС"}).content.decode()
        assert "Такого столбца в строке нет." in fix(coordinator, row, "СНИЛС", "0").content.decode()

    def test_a_row_that_is_no_data_any_more_can_be_brought_back(self, coordinator, stage, district):
        school = district.school.short_name
        batch = stage((school, "Ольхова Мария Сергеевна"), ("", "Липина Яна Юрьевна"))
        fix(coordinator, at(batch, 1), NAME, "Итого")
        assert batch.rows.count() == 1
        place = {"sheet": "", "row": 3, "heading": NAME}
        coordinator.post(f"/imports/{batch.pk}/corrections/", place)
        assert batch.rows.count() == 2

    def test_a_written_batch_takes_no_corrections(self, coordinator, stage, district, clerk):
        batch = stage((district.school.short_name, "Ольхова Мария Сергеевна", "учитель"))
        row = batch.rows.get()
        commit_batch(batch=batch, by=clerk)
        page = fix(coordinator, row, "Должность", "логопед").content.decode()
        assert "Этот файл уже записан" in page
        assert 'value="логопед"' in page


class TestAllAlike:
    def test_a_person_is_chosen_for_every_row_with_the_same_initials(self, coordinator, stage, district):
        person = MentorFactory(person=PersonFactory(organisation=district.school, last_name="Ольхова")).person
        initials = f"Ольхова {person.first_name[0]}.{person.middle_name[0]}."
        school = district.school.short_name
        batch = stage((school, initials, "учитель"), (school, initials), (district.other_school.short_name, initials))
        assert "и для всех таких строк (2)" in page_of(coordinator, batch)
        answer(coordinator, batch, at(batch, 1), choice=f"person:{person.pk}", alike="yes")
        assert [row.decision.get("person") for row in batch.rows.order_by("position")] == [person.pk, person.pk, None]

    def test_what_was_decided_together_is_taken_back_together(self, coordinator, stage, district):
        rows = [("Школа Героя", name) for name in ("Ольхова Мария Сергеевна", "Липина Яна Юрьевна")]
        batch = stage(*rows)
        answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, alike="yes", remember="on")
        assert statuses(batch) == ["new", "new"]
        assert "и у всех строк, решённых вместе с ней (2)" in page_of(coordinator, batch, show="ready")
        answer(coordinator, batch, at(batch, 0), choice="undo", alike="yes")
        assert statuses(batch) == ["error", "error"]

    def test_a_spelling_taken_back_is_forgotten(self, coordinator, stage, district):
        batch = stage(*(("Школа Героя", name) for name in ("Ольхова Мария Сергеевна", "Липина Яна Юрьевна")))
        answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, alike="yes", remember="on")
        answer(coordinator, batch, at(batch, 0), choice="undo")
        assert OrganisationAlias.objects.get().organisation == district.school, "the other row still says so"
        answer(coordinator, batch, at(batch, 1), choice="undo")
        assert not OrganisationAlias.objects.exists()
        answer(coordinator, batch, at(batch, 1), organisation=district.other_school.pk, remember="on")
        assert OrganisationAlias.objects.get().organisation == district.other_school

    def test_a_spelling_known_before_is_never_forgotten(self, coordinator, stage, district):
        OrganisationAlias.objects.create(organisation=district.school, name="Школа Героя")
        batch = stage(("Школа героев", "Липина Яна Юрьевна"))
        answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, remember="on")
        answer(coordinator, batch, at(batch, 0), choice="undo")
        assert OrganisationAlias.objects.get().name == "Школа Героя"


class TestOneAnswerForAll:
    @pytest.fixture
    def batch(self, stage, district):
        school = district.school
        for last_name in ("Ольхова", "Берестнева", "Вязникова"):
            MentorFactory(person=PersonFactory(organisation=school, last_name=last_name))
        names = [person.full_name.replace("ова ", "ола ").replace("ева ", "ела ") for person in Person.objects.all()]
        return stage(*((school.short_name, name) for name in names), (school.short_name, "Липина Я.Ю."))

    def ask(self, browser, batch, answer, **query):
        query = {"show": "review", "doubt": "maybe_known", "answer": answer} | query
        return browser.get(f"/imports/{batch.pk}/all/", query)

    def say(self, browser, batch, answer, seen, **query):
        data = {"show": "review", "doubt": "maybe_known", "answer": answer, "seen": seen} | query
        return browser.post(f"/imports/{batch.pk}/all/", data, follow=True)

    def test_the_bar_offers_what_suits_the_kind(self, coordinator, batch):
        bar = coordinator.get(f"/imports/{batch.pk}/", {"show": "review", "doubt": "maybe_known"}).context["for_all"]
        assert bar["count"] == 3
        assert [words for words, _ in bar["answers"]] == ["Записать новыми", "Пропустить"]
        bar = coordinator.get(f"/imports/{batch.pk}/", {"show": "review", "doubt": "initials_only"}).context["for_all"]
        assert bar is None, "one row needs no bar"

    def test_the_number_is_told_before_and_everything_is_done_at_once(self, coordinator, batch):
        response = self.ask(coordinator, batch, "new")
        assert "Записать новыми: 3\u00a0строки?" in response.content.decode()
        assert statuses(batch) == ["review"] * 4, "asking decides nothing"
        page = self.say(coordinator, batch, "new", response.context["seen"]).content.decode()
        assert "Записать новыми: 3\u00a0строки." in page
        assert statuses(batch) == ["new", "new", "new", "review"]

    def test_only_what_is_found_by_words_is_answered(self, coordinator, batch):
        response = self.ask(coordinator, batch, "skip", q="берестнела")
        self.say(coordinator, batch, "skip", response.context["seen"], q="берестнела")
        (skipped,) = batch.rows.filter(status="off")
        assert "Берестнела" in skipped.record["values"].values()

    def test_skipped_rows_are_brought_back_at_once(self, coordinator, batch):
        self.say(coordinator, batch, "skip", self.ask(coordinator, batch, "skip").context["seen"])
        assert statuses(batch)[:3] == ["off"] * 3
        assert "пропущены при проверке" in page_of(coordinator, batch, show="off")
        seen = self.ask(coordinator, batch, "undo", show="off", doubt="none").context["seen"]
        self.say(coordinator, batch, "undo", seen, show="off", doubt="none")
        assert statuses(batch) == ["review"] * 4

    def test_rows_that_changed_meanwhile_are_asked_about_again(self, coordinator, batch, as_role):
        seen = self.ask(coordinator, batch, "new").context["seen"]
        answer(as_role(Role.ADMIN), batch, at(batch, 0), choice="skip")
        page = self.say(coordinator, batch, "new", seen).content.decode()
        assert "Пока страница была открыта, строки изменились" in page
        assert "Записать новыми: 2\u00a0строки?" in page
        assert statuses(batch) == ["off", "review", "review", "review"]

    def test_an_answer_that_does_not_suit_is_not_offered(self, coordinator, batch):
        page = self.ask(coordinator, batch, "new", doubt="initials_only").content.decode()
        assert "Таких строк нет" in page
        seen = self.ask(coordinator, batch, "new", doubt="initials_only").context["seen"]
        self.say(coordinator, batch, "new", seen, doubt="initials_only")
        assert statuses(batch) == ["review"] * 4

    def test_a_written_batch_is_refused(self, coordinator, batch, clerk):
        seen = self.ask(coordinator, batch, "new").context["seen"]
        commit_batch(batch=batch, by=clerk)
        assert "Этот файл уже записан" in self.say(coordinator, batch, "new", seen).content.decode()
        assert statuses(batch) == ["review"] * 4


class TestTwoPeople:
    @pytest.fixture
    def batch(self, stage, district):
        school = district.school
        return stage((school.short_name, "Ольхова М.С."), with_birth(school, "Калинина Анна Львовна", "31.02.1985"))

    def answer_as_shown(self, browser, batch, row, mark, **fields):
        shown = {"sheet": row.sheet, "row": row.row, "part": row.part, "mark": mark}
        return browser.post(
            f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision} | shown | fields, follow=True
        )

    def mark(self, browser, batch, row):
        cards = browser.get(f"/imports/{batch.pk}/").context["cards"]
        return next(card.mark for card in cards if card.row.pk == row.pk)

    def test_a_cell_put_right_elsewhere_disturbs_nobody(self, coordinator, batch, as_role):
        row = at(batch, 0)
        mark = self.mark(coordinator, batch, row)
        fix(as_role(Role.ADMIN), at(batch, 1), BORN, "28.02.1985")
        assert at(batch, 0).pk != row.pk, "the file was read anew"
        page = self.answer_as_shown(coordinator, batch, row, mark, choice="new", first_name="Майя").content.decode()
        assert "Строка 2: решение сохранено." in page
        assert at(batch, 0).decision["names"] == {"first_name": "Майя"}

    def test_an_answer_to_a_row_that_was_put_right_comes_back_with_what_was_typed(self, coordinator, batch, as_role):
        row = at(batch, 0)
        mark = self.mark(coordinator, batch, row)
        fix(as_role(Role.ADMIN), row, NAME, "Ольховская М.С.")
        page = self.answer_as_shown(coordinator, batch, row, mark, choice="new", first_name="Майя").content.decode()
        assert "файл перечитали, и строка изменилась" in page
        assert 'value="Майя"' in page
        assert at(batch, 0).decision == {}

    def test_an_answer_to_a_row_that_is_gone_is_not_found(self, coordinator, batch):
        row = at(batch, 0)
        batch.rows.filter(pk=row.pk).delete()
        assert self.answer_as_shown(coordinator, batch, row, "", choice="skip").status_code == 404
        assert answer(coordinator, batch, row, choice="skip").status_code == 404

    def test_after_writing_the_answer_is_refused_and_told_again(self, coordinator, batch, clerk):
        row = at(batch, 0)
        commit_batch(batch=batch, by=clerk)
        page = answer(coordinator, batch, row, choice="new", first_name="Майя", middle_name="Львовна")
        page = coordinator.get(page.url).content.decode()
        assert "Этот файл уже записан" in page
        assert "Не сохранено для строки 2: «Майя Львовна»." in page

    def test_who_decided_is_told(self, coordinator, batch, clerk):
        answer(coordinator, batch, at(batch, 0), choice="new", first_name="Майя")
        page = page_of(coordinator, batch, show="ready")
        assert "новый человек — Майя" in page


class TestWhatPagesSay:
    def test_only_errors(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        page = page_of(coordinator, batch)
        assert "Записать нечего: 1\u00a0строка с ошибками" in page
        assert "Записывать пока нечего" in page

    def test_a_discarded_batch_is_only_looked_at(self, coordinator, stage, district):
        batch = stage((district.school.short_name, "Ольхова М.С."))
        coordinator.post(f"/imports/{batch.pk}/discard/")
        page = page_of(coordinator, batch)
        assert "Загрузка отменена" in page
        assert "Сохранить решение" not in page
        assert "Исправить" not in page


class TestRights:
    @pytest.fixture
    def batch(self, stage, district):
        return stage((district.school.short_name, "Ольхова М.С."))

    def pages(self, batch):
        return (f"/imports/{batch.pk}/all/", f"/imports/{batch.pk}/corrections/", cell_of(batch.rows.get()))

    def test_others_find_nothing(self, batch, neighbour, stranger):
        for browser in (neighbour, stranger):
            for page in self.pages(batch):
                assert browser.get(page).status_code == browser.post(page).status_code == 404

    @pytest.mark.parametrize("role", [Role.REGIONAL, Role.OPERATOR, Role.HEAD])
    def test_who_may_not_import_is_shut_out(self, batch, as_role, role):
        browser = as_role(role)
        for page in self.pages(batch):
            assert browser.get(page).status_code == browser.post(page).status_code == 403

    def test_a_row_of_another_batch_is_not_found(self, batch, coordinator, stage, district):
        other = stage((OrganisationFactory().short_name, "Липина Я.Ю."))
        row = other.rows.get()
        assert coordinator.get(f"/imports/{batch.pk}/rows/{row.pk}/cell/").status_code == 404
        assert coordinator.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": 0}).status_code == 404


class TestFileOfErrors:
    def sheets(self, browser, batch):
        response = browser.get(f"/imports/{batch.pk}/errors/")
        return openpyxl.load_workbook(io.BytesIO(response.content))

    @pytest.fixture
    def of_two_sheets(self, stage, district):
        """Two schools, a sheet each, named by the sheets; dates and numbers are typed."""
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for school in (district.school, district.other_school):
            sheet = book.add_worksheet(school.short_name.replace("«", "").replace("»", "")[:31])
            sheet.write_row(0, 0, ("№", "ФИО наставника", "Стаж", "Дата рождения", "Телефон", "Примечание"))
            sheet.write_row(1, 0, (1, "Ольхова М.С.", 12))
            sheet.write_datetime(1, 3, date(1979, 3, 12), day)
            sheet.write_row(1, 4, ("+7 912 345-67-89", "=1+1 по согласованию"))
            sheet.write_string(1, 5, "=1+1")
            sheet.write_row(2, 0, (2, "Липина Яна Юрьевна", 3))
        book.close()
        return stage(data=target.getvalue(), filename="Банк.xlsx")

    def test_every_sheet_keeps_its_name_its_columns_and_the_types_of_its_cells(self, coordinator, of_two_sheets):
        book = self.sheets(coordinator, of_two_sheets)
        assert len(book.worksheets) == 2
        sheet = book.worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        own = ["№", "ФИО наставника", "Стаж", "Дата рождения", "Телефон", "Примечание"]
        assert [heading for heading in headings if heading in own] == own
        assert headings[-2:] == ["Ошибка", "Что сделать"]
        assert sheet.max_row == 2
        row = dict(zip(headings, sheet[2], strict=True))
        assert row["Стаж"].value == 12
        assert row["Дата рождения"].value.date() == date(1979, 3, 12)
        assert row["Примечание"].data_type == "s"
        assert "инициалы" in row["Ошибка"].value
        assert sheet.freeze_panes

    def test_put_right_it_is_uploaded_as_it_is(self, coordinator, stage, district, of_two_sheets):
        book = self.sheets(coordinator, of_two_sheets)
        for sheet, name in zip(book.worksheets, ("Ольхова Мария Сергеевна", "Вязникова Инна Петровна"), strict=True):
            column = [cell.value for cell in sheet[1]].index("ФИО наставника") + 1
            sheet.cell(2, column).value = name
        target = io.BytesIO()
        book.save(target)
        again = stage(data=target.getvalue(), filename="Ошибки.xlsx")
        rows = again.rows.order_by("position")
        assert [(row.status, row.record["values"]["birth_date"]) for row in rows] == [("new", "1979-03-12")] * 2
        assert {row.record["organisation"] for row in rows} == {district.school.pk, district.other_school.pk}

    def test_two_people_of_one_row_are_one_line(self, coordinator, stage, district):
        batch = stage((district.school.short_name, "Ольхова М.С.\nЛипина Я.Ю."))
        assert batch.rows.count() == 2
        assert self.sheets(coordinator, batch).active.max_row == 2

    def test_a_cell_put_right_stands_as_it_was_put_right(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина А.Л.", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        sheet = self.sheets(coordinator, batch).active
        assert "28.02.1985" in [cell.value for cell in sheet[2]]

    def test_hidden_and_personal_columns_are_left_out(self, coordinator, stage, district):
        data = csv_file(
            (district.school.short_name, "Калинина А.Л.", "112-233-445 95"), headings=(BANK[0], BANK[1], "СНИЛС")
        )
        sheet = self.sheets(coordinator, stage(data=data)).active
        assert "СНИЛС" not in [cell.value for cell in sheet[1]]
        assert not any("112-233" in str(cell.value) for cell in sheet[2])

    def test_uploaded_files_of_errors_do_not_grow_columns(self, coordinator, stage, district):
        first = self.sheets(coordinator, stage((district.school.short_name, "Калинина А.Л.")))
        target = io.BytesIO()
        first.save(target)
        again = self.sheets(coordinator, stage(data=target.getvalue(), filename="Ошибки.xlsx"))
        assert [cell.value for cell in again.active[1]] == [cell.value for cell in first.active[1]]


def test_a_file_in_a_form_is_read_like_a_staged_one(coordinator, district):
    data = csv_file((district.school.short_name, "Ольхова М.С."))
    response = coordinator.post("/imports/new/", {"file": SimpleUploadedFile("bank.csv", data), "kind": "auto"})
    assert response.status_code == 302
