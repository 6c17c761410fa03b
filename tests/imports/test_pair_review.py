"""A list of pairs on the page of review: each side is asked apart, one answer goes to all rows that ask the same."""

import pytest
from django.test import Client

from registry.enums import Role
from tests.factories import MentorFactory, PersonFactory, member
from tests.imports.pair_files import TERM, pairs_file, row_of, staged, statuses

MENTEES = ("Берестнева Анна Львовна", "Вязникова Инна Петровна")


@pytest.fixture
def coordinator(school):
    return member(Role.COORDINATOR, municipality=school.organisation.municipality)


@pytest.fixture
def browser(coordinator):
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.fixture
def mentor(school):
    person = PersonFactory(
        organisation=school.organisation, last_name="Ольхова", first_name="Мария", middle_name="Сергеевна"
    )
    return MentorFactory(person=person)


def card_of(browser, batch, number):
    cards = browser.get(f"/imports/{batch.pk}/", {"show": "review"}).context["cards"]
    return next(card for card in cards if card.row.row == number)


def answer(browser, batch, number, **fields):
    row = row_of(batch, number)
    return browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision, "show": "review"} | fields)


def test_a_mentor_by_initials_is_chosen_for_all_their_pairs_and_remembered(school, coordinator, browser, mentor):
    data = pairs_file(*((school.organisation.short_name, "Ольхова М.С.", name, *TERM) for name in MENTEES))
    batch = staged(data, school.organisation, coordinator)
    card = card_of(browser, batch, 2)
    (question,) = card.questions
    assert (question.side, question.legend, card.group.count) == ("mentor", "Кто наставник", 2)
    assert card.title == "Вместо имени инициалы: Ольхова М.С."
    assert [candidate.value for candidate in question.comparison.candidates] == [f"person:{mentor.person.pk}"]
    sent = {"mentor-choice": f"person:{mentor.person.pk}", "alike": "yes", "shown_mark": card.group.mark}
    sent["remember"] = "on"
    assert answer(browser, batch, 2, **sent).status_code == 302
    assert statuses(batch) == ["new", "new"]
    browser.post(f"/imports/{batch.pk}/commit/")
    assert mentor.person.spellings.get().organisation == school.organisation


def test_both_sides_are_asked_on_one_card(school, coordinator, browser, mentor):
    data = pairs_file((school.organisation.short_name, "Ольхова М.С.", "Липина Я.Ю.", *TERM))
    batch = staged(data, school.organisation, coordinator)
    card = card_of(browser, batch, 2)
    assert [question.legend for question in card.questions] == ["Кто наставник", "Кто наставляемый"]
    sent = {"mentor-choice": f"person:{mentor.person.pk}", "mentee-choice": "new"}
    page = answer(browser, batch, 2, **sent).content.decode()
    assert "Впишите имя." in page
    answer(browser, batch, 2, **sent, **{"mentee-first_name": "Яна", "mentee-middle_name": "Юрьевна"})
    assert row_of(batch, 2).decision.mentee.names == {"first_name": "Яна", "middle_name": "Юрьевна"}
    assert statuses(batch) == ["new"]
    page = browser.get(f"/imports/{batch.pk}/", {"show": "ready"}).content.decode()
    assert "наставляемый: новый человек — Яна Юрьевна" in page


def test_a_name_alone_finds_the_pair(school, coordinator, browser):
    data = pairs_file(*((school.organisation.short_name, "Ольхова М.С.", name, *TERM) for name in MENTEES))
    batch = staged(data, school.organisation, coordinator)
    cards = browser.get(f"/imports/{batch.pk}/", {"show": "review", "q": "берестнева ольхова"}).context["cards"]
    assert [card.name for card in cards] == ["Ольхова М.С. → Берестнева Анна Львовна"]
