"""What an acceptance run over unseen tables found wrong: headings that tell more, orders and parents in short."""

import pytest

from imports.parsing.headings import recognise
from spreadsheets.cleaning.agreements import parse_order
from spreadsheets.cleaning.representatives import read_representative
from tests.imports.parsing.test_layouts import VERA, fields, parse, skipped


@pytest.mark.parametrize(
    "heading",
    [
        "Наставник (ФИ, класс)",
        "Наставник (закреплённый)",
        "Назначенный наставник",
        "Наставник, должность",
        "Кто наставник",
    ],
)
def test_a_column_that_names_the_mentor_and_more_is_of_names(heading):
    meaning = recognise(heading)
    assert (meaning.field, meaning.role) == ("full_name", "mentor")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Класс наставника", "class"), ("Ученик (ФИ, класс)", "full_name"), ("Адрес эл. почты", "email"),
        ("Почтовый адрес", "address"), ("Образовательное учр.", "organisation"),
    ],
)  # fmt: skip
def test_headings_of_two_meanings(heading, field):
    assert recognise(heading).field == field


def test_the_mentor_of_a_pupil_is_read_from_a_column_of_names_and_classes():
    parsed = parse([("ФИО ученика", "Класс", "Наставник (ФИ, класс)"), ("Орлов Кирилл", "5Б", "Гусева Алина, 9А")])
    mentor = parsed.records[0].fields["mentor"]
    assert (mentor["last_name"], mentor["class"]) == ("Гусева", "9А")


def test_an_order_is_known_by_its_column_or_by_its_word():
    assert parse_order("№ 14-о", is_order=True)[0].number == "14-о"
    assert parse_order("№ 14-о")[0].note == "№ 14-о"
    assert parse_order("пр. 82-ОД")[0].number == "82-ОД"
    assert parse_order("пр. 5 лет")[0].number is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("опекун Сомова Р.Т. 8-912-000-61-24", "Сомова Р.Т."), ("мама Сомова Р. Т. 89120006124", "Сомова Р. Т."),
        ("мама Сомова Р.Т. т. 89120006124", "Сомова Р.Т."), ("мама Сомова Т.:89120006124", "Сомова"),
    ],
)  # fmt: skip
def test_an_initial_before_a_phone_is_no_word_for_a_phone(text, name):
    found = read_representative(text, "Родители", lambda *_: None)
    assert (found["name"], found["phone"]) == (name, "+79120006124")


def test_a_line_to_sign_is_a_signature_whoever_signs():
    parsed = parse([("№", "ФИО", "ОО"), (1, VERA, "СОШ 1"), ("Социальный педагог ______ Е.И. Рябова",)])
    assert (skipped(parsed), len(fields(parsed, "last_name"))) == ([(3, "signature")], 1)
