"""Rows that ask the same are one card with one answer; the other way is to take them one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.models import ImportRow
from imports.row_data import NO_DECISION
from registry.enums import Role
from tests.factories import OrganisationFactory
from tests.imports.import_files import csv_file
from tests.imports.pair_files import PAIRS, TERM
from tests.imports.review.pages import BORN, NAME, answer, at, cards_of, fix, page_of, statuses, with_birth
from tests.spreadsheets import making_files as make

pytestmark = pytest.mark.django_db
LETTERS = "абвгдежзиклмноп"


def people(place, number=3):
    return [(place, f"Ольх{letter}{letter}рт Мария Сергеевна", "учитель") for letter in LETTERS[:number]]


def say(browser, batch, card, **fields):
    """As the form of the card sends it."""
    row = card.row
    shown = {"sheet": row.sheet, "row": row.row, "part": row.part, "mark": card.mark, "show": "errors"}
    shown |= {"alike": "yes", "shown_mark": card.group.mark}
    return browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision} | shown | fields, follow=True)


def test_rows_of_one_unknown_school_are_one_card_with_the_first_ten(coordinator, stage, district):
    batch = stage(*people("Школа Героя", 12), ("Школа Авроры", "Липина Яна Юрьевна"))
    first, second = cards_of(coordinator, batch)
    assert (first.title, second.group) == ("Организации нет в реестре: Школа Героя", None)
    shared = first.group
    assert (shared.count, len(shared.rows), shared.more) == (12, 10, 2)
    assert shared.rows[0].place == "строка 2"
    page = page_of(coordinator, batch)
    assert "Сохранить для всех (12)" in page
    assert f"?show=errors&amp;question={shared.key.replace(':', '%3A')}" in page
    assert "и ещё 2\u00a0строки" in page


def test_one_answer_is_for_all_and_is_taken_back_for_all(coordinator, stage, district):
    batch = stage(*people("Школа Героя"), ("Школа Авроры", "Липина Яна Юрьевна"))
    card, _ = cards_of(coordinator, batch)
    page = say(coordinator, batch, card, organisation=district.school.pk).content.decode()
    assert "Решение сохранено для 3\u00a0строк." in page
    assert statuses(batch) == ["new", "new", "new", "error"]
    assert "и у всех строк, решённых вместе с ней (3)" in page_of(coordinator, batch, show="ready")
    answer(coordinator, batch, at(batch, 1), choice="undo", alike="yes")
    assert statuses(batch) == ["error"] * 4


def test_skipping_is_for_all_too(coordinator, stage):
    batch = stage(*people("Школа Героя"))
    (card,) = cards_of(coordinator, batch)
    assert "Пропустить все (3)" in page_of(coordinator, batch)
    say(coordinator, batch, card, choice="skip")
    assert statuses(batch) == ["off"] * 3


def test_one_by_one_each_row_is_its_own_card_and_the_way_back_is_shown(coordinator, stage, district):
    batch = stage(*people("Школа Героя"))
    key = at(batch, 0).question_key
    cards = cards_of(coordinator, batch, show="errors", question=key)
    assert [card.group for card in cards] == [None] * 3
    page = page_of(coordinator, batch, show="errors", question=key)
    assert "Ответить на все сразу" in page
    assert "Сохранить решение" in page
    response = answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, show="errors", question=key)
    assert response.url.endswith(f"#row-{at(batch, 1).pk}")
    assert f"question={key.replace(':', '%3A')}" in response.url
    assert statuses(batch) == ["new", "error", "error"]


def test_after_the_last_of_them_the_other_questions_follow(coordinator, stage, district):
    batch = stage(*people("Школа Героя", 2), ("Школа Авроры", "Липина Яна Юрьевна"))
    key = at(batch, 0).question_key
    for position in (0, 1):
        response = answer(
            coordinator, batch, at(batch, position), organisation=district.school.pk, show="errors", question=key
        )
    assert response.url == f"/imports/{batch.pk}/?show=errors#row-{at(batch, 2).pk}"
    assert len(cards_of(coordinator, batch, show="errors", question=key)) == 1, "a question that is over shows all"


def test_found_by_words_rows_stand_alone(coordinator, stage):
    batch = stage(*people("Школа Героя"))
    (card,) = cards_of(coordinator, batch, show="errors", q="ольхббрт")
    assert (card.row.position, card.group) == (1, None)


def test_rows_without_a_school_are_asked_by_sheet(coordinator, stage):
    batch = stage(*people(""))
    (card,) = cards_of(coordinator, batch)
    assert (card.title, card.group.count) == ("Не указана организация", 3)


def test_people_of_one_name_are_asked_one_by_one(coordinator, stage, district):
    """Two rows of a bank are two people until somebody says otherwise."""
    batch = stage(*((district.school.short_name, "Липина Я.Ю.", post) for post in ("учитель", "педагог-психолог")))
    assert [card.group for card in cards_of(coordinator, batch)] == [None, None]


def test_rows_with_another_question_are_asked_it_afterwards(coordinator, stage, district):
    rows = [("Школа Героя", "Ольхова М.С.", "Берестнева Анна Львовна", *TERM)]
    rows += [("Школа Героя", "Ольхова М.С.", "Вязникова И.П.", *TERM)]
    batch = stage(data=csv_file(*rows, headings=PAIRS), kind="pairs")
    (card,) = cards_of(coordinator, batch)
    say(coordinator, batch, card, organisation=district.school.pk)
    (card,) = cards_of(coordinator, batch, show="review")
    assert [question.legend for question in card.questions] == ["Кто наставник"]
    assert card.group.count == 2
    names = {"mentor-first_name": "Мария", "mentor-middle_name": "Сергеевна"}
    say(coordinator, batch, card, **{"mentor-choice": "new"}, **names)
    assert statuses(batch) == ["new", "review"]
    (card,) = cards_of(coordinator, batch, show="review")
    assert [question.legend for question in card.questions] == ["Кто наставляемый"]


def test_a_form_that_nobody_knows_is_one_card(coordinator, stage, district):
    headings = (*PAIRS, "Форма")
    names = ("Берестнева Анна Львовна", "Вязникова Инна Петровна")
    rows = [(district.school.short_name, "Ольхова Мария Сергеевна", name, *TERM, "шефская") for name in names]
    batch = stage(data=csv_file(*rows, headings=headings), kind="pairs")
    (card,) = cards_of(coordinator, batch)
    assert (card.title, card.group.count) == ("Неясная форма наставничества", 2)
    assert "Форма «шефская» не распознана" in page_of(coordinator, batch)
    say(coordinator, batch, card, choice=card.questions[0].options[0].value)
    assert [row.decision.form for row in batch.rows.all()] == [card.questions[0].options[0].value.partition(":")[2]] * 2


class TestTwoPeople:
    def test_a_row_decided_meanwhile_is_told_and_nothing_is_written(self, coordinator, stage, district, as_role):
        batch = stage(*people("Школа Героя"))
        (card,) = cards_of(coordinator, batch)
        answer(as_role(Role.ADMIN), batch, at(batch, 2), choice="skip")
        page = say(coordinator, batch, card, organisation=district.school.pk).content.decode()
        assert "Пока страница была открыта, строки изменились" in page
        assert "Сохранить для всех (2)" in page
        assert statuses(batch) == ["error", "error", "off"]

    def test_a_row_put_right_meanwhile_is_told(self, coordinator, stage, district, as_role):
        batch = stage(*people("Школа Героя"))
        (card,) = cards_of(coordinator, batch)
        fix(as_role(Role.ADMIN), at(batch, 1), NAME, "Ольхова Мария Сергеевна")
        page = say(coordinator, batch, card, organisation=district.school.pk).content.decode()
        assert "Пока страница была открыта, строки изменились" in page
        assert [row.decision for row in batch.rows.all()] == [NO_DECISION] * 3

    def test_a_cell_put_right_elsewhere_disturbs_nobody(self, coordinator, stage, district, as_role):
        batch = stage(*people("Школа Героя"), with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        card, _ = cards_of(coordinator, batch)
        fix(as_role(Role.ADMIN), at(batch, 3), BORN, "28.02.1985")
        assert at(batch, 0).pk != card.row.pk, "the file was read anew"
        say(coordinator, batch, card, organisation=district.school.pk)
        assert statuses(batch) == ["new"] * 4


def test_a_thousand_rows_of_a_question_take_as_many_queries_as_two(coordinator, stage):
    few, many = stage(*people("Школа Героя", 2)), stage(*people("Школа Героя", 2))
    copies = []
    for copy in range(1, 500):
        for row in many.rows.all():
            row.pk, row.position, row.row = None, row.position + copy * 2, row.row + copy * 2
            copies.append(row)
    ImportRow.objects.bulk_create(copies, batch_size=500)
    taken = []
    for batch in (few, few, many):
        with CaptureQueriesContext(connection) as captured:
            (card,) = cards_of(coordinator, batch)
        taken.append(len(captured))
    assert card.group.count == 1000
    assert taken[1] == taken[2]


def test_a_school_that_the_title_may_mean_is_proposed_once_for_all(coordinator, stage, district):
    for number in (1, 2):
        OrganisationFactory(municipality=district.municipality, short_name=f"МБОУ «Лесная СОШ № {number}»")
    rows = [("Наставники МБОУ «Лесная СОШ»",), ("ФИО наставника", "Должность")]
    batch = stage(data=make.xlsx([*rows, *((name, post) for _, name, post in people(""))]), filename="банк.xlsx")
    (card,) = cards_of(coordinator, batch)
    assert card.group.count == 3
    assert [option.title for option in card.questions[0].options] == ["МБОУ «Лесная СОШ № 1»", "МБОУ «Лесная СОШ № 2»"]


def test_one_cause_that_asks_nothing_is_one_card_too(coordinator, stage, district):
    batch = stage(*people(district.other_school.short_name), organisation=district.school)
    (card,) = cards_of(coordinator, batch)
    assert (card.title, card.group.count, card.questions) == ("Строка другой организации", 3, [])
    page = page_of(coordinator, batch)
    assert "файл загружается только для" in page
    assert "Оставьте в файле только людей своей организации." in page
    say(coordinator, batch, card, choice="skip")
    assert statuses(batch) == ["off"] * 3
