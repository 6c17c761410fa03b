"""The order of names: the alphabet with its «Ё», whatever the database thinks of it."""

import pytest

from russian.sort_key import lettered, sort_key

#: as a reader expects them
NAMES = ["Абрамов", "Ежов", "Елохина", "Ёлкина", "Жуков", "иванов", "Иванов-Белов", "Иванова", "Якимов"]
ORGANISATIONS = ["Гимназия", "Детский сад «Ёлочка»", "СОШ № 2", "СОШ № 10", "СОШ № 10 имени Пушкина"]


@pytest.mark.parametrize("expected", [NAMES, ORGANISATIONS])
def test_keys_stand_as_a_reader_expects(expected: list[str]):
    assert sorted(expected, key=sort_key) == expected


def test_a_double_surname_stands_after_all_bearers_of_its_first_part():
    names = [("Иванов", "Яков", ""), ("Иванов-Белов", "Андрей", ""), ("Иванова", "Анна", "")]
    assert sorted(names, key=lambda name: sort_key(*name)) == names


def test_case_and_signs_make_no_difference():
    assert sort_key("ИВАНОВ", "ПЁТР") == sort_key("Иванов", "Пётр")
    assert sort_key("МБОУ «Гимназия»") == sort_key("МБОУ Гимназия")
    assert sort_key("Салтыков - Щедрин") == sort_key("Салтыков-Щедрин")


def test_a_key_is_of_digits_alone():
    """Every collation of every database agrees on their order."""
    for text in ("Ёлкина-Жук", "O’Brien", "Ѣ", "СОШ № ١٢", "№ ", "", "Ünal"):
        assert sort_key(text).isascii(), text
        assert not sort_key(text) or sort_key(text).isdigit(), text


def test_letters_of_titles_stand_by_the_alphabet():
    assert sorted(["Жатва", "Ёлка", "Ель", "азбука"], key=lettered) == ["азбука", "Ель", "Ёлка", "Жатва"]
