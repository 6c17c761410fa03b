"""The page of a batch: kinds of doubt, search, candidates side by side, the way from row to row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.models import ImportRow
from tests.factories import MentorFactory, PersonFactory
from tests.imports.review.pages import answer, at, page_of, with_birth

pytestmark = pytest.mark.django_db


class TestKindsOfDoubt:
    @pytest.fixture
    def batch(self, stage, district):
        district.school.short_name = school = "МБОУ «Ольховская СОШ»"  # no digit: rows are also found by their number
        district.school.save()
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
        page = page_of(coordinator, batch, show="errors", issue_code="bad_date")
        assert "Калинина Анна Львовна" in page
        assert "Вязникова" not in page

    def test_a_kind_that_is_gone_shows_all_of_the_group(self, coordinator, batch):
        assert "Вязникова" in page_of(coordinator, batch, show="errors", issue_code="no_such_code")

    @pytest.mark.parametrize(
        ("search", "group", "issue_codes"),
        [
            ("елкина", "review", "Ёлкина А.П."),
            ("ЁЛКИНА", "review", "Ёлкина А.П."),
            ("4", "review", "Сапегина И.И."),
            ("героя школа", "errors", "Вязникова Инна Петровна"),
        ],
    )
    def test_rows_are_found_by_name_organisation_and_number(self, coordinator, batch, search, group, issue_codes):
        cards = coordinator.get(f"/imports/{batch.pk}/", {"show": group, "q": search}).context["cards"]
        assert [card.name for card in cards] == [issue_codes]

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
        states = {fact.name: (fact.text, fact.state) for fact in comparison.candidates[0].details}
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
        assert comparison.candidates[0].details[0].state == "differs"


class TestGoingOn:
    def test_after_an_answer_the_next_row_is_open(self, coordinator, stage, district):
        batch = stage(*((district.school.short_name, f"Ольхова{letter} М.С.") for letter in "абв"))
        response = answer(coordinator, batch, at(batch, 0), choice="skip", show="review")
        assert response.url == f"/imports/{batch.pk}/?show=review#row-{at(batch, 1).pk}"
        response = answer(coordinator, batch, at(batch, 2), choice="skip", show="review", issue_code="initials_only")
        assert response.url == f"/imports/{batch.pk}/?show=review&issue_code=initials_only#row-{at(batch, 1).pk}"

    def test_the_page_of_the_next_row_is_opened(self, coordinator, stage, district):
        letters = "абвгдежзиклмнопрстуфхцчш"
        batch = stage(*((district.school.short_name, f"Ольх{letter}{letter}рт М.С.") for letter in letters))
        response = answer(coordinator, batch, at(batch, 21), choice="skip", show="review", page=2)
        assert response.url == f"/imports/{batch.pk}/?show=review&page=2#row-{at(batch, 22).pk}"

    def test_the_last_answer_leads_to_what_is_left(self, coordinator, stage, district):
        batch = stage((district.school.short_name, "Ольхова М.С."))
        response = answer(
            coordinator, batch, batch.rows.get(), choice="skip", show="review", issue_code="initials_only"
        )
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


class TestWhatPagesSay:
    def test_only_errors(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        page = page_of(coordinator, batch)
        assert "Внести нечего: 1\u00a0строка с ошибками" in page
        assert "Вносить пока нечего" in page

    def test_a_discarded_batch_is_only_looked_at(self, coordinator, stage, district):
        batch = stage((district.school.short_name, "Ольхова М.С."))
        coordinator.post(f"/imports/{batch.pk}/discard/")
        page = page_of(coordinator, batch)
        assert "Загрузка отменена" in page
        assert "Сохранить решение" not in page
        assert "Исправить" not in page
