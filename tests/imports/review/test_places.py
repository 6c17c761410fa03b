"""Rows that contend for places of a mentor are one card with a box for each; the portal judges who fits together."""

import pytest
from django.test import Client

from imports.actions import commit_batch, decide
from imports.row_data import NO_DECISION, Decision
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Mentee
from tests.factories import member
from tests.imports.import_files import csv_file
from tests.imports.pair_files import TERM, pairs_file, row_of, staged, statuses

MENTOR = "Ольхова Мария Сергеевна"
MENTEES = [
    "Берестнева Анна Львовна", "Вязникова Инна Петровна", "Грушина Ольга Ивановна", "Дубинина Вера Олеговна",
    "Еловикова Нина Юрьевна",
]  # fmt: skip
AUTUMN, SPRING = ("01.09.2026", "31.12.2026"), ("11.01.2027", "31.05.2027")


@pytest.fixture
def browser(school):
    client = Client()
    client.force_login(member(Role.COORDINATOR, municipality=school.organisation.municipality))
    return client


@pytest.fixture
def stage(school):
    def make(*terms, mentor=MENTOR, names=MENTEES):
        rows = ((school.organisation.short_name, mentor, names[i], *term) for i, term in enumerate(terms))
        return staged(pairs_file(*rows), school.organisation, school.curator)

    return make


def card_of(browser, batch, show="review"):
    (card,) = browser.get(f"/imports/{batch.pk}/", {"show": show}).context["cards"]
    return card


def choose(browser, batch, *numbers, places=None, **fields):
    """Ticks the boxes of the rows with these numbers, as the form of the card sends them."""
    places = places or card_of(browser, batch).places
    positions = [str(row_of(batch, number).position) for number in numbers]
    sent = {"contended": places.key, "mark": places.mark, "rows": positions, "show": "review"} | fields
    return browser.post(f"/imports/{batch.pk}/places/", sent, follow=True).content.decode()


def test_four_rows_for_three_places_are_one_card_with_four_boxes(school, browser, stage):
    batch = stage(*[TERM] * 4)
    for show in ("review", "errors"):
        card = card_of(browser, batch, show)
        assert card.title == f"Кто займёт места наставника: {MENTOR}"
        assert card.places.overlaps == ["с 01.09.2026 по 31.05.2027 нужно 4\u00a0места, свободно 3"]
        assert [(row.place, row.mentee) for row in card.places.rows] == [
            (f"строка {number}", name) for number, name in enumerate(MENTEES[:4], start=2)
        ]
        assert card.places.rows[0].period == "01.09.2026 – 31.05.2027"
        assert "(по участникам)" in card.places.rows[0].form
        assert not any(row.is_chosen for row in card.places.rows)
    page = browser.get(f"/imports/{batch.pk}/", {"show": "review"}).content.decode()
    assert page.count('type="checkbox" name="rows"') == 4
    assert "Оставить эту пару" not in page


def test_the_chosen_come_in_and_the_others_are_left_out_with_the_reason(school, browser, stage):
    batch = stage(*[TERM] * 4)
    page = choose(browser, batch, 2, 4, 5)
    assert "Места наставника отданы строкам 2, 4, 5. Без места: строка 3." in page
    assert statuses(batch) == ["new", "off", "new", "new"]
    off = browser.get(f"/imports/{batch.pk}/", {"show": "off"}).content.decode()
    assert "пропустить — места наставника отданы строкам 2, 4, 5" in off
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.count() == 3


def test_fewer_than_there_are_places_may_be_chosen_and_nobody_too(browser, stage):
    batch = stage(*[TERM] * 4)
    choose(browser, batch, 2)
    assert statuses(batch) == ["new", "off", "off", "off"]
    batch = stage(*[TERM] * 4)
    choose(browser, batch, 2, choice="nobody")
    assert statuses(batch) == ["off"] * 4


def test_no_box_is_no_answer(browser, stage):
    batch = stage(*[TERM] * 4)
    assert "Отметьте, кто займёт места" in choose(browser, batch)
    assert statuses(batch) == ["review", "review", "review", "error"]


def test_more_than_fit_come_back_with_their_boxes_and_the_days(browser, stage):
    batch = stage(*[TERM] * 5)
    page = choose(browser, batch, 2, 3, 4, 6)
    assert "Отмечено больше, чем есть мест (строки 2, 3, 4, 6)" in page
    assert "с 01.09.2026 по 31.05.2027 нужно 4\u00a0места, свободно 3" in page
    assert page.count("checked") == 4
    assert {row.decision for row in batch.rows.all()} == {NO_DECISION}


def test_terms_that_follow_one_another_share_a_place(browser, stage):
    """Not the number of boxes counts but who is there on one day."""
    batch = stage(TERM, TERM, TERM, AUTUMN, SPRING)
    page = choose(browser, batch, 2, 3, 5, 6)
    assert "отданы строкам 2, 3, 5, 6" in page
    assert statuses(batch) == ["new", "new", "off", "new", "new"]


def test_rows_of_other_days_contend_on_another_card(browser, stage, school):
    batch = stage(*[AUTUMN] * 2, *[SPRING] * 2, mentor=school.mentor(personal_limit=1).person.full_name)
    cards = browser.get(f"/imports/{batch.pk}/", {"show": "review"}).context["cards"]
    assert [[row.place for row in card.places.rows] for card in cards] == [
        ["строка 2", "строка 3"], ["строка 4", "строка 5"],
    ]  # fmt: skip


def test_places_that_pairs_of_the_register_hold_are_told(school, browser, stage):
    mentor = school.mentor()
    pairs = [school.pair(mentor, school.mentee()) for _ in range(2)]
    batch = stage(TERM, TERM, mentor=mentor.person.full_name)
    card = card_of(browser, batch)
    assert card.places.overlaps == ["с 01.09.2026 по 31.05.2027 нужно 2\u00a0места, свободно 1"]
    assert [address for _, address in card.places.pairs] == [pair.get_absolute_url() for pair in pairs]


def test_where_no_place_is_free_there_is_nothing_to_choose(school, browser, stage):
    mentor = school.mentor()
    for _ in range(3):
        school.pair(mentor, school.mentee())
    batch = stage(TERM, TERM, mentor=mentor.person.full_name)
    cards = browser.get(f"/imports/{batch.pk}/", {"show": "errors"}).context["cards"]
    assert [card.places for card in cards] == [None, None]


def test_the_choice_is_taken_back_for_all_of_them(browser, stage):
    batch = stage(*[TERM] * 4)
    choose(browser, batch, 2, 4, 5)
    row = row_of(batch, 3)
    browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision, "choice": "undo", "alike": "yes"})
    assert statuses(batch) == ["review", "review", "review", "error"]


def test_one_taken_back_alone_contends_again_with_those_who_have_places(browser, stage):
    batch = stage(*[TERM] * 4)
    choose(browser, batch, 2, 4, 5)
    row = row_of(batch, 3)
    browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision, "choice": "undo"})
    assert statuses(batch) == ["new", "error", "new", "new"]
    card = card_of(browser, batch, "errors")
    assert [row.is_chosen for row in card.places.rows] == [True, False, True, True]
    choose(browser, batch, 3, 4, 5, places=card.places)
    assert statuses(batch) == ["off", "new", "new", "new"]


def test_a_row_taken_as_it_is_for_another_reason_has_no_place_by_that(school, stage):
    batch = stage(*[TERM] * 4)
    decide(batch=batch, row=row_of(batch, 5), revision=0, decision=Decision(accept=True), by=school.curator)
    assert statuses(batch) == ["review", "review", "review", "error"]


def test_on_a_stale_page_nothing_is_decided(school, browser, stage):
    batch = stage(*[TERM] * 5)
    places = card_of(browser, batch).places
    decide(batch=batch, row=row_of(batch, 6), revision=0, decision=Decision(skip=True), by=school.curator)
    page = choose(browser, batch, 2, 3, 4, places=places)
    assert "строки изменились или их разобрал другой человек" in page
    assert statuses(batch) == ["review", "review", "review", "error", "off"]
    choose(browser, batch, 2, 3, 4)
    assert "строки изменились" in choose(browser, batch, 2, 3, 5, places=places)
    assert statuses(batch) == ["new", "new", "new", "off", "off"]


def test_a_written_file_is_refused(school, browser, stage):
    batch = stage(*[TERM] * 4)
    places = card_of(browser, batch).places
    commit_batch(batch=batch, by=school.curator)
    assert "Этот файл уже внесён" in choose(browser, batch, 2, 3, 4, places=places)


def test_a_row_with_another_question_is_asked_that(browser, stage):
    batch = stage(*[TERM] * 5, names=[*MENTEES[:4], "Липина Я.Ю."])
    places, other = browser.get(f"/imports/{batch.pk}/", {"show": "review"}).context["cards"]
    assert [row.place for row in places.places.rows] == ["строка 2", "строка 3", "строка 4", "строка 5"]
    assert [question.side for question in other.questions] == ["mentee"]


def test_a_bank_of_mentees_keeps_the_mentee_without_the_pair(school, browser):
    headings = ("Организация", "ФИО наставляемого", "Должность", "Наставник")
    place = school.organisation.short_name
    data = csv_file(*((place, name, "учитель", MENTOR) for name in MENTEES[:4]), headings=headings)
    batch = staged(data, school.organisation, school.curator, kind="mentees")
    assert [row.mentee for row in card_of(browser, batch).places.rows] == MENTEES[:4]
    choose(browser, batch, 2, 3, 4)
    assert statuses(batch) == ["new"] * 4
    commit_batch(batch=batch, by=school.curator)
    assert (Pair.objects.count(), Mentee.objects.count()) == (3, 4)


def test_rivals_of_any_day_without_a_place_are_on_the_card(browser, stage, school):
    """The first row over the cap meets one rival in autumn and another in spring."""
    batch = stage(AUTUMN, SPRING, TERM, mentor=school.mentor(personal_limit=1).person.full_name)
    card = card_of(browser, batch)
    assert [row.place for row in card.places.rows] == ["строка 2", "строка 3", "строка 4"]
    choose(browser, batch, 4)
    assert statuses(batch) == ["off", "off", "new"]


def test_all_at_once_is_no_answer_to_who_takes_the_places(browser, stage, school):
    """Skipping all that are in doubt would give the place to the one that is not."""
    mentor = school.mentor(personal_limit=1).person.full_name
    batch = stage(TERM, TERM, SPRING, mentor=mentor)
    query = {"show": "review", "issue_code": "cap_competing", "answer": "skip"}
    assert "Таких строк нет" in browser.get(f"/imports/{batch.pk}/all/", query).content.decode()
    assert browser.get(f"/imports/{batch.pk}/", {"show": "review"}).context["for_all"] is None


def test_a_box_of_another_row_gives_nobody_a_place(browser, stage):
    batch = stage(*[TERM] * 4)
    places = card_of(browser, batch).places
    sent = {"contended": places.key, "mark": places.mark, "rows": ["77"]}
    page = browser.post(f"/imports/{batch.pk}/places/", sent, follow=True).content.decode()
    assert "строки изменились" in page
    assert statuses(batch) == ["review", "review", "review", "error"]
